use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Noop, Rset};
use lettre::transport::smtp::extension::ServerInfo;
use lettre::transport::smtp::response::{Response, Severity};
use tokio::time::{Instant, timeout};

use super::content::{on_the_wire, up_to_the_dot};
use super::reply::in_words;
use super::timeouts::Timeouts;
use super::transaction::{self, Transaction};
use super::unannounced::Unannounced;
use super::wire_state::WireState;
use super::{Failure, Outcome, Reply, Stage};
use crate::mail::EnvelopeRecipient;

/// How long a server may take to answer what nothing hangs on.
const BRIEFLY: Duration = Duration::from_secs(5);

/// A session with a server that has let us in (RFC 5321), command by command.
///
/// lettre's own `send` gives up at the first refused recipient without naming it, cannot tell whether a letter was
/// handed over when the line breaks, and waits for every answer. So the session is led here.
pub(super) struct Session {
    connection: AsyncSmtpConnection,
    state: WireState,
    timeouts: Timeouts,
    /// What was said of the next mail together with the end of the last one; its answers were not read yet.
    announced: Option<String>,
    letters: usize,
    last_letter: Instant,
    is_usable: bool,
}

impl Session {
    pub(super) fn new(connection: AsyncSmtpConnection, state: WireState, timeouts: Timeouts) -> Self {
        let last_letter = Instant::now();
        Self { connection, state, timeouts, announced: None, letters: 0, last_letter, is_usable: true }
    }

    /// What the server offers, as far as lettre knows it.
    pub(super) fn server(&self) -> &ServerInfo {
        self.connection.server_info()
    }

    /// Whether several commands may be said before an answer is read (RFC 2920).
    pub(super) fn is_pipelined(&self) -> bool {
        self.state.offers_pipelining()
    }

    /// Whether the next letter may be announced before the end of one is answered, which RFC 2920, section 3.1 allows.
    /// Dovecot's submission service, known by its BURL, breaks off then, with the letter handed on and nobody told.
    pub(super) fn takes_announcements(&self) -> bool {
        self.is_pipelined() && !self.state.offers_burl()
    }

    /// How many letters were begun.
    pub(super) fn letters(&self) -> usize {
        self.letters
    }

    /// Whether another letter can follow. After a refusal it can; after anything else that went wrong it cannot.
    pub(super) fn is_usable(&self) -> bool {
        self.is_usable
    }

    /// Whether the server is still there, which is asked when the last letter was longer ago than that.
    pub(super) async fn is_alive(&mut self, idle: Duration) -> bool {
        // Nothing can be asked between an announcement and its letter; the letter will show it.
        self.announced.is_some()
            || self.last_letter.elapsed() < idle
            || timeout(BRIEFLY, self.connection.command(Noop)).await.is_ok_and(|answer| answer.is_ok())
    }

    /// Takes leave. Where a letter was announced, only leaving without a word keeps an empty one from going.
    pub(super) async fn quit(mut self) {
        if self.announced.is_none() {
            // Whatever it answers, everything was settled before.
            let _ = timeout(BRIEFLY, self.connection.quit()).await;
        }
    }

    /// Hands one mail over, and announces the next one together with its end.
    pub(super) async fn hand_over(
        &mut self,
        announcement: &Transaction<'_>,
        mail: &[u8],
        next: Option<&Transaction<'_>>,
        without_refused_copies: bool,
    ) -> Result<Outcome, Unannounced> {
        self.letters += 1;
        let outcome = match self.announce(announcement, without_refused_copies).await {
            Ok(without) => Ok(self.send(mail, next, without).await),
            Err(why) => Err(why),
        };
        self.last_letter = Instant::now();
        outcome
    }

    /// Asks whether a mail would be wanted, and lets the server forget it. Gives the copies that it refused and that the
    /// letter goes without.
    pub(super) async fn ask_for(
        &mut self,
        announcement: &Transaction<'_>,
        without_refused_copies: bool,
    ) -> Result<Vec<Failure>, Unannounced> {
        let without = self.announce(announcement, without_refused_copies).await?;
        if self.is_reset().await {
            return Ok(without);
        }
        let failure = Failure::broke(Stage::Rcpt, "the server did not forget what it was asked (RSET)");
        Err(self.give_up(failure).into_outcome().into())
    }

    /// Says whose letter comes and to whom, up to the server's word that it wants it. Gives the copies that it refused
    /// and that the letter goes without; where it is left to nobody, nothing is mailed.
    async fn announce(
        &mut self,
        announcement: &Transaction<'_>,
        without_refused_copies: bool,
    ) -> Result<Vec<Failure>, Unannounced> {
        let mut without = Vec::new();
        let (mut granted, mut limit) = (0, None);
        let mut said = self.announced.take();
        for group in announcement.groups() {
            let mut words = transaction::words(group);
            match said.take() {
                Some(said) if said == words => words.clear(),
                // The server may wait for the content of that other letter, and must not get this one's.
                Some(_) => {
                    return Err(self
                        .give_up(Failure::broke(Stage::Mail, "another letter was announced"))
                        .into_outcome()
                        .into());
                }
                None => {}
            }
            let mut refused = None;
            let mut is_asked_for = false;
            for command in group {
                let answer = self.ask(std::mem::take(&mut words), command.stage, command.recipient).await;
                match answer {
                    Ok(_) => {
                        is_asked_for = command.stage == Stage::Data;
                        granted += usize::from(command.recipient.is_some());
                    }
                    Err(failure) if granted > 0 && failure.is_of_too_many_recipients() => {
                        limit = limit.or(Some(granted));
                    }
                    Err(failure) if without_refused_copies && failure.is_refused_copy() => without.push(failure),
                    // No more answers come. The first refusal explains more than the break after it.
                    Err(failure) if failure.is_of_the_line() => {
                        return Err(unannounced(refused, limit, self.give_up(failure).into_outcome()));
                    }
                    Err(failure) => refused = refused.or(Some(failure)),
                }
            }
            // A server that has heard no recipient refuses the letter as well.
            let is_for_nobody = without.len() == announcement.recipients()
                && refused.as_ref().is_none_or(|refused| refused.stage == Stage::Data);
            if is_for_nobody || refused.is_some() || limit.is_some() {
                // Copies are part of the letter: one that is asked for all the same is kept back by leaving.
                self.is_usable = !is_asked_for && self.is_reset().await;
                let nobody = Outcome::Handed { copies: None, without };
                return Err(unannounced(refused.filter(|_| !is_for_nobody), limit, nobody));
            }
        }
        Ok(without)
    }

    /// Sends the content of a mail that the server asked for, and in the same write what announces the next one.
    async fn send(&mut self, mail: &[u8], next: Option<&Transaction<'_>>, without: Vec<Failure>) -> Outcome {
        let wire = on_the_wire(mail);
        self.state.expect_end(up_to_the_dot(&wire));
        let answer = if let Ok(mut words) = String::from_utf8(wire) {
            self.announced = next.map(Transaction::opening);
            words.push_str(self.announced.as_deref().unwrap_or_default());
            self.ask(words, Stage::Dot, None).await
        } else {
            // lettre's commands are text. Its own way with a letter takes any bytes; it ends the last line itself.
            let mail = mail.strip_suffix(b"\r\n").unwrap_or(mail);
            answer(self.connection.message(mail), self.timeouts.end, Stage::Dot, None).await
        };
        match answer {
            Ok(response) => Outcome::Accepted { reply: Reply::of(&response), without },
            Err(failure) if !failure.is_of_the_line() => failure.into_outcome(),
            Err(failure) => {
                let failure = self.give_up(failure);
                match &failure.reply {
                    Some(_) => failure.into_outcome(),
                    None if self.state.end_may_have_left() => Outcome::Uncertain(failure),
                    None => Outcome::Deferred(Failure { stage: Stage::Data, ..failure }),
                }
            }
        }
    }

    /// Says something and waits for the answer; without words, for the answer to what was said before.
    async fn ask(
        &mut self,
        words: String,
        stage: Stage,
        recipient: Option<&EnvelopeRecipient>,
    ) -> Result<Response, Failure> {
        let patience = if stage == Stage::Dot { self.timeouts.end } else { self.timeouts.command };
        if words.is_empty() {
            answer(self.connection.read_response(), patience, stage, recipient).await
        } else {
            answer(self.connection.command(words), patience, stage, recipient).await
        }
    }

    /// Makes the server forget the letter that it was told of, and tells whether it has.
    async fn is_reset(&mut self) -> bool {
        timeout(self.timeouts.command, self.connection.command(Rset)).await.is_ok_and(|answer| answer.is_ok())
    }

    fn give_up(&mut self, failure: Failure) -> Failure {
        self.is_usable = false;
        failure
    }
}

/// What refusals come to: that of a recipient, more recipients than the limit, or else this.
fn unannounced(refused: Option<Failure>, limit: Option<usize>, or_else: Outcome) -> Unannounced {
    match (refused, limit) {
        // Where not all recipients are granted the letter may be refused as well.
        (Some(refused), limit) if limit.is_none() || refused.stage != Stage::Data => refused.into_outcome().into(),
        (_, Some(limit)) => Unannounced::TooManyRecipients { limit },
        (_, None) => or_else.into(),
    }
}

/// Waits for an answer. One that does not grant what was asked for is a failure.
async fn answer(
    answer: impl Future<Output = Result<Response, Error>>,
    patience: Duration,
    stage: Stage,
    recipient: Option<&EnvelopeRecipient>,
) -> Result<Response, Failure> {
    // The letter is asked for with 3xx, everything else is granted with 2xx (RFC 5321, section 4.2.1).
    let expected = if stage == Stage::Data { Severity::PositiveIntermediate } else { Severity::PositiveCompletion };
    let (reply, broke) = match timeout(patience, answer).await {
        Ok(Ok(response)) if response.code().severity == expected => return Ok(response),
        Ok(Ok(response)) => (None, Some(format!("the server gave a senseless answer ({})", Reply::of(&response)))),
        Ok(Err(error)) => match Reply::in_error(&error) {
            Some(reply) => (Some(reply), None),
            None => (None, Some(in_words(&error))),
        },
        Err(_) => (None, Some(format!("the server did not answer within {} s", patience.as_secs_f32()))),
    };
    Err(Failure { stage, recipient: recipient.cloned(), reply, broke })
}
