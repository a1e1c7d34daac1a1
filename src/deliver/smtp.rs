use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail as MailFrom, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use tokio::time::timeout;

use super::door::{self, EHLO_NAME};
use super::reply::clean;
use super::wire::EndWritten;
use super::{Failure, Outcome, Reply, Stage, Transport};
use crate::config::{Account, Secret};
use crate::mail::{EnvelopeRecipient, Mail};
use crate::source::Problem;
use crate::vocabulary::EmailAddress;

/// A server over SMTP (RFC 5321). The connection is kept from letter to letter.
///
/// lettre's own `send` gives up at the first refused recipient without naming it, and cannot tell whether a letter
/// was handed over when the line breaks. So the conversation is led here, command by command.
pub struct Smtp {
    account: Account,
    password: Option<Secret>,
    without_refused_copies: bool,
    patience: Patience,
    connection: Option<AsyncSmtpConnection>,
    end_written: EndWritten,
}

/// How long the server may take (RFC 5321, section 4.5.3.2 allows more; a person waits).
#[derive(Debug, Clone, Copy)]
struct Patience {
    /// To connect, and to answer a command.
    command: Duration,
    /// To answer the end of a letter: giving up here leaves a letter uncertain.
    end: Duration,
}

impl Smtp {
    /// A transport over that account.
    pub fn new(account: Account, password: Option<Secret>) -> Self {
        Self {
            account,
            password,
            without_refused_copies: false,
            patience: Patience { command: Duration::from_mins(2), end: Duration::from_mins(10) },
            connection: None,
            end_written: EndWritten::default(),
        }
    }

    /// Lets letters go without the required copies that the server refuses.
    #[must_use]
    pub fn without_refused_copies(self, without: bool) -> Self {
        Self { without_refused_copies: without, ..self }
    }

    /// Waits no longer than that for any answer.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience: Patience { command: patience, end: patience }, ..self }
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Problem> {
        let account = &self.account;
        let wire = door::open(account, self.end_written.clone()).await?;
        let name = ClientId::Ipv4(EHLO_NAME);
        let connection = AsyncSmtpConnection::connect_with_transport(Box::new(wire), &name).await;
        let mut connection = connection.map_err(|error| match Reply::in_error(&error) {
            Some(reply) => Problem::error(format!("{account} does not take letters now")).because(reply),
            None => Problem::error(format!("{account} does not speak SMTP as expected"))
                .because(words(&error))
                .hint("check the port: 465 wants smtps://, 587 smtp://"),
        })?;
        if let (Some(user), Some(password)) = (&account.user, &self.password) {
            let credentials = Credentials::new(user.clone(), password.reveal().to_owned());
            connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await.map_err(|error| {
                let problem = Problem::error(format!("{account} did not let {user} in"));
                match Reply::in_error(&error) {
                    Some(reply) => problem
                        .because(reply)
                        .hint("check the user and the password; many providers want one made for programs"),
                    None => problem.because(words(&error)).hint("leave the user out if the server asks for none"),
                }
            })?;
        }
        Ok(connection)
    }

    /// Leads the conversation about one mail. `Err` is a failure before its end was written, or an uncertain one.
    async fn converse(&mut self, connection: &mut AsyncSmtpConnection, mail: &Mail) -> Result<Outcome, Outcome> {
        let patience = self.patience.command;
        let mail_from = mail_from(connection, mail)?;
        ask(connection.command(mail_from), patience, Stage::Mail, None).await?;
        let mut without = Vec::new();
        for recipient in &mail.envelope.recipients {
            let rcpt = Rcpt::new(address(&recipient.address, Some(recipient))?, Vec::new());
            let answer = ask(connection.command(rcpt), patience, Stage::Rcpt, Some(recipient)).await;
            match answer {
                Ok(_) => {}
                Err(refused) => match refused.refused_copy() {
                    Some(failure) if self.without_refused_copies => without.push(failure.clone()),
                    _ => return Err(refused),
                },
            }
        }
        ask(connection.command(Data), patience, Stage::Data, None).await?;
        // lettre ends the last line itself.
        let data = mail.bytes.strip_suffix(b"\r\n").unwrap_or(&mail.bytes);
        match ask(connection.message(data), self.patience.end, Stage::Dot, None).await {
            Ok(response) => Ok(Outcome::Accepted { reply: Reply::of(&response), without }),
            Err(Outcome::Deferred(failure)) if failure.reply.is_none() && self.end_written.get() => {
                Err(Outcome::Uncertain(failure))
            }
            Err(Outcome::Deferred(failure)) if failure.reply.is_none() => {
                Err(Outcome::Deferred(Failure { stage: Stage::Data, ..failure }))
            }
            Err(outcome) => Err(outcome),
        }
    }
}

impl Transport for Smtp {
    async fn open(&mut self) -> Result<(), Problem> {
        if self.connection.is_none() {
            let connecting = timeout(self.patience.command, self.connect());
            let connection = connecting.await.unwrap_or_else(|_| {
                let waited = self.patience.command.as_secs_f32();
                Err(Problem::error(format!("{} did not answer within {waited} s", self.account))
                    .hint("try again later"))
            });
            self.connection = Some(connection?);
        }
        Ok(())
    }

    async fn deliver(&mut self, mail: &Mail) -> Result<Outcome, Problem> {
        self.open().await?;
        let Some(mut connection) = self.connection.take() else {
            return Err(Problem::error(format!("there is no connection to {}", self.account)));
        };
        self.end_written.set(false);
        let outcome = self.converse(&mut connection, mail).await.unwrap_or_else(|failed| failed);
        // After a refusal the connection is good for the next letter; after anything else it is not to be trusted.
        let usable = match &outcome {
            Outcome::Accepted { .. } => true,
            Outcome::Deferred(failure) | Outcome::Rejected(failure) => {
                let refused = failure.reply.as_ref().is_some_and(|reply| reply.code != 421);
                refused
                    && timeout(self.patience.command, connection.command(Rset)).await.is_ok_and(|reset| reset.is_ok())
            }
            Outcome::Uncertain(_) => false,
        };
        self.connection = usable.then_some(connection);
        Ok(outcome)
    }

    async fn close(&mut self) {
        if let Some(mut connection) = self.connection.take() {
            // Whatever it answers, everything was settled before.
            let _ = timeout(Duration::from_secs(5), connection.quit()).await;
        }
    }
}

/// Waits for an answer, and tells what became of the letter when it is a refusal or none.
async fn ask(
    answer: impl Future<Output = Result<Response, Error>>,
    patience: Duration,
    stage: Stage,
    recipient: Option<&EnvelopeRecipient>,
) -> Result<Response, Outcome> {
    let failure = |reply, broke| Failure { stage, recipient: recipient.cloned(), reply, broke };
    // The letter is asked for with 3xx, everything else is granted with 2xx (RFC 5321, section 4.2.1).
    let expected = if stage == Stage::Data { Severity::PositiveIntermediate } else { Severity::PositiveCompletion };
    match timeout(patience, answer).await {
        Ok(Ok(response)) if response.code().severity == expected => Ok(response),
        Ok(Ok(response)) => {
            let senseless = format!("the server gave a senseless answer ({})", Reply::of(&response));
            Err(failure(None, Some(senseless)).into_outcome())
        }
        Ok(Err(error)) => Err(match Reply::in_error(&error) {
            Some(reply) => failure(Some(reply), None).into_outcome(),
            None => failure(None, Some(words(&error))).into_outcome(),
        }),
        Err(_) => {
            let waited = format!("the server did not answer within {} s", patience.as_secs_f32());
            Err(failure(None, Some(waited)).into_outcome())
        }
    }
}

/// `MAIL FROM` with the extensions that this mail needs (RFC 6531 for addresses that are not ASCII).
fn mail_from(connection: &AsyncSmtpConnection, mail: &Mail) -> Result<MailFrom, Outcome> {
    let server = connection.server_info();
    let sender = &mail.envelope.mail_from;
    let mut parameters = Vec::new();
    let addresses = mail.envelope.recipients.iter().map(|recipient| &recipient.address).chain([sender]);
    if let Some(unusual) = addresses.into_iter().find(|address| !address.local_part().is_ascii()) {
        if !server.supports_feature(Extension::SmtpUtfEight) {
            // No recipient is named: the mail would hold that address even if it did not go there.
            let why = format!("{unusual} is not ASCII, and the server takes no such addresses (SMTPUTF8)");
            let failure = Failure { stage: Stage::Mail, recipient: None, reply: None, broke: Some(why) };
            return Err(Outcome::Rejected(failure));
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !mail.bytes.is_ascii() && server.supports_feature(Extension::EightBitMime) {
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(MailFrom::new(Some(address(sender, None)?), parameters))
}

/// An address as the envelope holds it: a domain in any script in its ASCII form (RFC 5890).
fn address(address: &EmailAddress, recipient: Option<&EnvelopeRecipient>) -> Result<lettre::Address, Outcome> {
    let rejected = |why: String| {
        let stage = if recipient.is_some() { Stage::Rcpt } else { Stage::Mail };
        Outcome::Rejected(Failure { stage, recipient: recipient.cloned(), reply: None, broke: Some(why) })
    };
    lettre::Address::new(address.local_part(), address.ascii_domain()).map_err(|error| rejected(error.to_string()))
}

/// lettre's error in plain words, on one line.
fn words(error: &Error) -> String {
    let cause = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
    match cause.as_str() {
        "incomplete response" => "the server closed the connection".to_owned(),
        cause => clean(cause),
    }
}
