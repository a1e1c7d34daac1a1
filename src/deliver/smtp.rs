use std::collections::HashSet;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::extension::ClientId;
use tokio::time::timeout;

use super::announcement::{Announcement, Manner};
use super::conversation::Conversation;
use super::door::{self, EHLO_NAME};
use super::patience::Patience;
use super::reply::{in_words, is_nonsense};
use super::signs::Signs;
use super::{Failure, Outcome, Reply, Stage, Transport, Unopened};
use crate::config::{Account, Secret, Tls};
use crate::mail::Mail;
use crate::source::Problem;
use crate::vocabulary::EmailAddress;

/// A server over SMTP (RFC 5321): one connection, kept from letter to letter.
///
/// Where the server offers PIPELINING (RFC 2920), a letter costs one round trip: its end and what announces the next one
/// go in one write. Where it does not, every command waits for its answer.
pub struct Smtp {
    account: Account,
    password: Option<Secret>,
    without_refused_copies: bool,
    letters_per_connection: usize,
    idle: Duration,
    patience: Patience,
    conversation: Option<Conversation>,
    /// Addresses because of which a letter did not go. Letters to them are asked for before they are announced in full:
    /// a server that wants a letter in spite of a refusal can only be left.
    refused: HashSet<EmailAddress>,
}

impl Smtp {
    /// A transport over that account.
    pub fn new(account: Account, password: Option<Secret>) -> Self {
        Self {
            account,
            password,
            without_refused_copies: false,
            letters_per_connection: 100,
            idle: Duration::from_secs(10),
            patience: Patience::default(),
            conversation: None,
            refused: HashSet::new(),
        }
    }

    /// Lets letters go without the required copies that the server refuses.
    #[must_use]
    pub fn without_refused_copies(self, without: bool) -> Self {
        Self { without_refused_copies: without, ..self }
    }

    /// Gives a connection that many letters, at least one, before it is made anew; a hundred unless this says otherwise.
    /// Many servers close one that brings more.
    #[must_use]
    pub fn with_letters_per_connection(self, letters: usize) -> Self {
        Self { letters_per_connection: letters.max(1), ..self }
    }

    /// Tries a connection that lay idle for so long before it is used; ten seconds unless this says otherwise.
    #[must_use]
    pub fn with_idle_limit(self, idle: Duration) -> Self {
        Self { idle, ..self }
    }

    /// Waits no longer than that for any answer.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience: Patience { command: patience, end: patience }, ..self }
    }

    async fn connect(&self) -> Result<Conversation, Unopened> {
        let account = &self.account;
        let signs = Signs::default();
        let wire = door::open(account, signs.clone()).await?;
        let name = ClientId::Ipv4(EHLO_NAME);
        let connection = AsyncSmtpConnection::connect_with_transport(Box::new(wire), &name).await;
        let mut connection = connection.map_err(|error| match Reply::in_error(&error) {
            Some(reply) => Unopened::refused(Problem::error(format!("{account} does not take letters now")), &reply),
            None => broken(
                Problem::error(format!("{account} does not speak SMTP as expected")),
                &error,
                "check the port: 465 wants smtps://, 587 smtp://",
            ),
        })?;
        if let (Some(user), Some(password)) = (&account.user, &self.password) {
            let credentials = Credentials::new(user.clone(), password.reveal().to_owned());
            connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await.map_err(|error| {
                let problem = Problem::error(format!("{account} did not let {user} in"));
                match Reply::in_error(&error) {
                    Some(reply) => Unopened::refused(
                        problem.hint("check the user and the password; many providers want one made for programs"),
                        &reply,
                    ),
                    None => broken(problem, &error, "leave the user out if the server asks for none"),
                }
            })?;
        }
        Ok(Conversation::new(connection, signs, self.patience))
    }

    /// The conversation that goes on, where one can.
    async fn going_on(&mut self) -> Option<Conversation> {
        let mut conversation = self.conversation.take()?;
        if conversation.letters() >= self.letters_per_connection {
            conversation.quit().await;
            return None;
        }
        conversation.is_alive(self.idle).await.then_some(conversation)
    }

    /// How a letter is announced in this conversation.
    fn manner(&self, mail: &Mail, conversation: &Conversation) -> Manner {
        let is_refused = |recipient: &_| self.refused.contains(recipient);
        if !conversation.is_pipelined() {
            Manner::Lockstep
        } else if mail.envelope.recipients.iter().map(|recipient| &recipient.address).any(is_refused) {
            Manner::AskingFirst
        } else {
            Manner::AtOnce
        }
    }

    /// Hands a mail over in this conversation.
    async fn hand_over(
        &self,
        conversation: &mut Conversation,
        mail: &Mail,
        next: Option<&Mail>,
    ) -> Result<Outcome, Outcome> {
        let announcement = Announcement::of(mail, conversation.server(), self.manner(mail, conversation))?;
        let is_last = conversation.letters() + 1 >= self.letters_per_connection;
        let next = next.filter(|_| conversation.is_pipelined() && !is_last);
        // One that cannot be announced fails when its turn comes.
        let next =
            next.and_then(|mail| Announcement::of(mail, conversation.server(), self.manner(mail, conversation)).ok());
        Ok(conversation.hand_over(&announcement, &mail.bytes, next.as_ref(), self.without_refused_copies).await)
    }
}

impl Transport for Smtp {
    async fn open(&mut self) -> Result<(), Unopened> {
        self.conversation = self.going_on().await;
        if self.conversation.is_none() {
            let connecting = timeout(self.patience.command, self.connect());
            let conversation = connecting.await.unwrap_or_else(|_| {
                let waited = self.patience.command.as_secs_f32();
                let problem = Problem::error(format!("{} did not answer within {waited} s", self.account));
                let wrong_way = self.account.port == 465 && self.account.tls != Tls::Implicit;
                let hint = if wrong_way { "port 465 wants smtps://" } else { "try again later" };
                Err(Unopened::for_now(problem.hint(hint)))
            });
            self.conversation = Some(conversation?);
        }
        Ok(())
    }

    async fn deliver(&mut self, mail: &Mail, next: Option<&Mail>) -> Outcome {
        let Some(mut conversation) = self.conversation.take() else {
            return Outcome::Deferred(Failure::broke(Stage::Mail, "there is no connection"));
        };
        let outcome = self.hand_over(&mut conversation, mail, next).await.unwrap_or_else(|unfit| unfit);
        if let Outcome::Deferred(failure) | Outcome::Rejected(failure) = &outcome
            && let (Some(recipient), Some(_)) = (&failure.recipient, &failure.reply)
        {
            self.refused.insert(recipient.address.clone());
        }
        self.conversation = Some(conversation).filter(Conversation::is_usable);
        outcome
    }

    async fn close(&mut self) {
        if let Some(conversation) = self.conversation.take() {
            conversation.quit().await;
        }
    }
}

/// There was no reply, or none that can be read: a line that broke may be mended, a server that says something else is
/// the wrong one.
fn broken(problem: Problem, error: &Error, hint: &str) -> Unopened {
    let may_pass = !is_nonsense(error) && !error.is_client();
    Unopened { problem: problem.because(in_words(error)).hint(hint), may_pass, was_said: false }
}
