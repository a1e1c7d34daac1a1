use std::collections::HashSet;
use std::time::Duration;

use super::greeting::Greeting;
use super::session::Session;
use super::timeouts::Timeouts;
use super::transaction::{Manner, Transaction};
use super::unannounced::Unannounced;
use super::{ConnectError, Failure, Outcome, Stage, Transport};
use crate::config::{Account, Credential};
use crate::mail::{EnvelopeRecipient, Mail};
use crate::vocabulary::EmailAddress;

/// A server over SMTP (RFC 5321): one connection, kept from letter to letter.
///
/// Where the server offers PIPELINING (RFC 2920), a letter costs one round trip: its end and what announces the next one
/// go in one write. Where it does not, every command waits for its answer.
pub struct Smtp {
    pub(super) account: Account,
    pub(super) credential: Option<Credential>,
    without_refused_copies: bool,
    letters_per_connection: usize,
    idle: Duration,
    pub(super) timeouts: Timeouts,
    session: Option<Session>,
    /// How the server is greeted; one that does not take `EHLO` is known from then on.
    pub(super) greeting: Greeting,
    /// Whether the server knows the password only as it is, though it offers SCRAM.
    pub(super) without_scram: bool,
    /// Addresses because of which a letter did not go. Letters to them are asked for before they are announced in full:
    /// a server that wants a letter in spite of a refusal can only be left.
    refused: HashSet<EmailAddress>,
    /// Whether letters are announced with the end of the one before. A server that left over it is not tried again.
    announces: bool,
    /// How many recipients the server takes in a transaction, once it said so.
    pub(super) recipient_limit: Option<usize>,
}

impl Smtp {
    /// A transport over that account, whose user is let in by that.
    pub fn new(account: Account, credential: Option<Credential>) -> Self {
        Self {
            account,
            credential,
            without_refused_copies: false,
            letters_per_connection: 100,
            idle: Duration::from_secs(10),
            timeouts: Timeouts::default(),
            session: None,
            greeting: Greeting::Ehlo,
            without_scram: false,
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
        Self { timeouts: Timeouts { connect: patience / 2, command: patience, end: patience }, ..self }
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
            self.session = Some(self.sign_in().await?);
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
