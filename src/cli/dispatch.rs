//! The last steps of `send` and `draft`: refuse, show the plan, ask once, hand over, tell what became of it.

use std::net::SocketAddr;

use clap::Args;

use super::Done;
use super::account_arguments::{self, AccountArguments};
use super::ask;
use super::desk::Desk;
use super::failure::{Cancelled, Usage};
use super::plan::{how_else, say_plan};
use super::screen::{BAD, BOLD, DIM, GOOD, WARN, count, print, say, say_problem, styled};
use crate::batch::{self, Event, Stop, Summary};
use crate::campaign::Campaign;
use crate::config::{Account, Secret, Tls};
use crate::deliver::{Outcome, Smtp};
use crate::ledger::{Ledger, Memory};
use crate::letter::Letter;
use crate::mail::Stamp;
use crate::mock_smtp::{MockSmtp, Received, Settings};
use crate::source::Problem;
use crate::vocabulary::Channel;

/// How letters are handed over.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Sending")]
pub(super) struct DispatchArguments {
    /// Go the whole way against a mock SMTP server in this program, and show what arrived; nothing is sent
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask for confirmation
    #[arg(long, short)]
    pub yes: bool,
    /// Let letters go without the required copies that the server refuses
    #[arg(long)]
    pub without_refused_copies: bool,
    /// Let letters go without the required copies whose addresses the published appeal withholds
    #[arg(long)]
    pub without_withheld_copies: bool,
    #[command(flatten)]
    pub account: AccountArguments,
}

/// Sends those of the letters that go by e-mail, and that the ledger does not know as settled.
///
/// # Errors
///
/// When the campaign is not to be sent, nobody can be reached by e-mail, or there is no account; nothing was sent then.
pub(super) fn dispatch(
    desk: &Desk,
    campaign: &Campaign,
    written: &[Letter],
    arguments: &DispatchArguments,
    ledger: &mut impl Ledger,
) -> anyhow::Result<Done> {
    let by_email = |written: &&Letter| written.form.channel() == Some(Channel::Email);
    let (sent, others): (Vec<_>, Vec<_>) = written.iter().partition(by_email);
    refuse_what_is_over(desk, campaign, arguments)?;
    let Some(first) = sent.first() else {
        for other in others {
            say(format_args!("  {}: {}", other.form.recipient.id, how_else(other)));
        }
        let problem = Problem::error("nobody can be reached by e-mail");
        anyhow::bail!(problem.hint(format!("print the letters: protest-letter draft {} --print", campaign.id)));
    };
    let signer = &first.signer;
    say_plan(&campaign.id, signer, &sent, &others);
    if !arguments.dry_run && !arguments.without_withheld_copies {
        refuse_withheld_copies(&sent)?;
    }
    let letters: Vec<Letter> = sent.iter().map(|&letter| letter.clone()).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    if arguments.dry_run {
        return ask::while_sending(|| runtime.block_on(dry_run(desk, &letters)));
    }
    let account = arguments.account.account(desk)?;
    check_from(&account, signer.email.as_ref())?;
    confirm(desk, &account, letters.len(), arguments.yes)?;
    let password = account_arguments::password(desk, &account)?;
    let smtp = Smtp::new(account, password).without_refused_copies(arguments.without_refused_copies);
    let summary = ask::while_sending(|| runtime.block_on(hand_over(desk, &letters, smtp, ledger)))?;
    Ok(say_summary(&summary))
}

/// Refuses real sending for a campaign that is closed, stopped, superseded or overdue.
///
/// # Errors
///
/// When it is one of these, with the reason.
pub(super) fn refuse_what_is_over(
    desk: &Desk,
    campaign: &Campaign,
    arguments: &DispatchArguments,
) -> Result<(), Problem> {
    match campaign.refusal(desk.today()) {
        Some(refusal) if !arguments.dry_run => Err(refusal),
        _ => Ok(()),
    }
}

/// Goes the way of real sending, to a mock server, and shows what arrived there.
async fn dry_run(desk: &Desk, letters: &[Letter]) -> anyhow::Result<Done> {
    let server = MockSmtp::start(Settings::default()).await?;
    let smtp = Smtp::new(mock_account(server.address()), None::<Secret>);
    // What arrives at a mock server is owed all the same.
    let summary = hand_over(desk, letters, smtp, &mut Memory::default()).await?;
    let received = server.received();
    server.stop().await?;
    for (number, mail) in received.iter().enumerate() {
        print_received(mail, number + 1, received.len())?;
    }
    let done = say_summary(&summary);
    say(styled(DIM, "this was a dry run: the server was a mock in this program, and nothing was sent"));
    Ok(done)
}

fn mock_account(address: SocketAddr) -> Account {
    Account {
        host: address.ip().to_string(),
        port: address.port(),
        tls: Tls::None,
        user: None,
        password: None,
        certificate_authority: None,
        proxy: None,
    }
}

async fn hand_over(
    desk: &Desk,
    letters: &[Letter],
    mut smtp: Smtp,
    ledger: &mut impl Ledger,
) -> Result<Summary, Problem> {
    let stamp = || Stamp::at(desk.now());
    batch::send(letters, &mut smtp, ledger, stamp, ask::stop_was_asked, say_event).await
}

/// The whole plan is refused where the appeal requires copies that cannot be made.
fn refuse_withheld_copies(sent: &[&Letter]) -> Result<(), Problem> {
    let lacking = sent.iter().filter(|written| !written.form.copies.withheld.is_empty()).count();
    if lacking == 0 {
        return Ok(());
    }
    let problem = Problem::error(format!("{} would go without a required copy", count(lacking, "letter")));
    Err(problem
        .because("the published appeal hides the address of the copy")
        .hint("add it to addresses.toml, or choose to go without: --without-withheld-copies"))
}

/// A provider that signs for its own domain only would make the letter look forged (DMARC, RFC 7489).
fn check_from(account: &Account, from: Option<&crate::vocabulary::EmailAddress>) -> Result<(), Problem> {
    let user_domain = account.user.as_deref().and_then(|user| user.rsplit_once('@')).map(|(_, domain)| domain);
    match (user_domain, from) {
        (Some(domain), Some(from)) if !domain.eq_ignore_ascii_case(from.domain()) => {
            let problem = Problem::error(format!("a letter from {from} is not sent with an account at {domain}"));
            Err(problem
                .because(format!(
                    "receivers check that mail from {} comes from there, and would refuse it",
                    from.domain()
                ))
                .hint("give the account that belongs to your address, or sign with the account's address"))
        }
        _ => Ok(()),
    }
}

fn confirm(desk: &Desk, account: &Account, letters: usize, yes: bool) -> anyhow::Result<()> {
    if yes {
        return Ok(());
    }
    let what = format!("{} over {account}", count(letters, "letter"));
    if !desk.asks {
        let what = format!("nobody is there to confirm sending {what}");
        return Err(Usage { what, missing: vec!["--yes".to_owned()] }.into());
    }
    if !ask::confirm(&format!("Send {what}?"), false)? {
        say("nothing was sent");
        return Err(Cancelled.into());
    }
    Ok(())
}

fn say_event(event: &Event<'_>) {
    match event {
        Event::Attempted { letter, outcome, .. } => {
            let id = &letter.form.recipient.id;
            let (style, detail) = match outcome {
                Outcome::Accepted { reply, .. } => (GOOD, reply.to_string()),
                Outcome::Deferred(failure) => (WARN, failure.to_string()),
                Outcome::Rejected(failure) => (BAD, failure.to_string()),
                Outcome::Uncertain(failure) => (BAD, format!("{failure}; the server may have the letter")),
            };
            say(format_args!("{} {id} ({detail})", styled(style, outcome.word())));
            if let Outcome::Accepted { without, .. } = outcome {
                for failure in without {
                    say(styled(WARN, format_args!("  without a copy: {failure}")));
                }
            }
        }
        Event::Settled(letter) => say(styled(DIM, format_args!("already sent: {}", letter.form.recipient.id))),
    }
}

fn say_summary(summary: &Summary) -> Done {
    let parts = [
        (summary.accepted, "accepted"),
        (summary.deferred, "deferred"),
        (summary.rejected, "rejected"),
        (summary.uncertain, "uncertain"),
        (summary.settled, "sent before"),
        (summary.unsent, "not begun"),
    ];
    let parts = parts.iter().filter(|(number, _)| *number > 0).map(|(number, word)| format!("{number} {word}"));
    say(styled(BOLD, parts.collect::<Vec<_>>().join(", ")));
    match &summary.stopped {
        Some(Stop::RefusedCopy(failure)) => {
            let problem = Problem::error("sending stopped, because a required copy was refused").because(failure);
            say_problem(&problem.hint("mend the address, or choose to go without it: --without-refused-copies"));
        }
        Some(Stop::Problem(problem)) => {
            say_problem(problem);
            if summary.accepted == 0 {
                return Done::WithErrors;
            }
        }
        Some(Stop::Asked) => say("stopped as you asked"),
        None => {}
    }
    if summary.is_complete() { Done::Entirely } else { Done::ExceptSomeLetters }
}

/// A mail as the mock server received it: envelope, headers, text.
fn print_received(mail: &Received, number: usize, of: usize) -> anyhow::Result<()> {
    print(styled(BOLD, format_args!("Mail {number} of {of}, as it arrived")))?;
    print(format_args!("{} {}", styled(DIM, "MAIL FROM"), mail.envelope.mail_from))?;
    for recipient in &mail.envelope.rcpt_to {
        print(format_args!("{}   {}", styled(DIM, "RCPT TO"), recipient.address))?;
    }
    for (name, value) in mail.decoded_headers() {
        print(format_args!("{} {value}", styled(DIM, format_args!("{name}:"))))?;
    }
    Ok(print(format_args!("\n{}", mail.decoded_text()))?)
}
