use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};

use super::Done;
use super::terminal::screen::say;
use crate::mock_smtp::{Account, Chaos, Extension, Mechanism, MockSmtp, Received, Rule, Settings, Tls};
use crate::source::Problem;

/// Where the password of `--user` is read: never from the arguments, which every user of the machine can see.
const PASSWORD_VARIABLE: &str = "MOCK_SMTP_PASSWORD";

/// How long nothing must happen after the last mail of `--stop-after`, so that its client can say goodbye.
const GOODBYE: Duration = Duration::from_millis(200);

/// Run a mock SMTP server that misbehaves on command
///
/// It runs on this machine, keeps every mail, and delivers none.
///
/// A fault is written `stage[=glob][#nth| xTimes]: action`; the first that matches wins. Stages: connect, banner, ehlo,
/// helo, starttls, auth, mail, rcpt, data, dot, rset, quit. Actions: a reply (`550 5.1.1 no such user`), `delay 30s`, `drop`,
/// `drop@512B` (data), `reset`, `drop-before-store` and `drop-after-store` (dot), `hide` (starttls, auth), `expired` (an access
/// token at auth, told so in JSON; the certificate at starttls), `badcert`, `wronghost` and `selfsigned` (starttls), `stall`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Listen on this port of 127.0.0.1; 0 picks a free one
    #[arg(long, default_value_t = 1025)]
    port: u16,

    /// Write the port to this file once the server listens
    #[arg(long, value_name = "FILE")]
    port_file: Option<PathBuf>,

    /// Keep every mail (0001.eml, …) and the transcript (transcript.jsonl) in this folder
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,

    /// Encrypt the connection
    #[arg(long, value_enum, default_value_t = TlsMode::None)]
    tls: TlsMode,

    /// Write the certificate authority of --tls to this file [default: ca.pem in the folder of --keep]
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,

    /// Do not offer this extension, for example PIPELINING (can be given several times)
    #[arg(long, value_name = "EXTENSION")]
    hide: Vec<Extension>,

    /// Refuse mails of more bytes than this
    #[arg(long, value_name = "BYTES", default_value_t = Settings::default().size_limit)]
    size_limit: usize,

    /// Take this many recipients in a transaction, and refuse the next with 452 4.5.3
    #[arg(long, value_name = "N", default_value_t = Settings::default().recipient_limit)]
    recipient_limit: usize,

    /// Refuse mails from who has not logged in
    #[arg(long)]
    require_auth: bool,

    /// Let only this user log in, with the password or access token in the environment variable `MOCK_SMTP_PASSWORD`
    #[arg(long)]
    user: Option<String>,

    /// Offer only this way to log in: PLAIN, LOGIN, XOAUTH2, OAUTHBEARER, SCRAM-SHA-256 (can be given several times)
    #[arg(long, value_name = "NAME", value_parser = str::parse::<Mechanism>)]
    mechanism: Vec<Mechanism>,

    /// Misbehave so, for example `rcpt=*@embassy.example: 550 5.1.1 no such user` (can be given several times)
    #[arg(long, value_name = "RULE")]
    fault: Vec<Rule>,

    /// Misbehave so at random, for example `rcpt=5%:451` (can be given several times)
    #[arg(long, value_name = "RULE")]
    chaos: Vec<Chaos>,

    /// Where the random faults begin: the same number makes the same faults
    #[arg(long, default_value_t = 0)]
    seed: u64,

    /// Exit with status 1 unless exactly this many mails were kept
    #[arg(long, value_name = "N")]
    expect: Option<usize>,

    /// Stop after this many mails
    #[arg(long, value_name = "N")]
    stop_after: Option<usize>,

    /// Stop when nothing has happened for so long, for example `30s`
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    idle_exit: Option<Duration>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TlsMode {
    /// Never
    None,
    /// After the command STARTTLS
    Starttls,
    /// From the first byte
    Implicit,
}

impl Arguments {
    /// Runs the server until it is to stop. The status is 1 where `--expect` was disappointed.
    pub(super) fn execute(self) -> anyhow::Result<Done> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(self.run())
    }

    async fn run(self) -> anyhow::Result<Done> {
        let settings = self.settings()?;
        let server = MockSmtp::start(settings).await.map_err(cannot_start)?;
        if let Some(file) = &self.port_file {
            write_port(file, server.address().port())
                .with_context(|| format!("the port cannot be written to {}", file.display()))?;
        }
        say(format_args!("mock SMTP server listening on {}", server.address()));

        let mut reported = 0;
        tokio::select! {
            () = self.report(&server, &mut reported) => {}
            () = self.idle(&server) => {}
            result = until_interrupted() => result?,
        }
        server.stop().await.context("the transcript is not complete")?;
        for mail in server.received().iter().skip(reported) {
            say(summary(mail));
        }
        Ok(self.judge(server.received().len()))
    }

    fn settings(&self) -> anyhow::Result<Settings> {
        let tls = match self.tls {
            TlsMode::None => Tls::None,
            TlsMode::Starttls => Tls::StartTls,
            TlsMode::Implicit => Tls::Implicit,
        };
        let ca_file = match (&self.ca_file, &self.keep) {
            (Some(file), _) => Some(file.clone()),
            (None, Some(folder)) => Some(folder.join("ca.pem")),
            (None, None) if tls == Tls::None => None,
            (None, None) => bail!("--tls needs --ca-file or --keep, so that clients can be told whom to trust"),
        };
        let account = match &self.user {
            None => None,
            Some(user) => {
                // Without the cause: it would quote a password that is no UTF-8.
                let secret = env::var(PASSWORD_VARIABLE).ok().with_context(|| {
                    format!("--user needs a password in the environment variable {PASSWORD_VARIABLE}")
                })?;
                Some(Account { user: user.clone(), secret })
            }
        };
        Ok(Settings {
            port: self.port,
            tls,
            hidden: self.hide.iter().copied().collect(),
            size_limit: self.size_limit,
            recipient_limit: self.recipient_limit,
            most: self.stop_after,
            mechanisms: if self.mechanism.is_empty() { Mechanism::ALL.to_vec() } else { self.mechanism.clone() },
            require_auth: self.require_auth,
            account,
            faults: self.fault.clone(),
            chaos: self.chaos.clone(),
            seed: self.seed,
            folder: self.keep.clone(),
            ca_file,
            ..Settings::default()
        })
    }

    /// Prints a line for every mail, until there were enough of them.
    async fn report(&self, server: &MockSmtp, reported: &mut usize) {
        while self.stop_after.is_none_or(|enough| *reported < enough) {
            let Some(mail) = server.mail(*reported + 1).await else {
                return;
            };
            say(summary(&mail));
            *reported += 1;
        }
        server.idle(GOODBYE).await;
    }

    async fn idle(&self, server: &MockSmtp) {
        match self.idle_exit {
            Some(duration) => server.idle(duration).await,
            None => std::future::pending().await,
        }
    }

    fn judge(&self, kept: usize) -> Done {
        match self.expect {
            Some(expected) if expected != kept => {
                say(format_args!("error: expected exactly {expected} mails, kept {kept}"));
                Done::WithErrors
            }
            _ => Done::Entirely,
        }
    }
}

/// A mail on one line. What comes from the client is shown without control characters.
fn summary(mail: &Received) -> String {
    let recipients: Vec<_> = mail
        .envelope
        .rcpt_to
        .iter()
        .map(|to| {
            let refused = if to.is_accepted() { "" } else { " (refused)" };
            format!("{}{refused}", to.address)
        })
        .collect();
    let reply = mail.reply.as_ref().map_or("no reply".to_owned(), ToString::to_string);
    let mut summary = format!(
        "{:04}: <{}> → {}, {} bytes, {reply}",
        mail.number,
        mail.envelope.mail_from,
        recipients.join(", "),
        mail.size,
    );
    for difference in &mail.differences {
        summary.push_str("; ");
        summary.push_str(&difference.to_string());
    }
    summary.replace(char::is_control, "\u{fffd}")
}

/// Writes the file whole or not at all, so that a script that waits for it never reads half a number.
fn write_port(file: &Path, port: u16) -> anyhow::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    writeln!(temporary, "{port}")?;
    temporary.persist(file)?;
    Ok(())
}

fn parse_duration(text: &str) -> anyhow::Result<Duration> {
    let duration: jiff::SignedDuration = text.parse()?;
    Ok(duration.try_into()?)
}

/// Waits for Ctrl-C or, where there is such a thing, SIGTERM.
async fn until_interrupted() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            result = tokio::signal::ctrl_c() => result,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// Why there is no server, and what can be done.
fn cannot_start(error: io::Error) -> Problem {
    let hint = match error.kind() {
        io::ErrorKind::AddrInUse => {
            "another program has that port: give another --port, or --port 0 for one that is free"
        }
        io::ErrorKind::PermissionDenied => {
            "ports below 1024 are the system's, and the folder of --keep has to be yours"
        }
        _ => "see whether --port is free, and the files that are named can be written",
    };
    Problem::error("the mock SMTP server cannot start").because(error).hint(hint)
}
