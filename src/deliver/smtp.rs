use std::collections::HashSet;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::extension::ClientId;
use tokio::time::timeout;

use super::connect::{EHLO_NAME, connect};
use super::greeting::Greeting;
use super::reply::{in_words, is_nonsense};
use super::session::Session;
use super::timeouts::Timeouts;
use super::transaction::{Manner, Transaction};
use super::unannounced::Unannounced;
use super::wire_state::WireState;
use super::{ConnectError, Failure, Outcome, Reply, Stage, Transport};
use crate::config::{Account, Secret, Tls};
use crate::mail::{EnvelopeRecipient, Mail};
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
    timeouts: Timeouts,
    session: Option<Session>,
    /// How the server is greeted; one that does not take `EHLO` is known from then on.
    greeting: Greeting,
    /// Addresses because of which a letter did not go. Letters to them are asked for before they are announced in full:
    /// a server that wants a letter in spite of a refusal can only be left.
    refused: HashSet<EmailAddress>,
    /// Whether letters are announced with the end of the one before. A server that left over it is not tried again.
    announces: bool,
    /// How many recipients the server takes in a transaction, once it said so.
    pub(super) recipient_limit: Option<usize>,
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
            timeouts: Timeouts::default(),
            session: None,
            greeting: Greeting::Ehlo,
            refused: HashSet::new(),
            announces: true,
            recipient_limit: None,
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
        Self { timeouts: Timeouts { command: patience, end: patience }, ..self }
    }

    async fn connect(&mut self) -> Result<Session, ConnectError> {
        let (mut connected, mut state) = self.greet(self.greeting).await?;
        let is_without_esmtp = state.was_written_to() && connected.as_ref().is_err_and(Error::is_permanent);
        // Encrypting with STARTTLS and logging in are extensions.
        let needs_esmtp = self.account.tls == Tls::StartTls || self.account.user.is_some();
        if is_without_esmtp && !needs_esmtp && self.greeting == Greeting::Ehlo {
            // On a connection of its own: some servers leave after a command that they do not know.
            let (by_helo, state_of_helo) = self.greet(Greeting::Helo).await?;
            if by_helo.is_ok() {
                self.greeting = Greeting::Helo;
            }
            (connected, state) = (by_helo, state_of_helo);
        }
        let account = &self.account;
        let mut connection = connected.map_err(|error| match (Reply::in_error(&error), &account.user) {
            (Some(reply), Some(_)) if is_without_esmtp => {
                let problem = format!("{account} does not take EHLO, without which nobody can log in");
                ConnectError::refused(
                    Problem::error(problem).hint("leave the user out if the server asks for none"),
                    &reply,
                )
            }
            (Some(reply), _) => {
                ConnectError::refused(Problem::error(format!("{account} does not take letters now")), &reply)
            }
            (None, _) => broken(
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
                    Some(reply) => ConnectError::refused(
                        problem.hint("check the user and the password; many providers want one made for programs"),
                        &reply,
                    ),
                    None => broken(problem, &error, "leave the user out if the server asks for none"),
                }
            })?;
        }
        Ok(Session::new(connection, state, self.timeouts))
    }

    /// Connects and greets the server.
    async fn greet(&self, greeting: Greeting) -> Result<(Result<AsyncSmtpConnection, Error>, WireState), ConnectError> {
        let state = WireState::default();
        let wire = connect(&self.account, greeting, state.clone()).await?;
        let name = ClientId::Ipv4(EHLO_NAME);
        Ok((AsyncSmtpConnection::connect_with_transport(Box::new(wire), &name).await, state))
    }

    /// The session that goes on, where one can.
    async fn going_on(&mut self) -> Option<Session> {
        let mut session = self.session.take()?;
        if session.letters() >= self.letters_per_connection {
            session.quit().await;
            return None;
        }
        session.is_alive(self.idle).await.then_some(session)
    }

    /// How a letter is announced in this session.
    fn manner(&self, mail: &Mail, session: &Session) -> Manner {
        let is_refused = |recipient: &_| self.refused.contains(recipient);
        if !session.is_pipelined() {
            Manner::Lockstep
        } else if mail.envelope.recipients.iter().map(|recipient| &recipient.address).any(is_refused) {
            Manner::AskingFirst
        } else {
            Manner::AtOnce
        }
    }

    /// Hands a mail over to these of its recipients, on the connection that is open.
    pub(super) async fn hand_over<'m>(
        &mut self,
        mail: &'m Mail,
        recipients: impl ExactSizeIterator<Item = &'m EnvelopeRecipient>,
        next: Option<&Mail>,
    ) -> Result<Outcome, Unannounced> {
        let mut session = self.session.take().ok_or_else(no_connection)?;
        let outcome = self.hand_over_in(&mut session, mail, recipients, next).await;
        if let Ok(outcome) | Err(Unannounced::Outcome(outcome)) = &outcome
            && let Outcome::Deferred(failure) | Outcome::Rejected(failure) = outcome
            && let (Some(recipient), Some(_)) = (&failure.recipient, &failure.reply)
        {
            self.refused.insert(recipient.address.clone());
        }
        self.announces &= next.is_none() || !matches!(outcome, Ok(Outcome::Uncertain(_)));
        self.session = Some(session).filter(Session::is_usable);
        outcome
    }

    async fn hand_over_in<'m>(
        &self,
        session: &mut Session,
        mail: &'m Mail,
        recipients: impl ExactSizeIterator<Item = &'m EnvelopeRecipient>,
        next: Option<&Mail>,
    ) -> Result<Outcome, Unannounced> {
        let announcement = Transaction::of(mail, recipients, session.server(), self.manner(mail, session))?;
        let is_last = session.letters() + 1 >= self.letters_per_connection;
        let announces = self.announces && session.takes_announcements() && !is_last;
        let next = next.filter(|next| announces && self.is_one_part(next));
        // One that cannot be announced fails when its turn comes.
        let next = next.and_then(|mail| {
            let recipients = mail.envelope.recipients.iter();
            Transaction::of(mail, recipients, session.server(), self.manner(mail, session)).ok()
        });
        session.hand_over(&announcement, &mail.bytes, next.as_ref(), self.without_refused_copies).await
    }

    /// Asks whether a mail would be wanted for these of its recipients, on the connection that is open.
    pub(super) async fn ask_for<'m>(
        &mut self,
        mail: &'m Mail,
        recipients: impl ExactSizeIterator<Item = &'m EnvelopeRecipient>,
    ) -> Result<Vec<Failure>, Unannounced> {
        let mut session = self.session.take().ok_or_else(no_connection)?;
        let answer = match Transaction::asking(mail, recipients, session.server(), self.manner(mail, &session)) {
            Ok(announcement) => session.ask_for(&announcement, self.without_refused_copies).await,
            Err(unfit) => Err(unfit.into()),
        };
        self.session = Some(session).filter(Session::is_usable);
        answer
    }
}

fn no_connection() -> Outcome {
    Outcome::Deferred(Failure::broke(Stage::Mail, "there is no connection"))
}

impl Transport for Smtp {
    async fn open(&mut self) -> Result<(), ConnectError> {
        self.session = self.going_on().await;
        if self.session.is_none() {
            let connecting = timeout(self.timeouts.command, self.connect()).await;
            let session = connecting.unwrap_or_else(|_| {
                let waited = self.timeouts.command.as_secs_f32();
                let problem = Problem::error(format!("{} did not answer within {waited} s", self.account));
                let wrong_way = self.account.port == 465 && self.account.tls != Tls::Implicit;
                let hint = if wrong_way { "port 465 wants smtps://" } else { "try again later" };
                Err(ConnectError::for_now(problem.hint(hint)))
            });
            self.session = Some(session?);
        }
        Ok(())
    }

    async fn deliver(&mut self, mail: &Mail, next: Option<&Mail>) -> Outcome {
        let known = self.recipient_limit;
        if self.session.is_none() || self.is_one_part(mail) {
            match self.hand_over(mail, mail.envelope.recipients.iter(), next).await {
                Ok(outcome) | Err(Unannounced::Outcome(outcome)) => return outcome,
                Err(Unannounced::TooManyRecipients { limit }) => self.recipient_limit = Some(limit),
            }
        }
        let outcome = self.deliver_in_parts(mail).await;
        // A recipient that is refused in this way as the first one too is not one too many: it was no limit.
        if outcome.failure().into_iter().chain(outcome.without()).any(Failure::is_of_too_many_recipients) {
            self.recipient_limit = known;
        }
        outcome
    }

    async fn close(&mut self) {
        if let Some(session) = self.session.take() {
            session.quit().await;
        }
    }
}

/// There was no reply, or none that can be read: a line that broke may be mended, a server that says something else is
/// the wrong one.
fn broken(problem: Problem, error: &Error, hint: &str) -> ConnectError {
    let may_pass = !is_nonsense(error) && !error.is_client();
    ConnectError { problem: problem.because(in_words(error)).hint(hint), may_pass, was_said: false }
}
