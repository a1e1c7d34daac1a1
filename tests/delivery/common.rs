//! Mails, accounts and servers for the tests.

use std::net::SocketAddr;
use std::time::Duration;

use protest_letter::config::{Account, Credential, Secret, Tls};
use protest_letter::deliver::{Failure, Outcome, Smtp, Stage, Transport};
use protest_letter::mail::{Envelope, EnvelopeRecipient, Mail, Role};
use protest_letter::mock_smtp::{Entry, Extension, MockSmtp, Settings};
use protest_letter::source::Problem;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

/// Long enough for any server on this machine.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A mail to an addressee, a copy and a blind copy.
pub fn mail() -> Mail {
    mail_to(&[
        ("court@example.org", Role::Addressee),
        ("copy@example.org", Role::Copy),
        ("blind@example.org", Role::BlindCopy),
    ])
}

pub fn mail_to(recipients: &[(&str, Role)]) -> Mail {
    let recipients = recipients.iter().map(|(address, role)| recipient(address, *role)).collect();
    let mail_from = "alex@example.org".parse().unwrap();
    let bytes = b"From: alex@example.org\r\nSubject: x\r\n\r\n.\r\n..two\r\nlast\r\n".to_vec();
    Mail { envelope: Envelope { mail_from, recipients }, bytes }
}

pub fn recipient(address: &str, role: Role) -> EnvelopeRecipient {
    EnvelopeRecipient { address: address.parse().unwrap(), role }
}

pub async fn server(faults: &[&str]) -> MockSmtp {
    server_with(faults, Settings::default()).await
}

pub async fn server_with(faults: &[&str], settings: Settings) -> MockSmtp {
    let faults = faults.iter().map(|rule| rule.parse().unwrap()).collect();
    MockSmtp::start(Settings { faults, ..settings }).await.unwrap()
}

/// A server that offers PIPELINING, or does not.
pub fn pipelining(is_offered: bool) -> Settings {
    let hidden = if is_offered { [].into() } else { [Extension::Pipelining].into() };
    Settings { hidden, ..Settings::default() }
}

pub fn account(address: SocketAddr) -> Account {
    format!("smtp://{address}").parse().unwrap()
}

/// An account that encrypts, at `localhost` so that its name is in the certificate too.
pub fn encrypted(server: &MockSmtp, tls: Tls, folder: &tempfile::TempDir) -> Account {
    let authority = folder.path().join("ca.pem");
    std::fs::write(&authority, server.certificate_authority().unwrap()).unwrap();
    Account { tls, certificate_authority: Some(authority), ..account(server.address()) }
}

pub fn smtp(account: Account) -> Smtp {
    Smtp::new(account, Some(password("swordfish"))).with_patience(PATIENCE)
}

pub fn password(password: &str) -> Credential {
    Credential::Password(Secret::new(password.to_owned()))
}

/// Hands one mail over and leaves.
pub async fn deliver(account: Account, mail: &Mail) -> Result<Outcome, Problem> {
    let mut smtp = smtp(account);
    let outcome = hand_over(&mut smtp, mail).await;
    smtp.close().await;
    outcome
}

/// Hands one mail over, on a connection that is open or opened for it, and announces no other.
pub async fn hand_over(smtp: &mut Smtp, mail: &Mail) -> Result<Outcome, Problem> {
    smtp.open().await.map_err(|unopened| unopened.problem)?;
    Ok(smtp.deliver(mail, None).await)
}

/// What becomes of the mail at a server with these faults, and how many mails that server kept.
pub async fn outcome(faults: &[&str], mail: &Mail) -> (Outcome, usize) {
    let server = server(faults).await;
    let outcome = deliver(account(server.address()), mail).await.unwrap();
    server.stop().await.unwrap();
    (outcome, server.received().len())
}

/// The failure in an outcome, with its word.
pub fn failure(outcome: &Outcome) -> (&'static str, &Failure) {
    (outcome.word(), outcome.failure().unwrap())
}

/// Word and stage of an outcome that is a broken line.
pub fn broken(outcome: &Outcome) -> (&'static str, Stage) {
    let (word, failure) = failure(outcome);
    assert!(failure.reply.is_none() && failure.broke.is_some(), "{failure:?}");
    (word, failure.stage)
}

/// What the clients said, of all connections; `|` where a new one was opened.
pub fn commands(server: &MockSmtp) -> Vec<String> {
    server
        .transcript()
        .into_iter()
        .filter_map(|entry| match entry {
            Entry::Opened { .. } => Some("|".to_owned()),
            Entry::Exchange { command, .. } if !command.is_empty() => Some(command),
            _ => None,
        })
        .collect()
}

/// What a problem says, with its causes and its hint.
pub fn words(problem: &Problem) -> String {
    format!("{problem}; {}; {}", problem.causes.join("; "), problem.hint.as_deref().unwrap_or_default())
}

/// A server that says the first of these, answers every line of the client with the next one, and then leaves. It takes
/// one connection.
pub async fn scripted(mut answers: Vec<Vec<u8>>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let mut stream = BufReader::new(listener.accept().await.unwrap().0);
        let last = answers.pop().unwrap();
        for answer in answers {
            // The client may have left: then there is nobody to answer.
            if stream.get_mut().write_all(&answer).await.is_err() || heard(&mut stream).await.is_none() {
                return;
            }
        }
        let _ = stream.get_mut().write_all(&last).await;
    });
    address
}

/// Reads a command, or a mail after DATA was answered.
async fn heard(stream: &mut BufReader<tokio::net::TcpStream>) -> Option<()> {
    let mut line = Vec::new();
    let is_mail = |line: &[u8]| line.starts_with(b"From:");
    stream.read_until(b'\n', &mut line).await.ok().filter(|&length| length > 0)?;
    if is_mail(&line) {
        while line != b".\r\n" {
            line.clear();
            stream.read_until(b'\n', &mut line).await.ok().filter(|&length| length > 0)?;
        }
    }
    Some(())
}
