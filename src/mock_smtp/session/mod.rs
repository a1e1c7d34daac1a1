//! One connection, from the banner to its end.

mod auth;
mod commands;
mod data;
mod ending;
mod envelope;
mod mask;
mod scram;
mod starttls;
mod transaction;

use super::entry::Entry;
use super::extension::Extension;
use super::fault::{Action, Stage};
use super::reply::Reply;
use super::settings::Tls;
use super::shared::Shared;
use super::wire::Wire;
use ending::{Ending, Step};
use std::convert::Infallible;
use std::sync::Arc;
use tokio::net::TcpStream;
use transaction::Transaction;

/// The name that the server gives itself; never the machine's own.
const NAME: &str = "mock.example.org";

/// The state of one connection.
pub(super) struct Session {
    number: u64,
    shared: Arc<Shared>,
    wire: Wire,
    /// What the transcript will say was asked, until it is answered.
    command: Option<String>,
    /// The name that the client gave itself in EHLO or HELO.
    client: Option<String>,
    /// What EHLO offered.
    offered: Vec<Extension>,
    /// Who has logged in.
    user: Option<String>,
    /// Whether the client ever tried to: from then on a stray line may be a password.
    may_leak: bool,
    /// What MAIL has begun.
    transaction: Option<Transaction>,
    /// Whether the banner turned the client away (RFC 5321 section 3.1).
    is_refusing: bool,
}

impl Session {
    pub fn new(number: u64, stream: TcpStream, shared: Arc<Shared>) -> Self {
        let session = Self {
            number,
            shared,
            wire: Wire::new(stream),
            command: None,
            client: None,
            offered: Vec::new(),
            user: None,
            may_leak: false,
            transaction: None,
            is_refusing: false,
        };
        session.shared.notebook.note(Entry::Opened { session: number });
        session
    }

    /// Talks with the client until either of them closes the connection.
    pub async fn converse(&mut self) {
        let Err(ending) = self.talk().await;
        // The client may be gone already: then there is nobody to close for.
        let _ = match ending {
            Ending::Left => Ok(()),
            Ending::Goodbye => self.wire.close().await,
            Ending::Drop => self.wire.flush().await,
            Ending::Reset => self.wire.flush().await.and_then(|()| self.wire.reset_on_close()),
        };
    }

    /// Writes the end into the transcript.
    pub fn finish(mut self) {
        if let Some(command) = self.command.take() {
            self.note_exchange(command, None);
        }
        self.shared.notebook.note(Entry::Closed { session: self.number });
    }

    async fn talk(&mut self) -> Step<Infallible> {
        self.greet().await?;
        loop {
            let line = self.wire.read_line().await?;
            self.obey(line).await?;
        }
    }

    async fn greet(&mut self) -> Step {
        self.command = Some(String::new());
        let refusal = self.refusal(Stage::Connect, &[]).await?;
        if self.shared.settings.tls == Tls::Implicit {
            self.secure_at_once().await?;
        }
        let refusal = match refusal {
            None => self.refusal(Stage::Banner, &[]).await?,
            refused => refused,
        };
        self.is_refusing = refusal.is_some();
        self.answer(refusal.unwrap_or_else(|| Reply::new(220, "", format!("{NAME} ESMTP mock server"))))
    }

    /// Asks the faults, and suffers those that end the conversation. What is left is up to the caller.
    async fn fault(&mut self, stage: Stage, arguments: &[&str]) -> Step<Option<Action>> {
        let decision = self.shared.decide(stage, arguments);
        if !decision.delay.is_zero() {
            self.wire.flush().await?;
            tokio::time::sleep(decision.delay).await;
        }
        match decision.action {
            Some(Action::Drop) => Err(Ending::Drop),
            Some(Action::Reset) => Err(Ending::Reset),
            Some(Action::Stall) => {
                self.wire.wait_for_end().await?;
                Err(Ending::Left)
            }
            action => Ok(action),
        }
    }

    /// As [`Self::fault`], at a stage where nothing but a refusal can be left.
    async fn refusal(&mut self, stage: Stage, arguments: &[&str]) -> Step<Option<Reply>> {
        match self.fault(stage, arguments).await? {
            Some(Action::Reply(reply)) => Ok(Some(reply)),
            _ => Ok(None),
        }
    }

    /// Answers the current command. The answer 421 ends the conversation (RFC 5321 section 3.8).
    fn answer(&mut self, reply: Reply) -> Step {
        let reply = self.as_offered(reply);
        self.wire.write(&reply.to_wire());
        let command = self.command.take().unwrap_or_default();
        self.note_exchange(command, Some(reply.to_string()));
        if reply.code() == 421 {
            return Err(Ending::Goodbye);
        }
        Ok(())
    }

    /// The reply without its enhanced code where those are hidden.
    fn as_offered(&self, reply: Reply) -> Reply {
        if self.shared.settings.hidden.contains(&Extension::EnhancedStatusCodes) {
            reply.without_enhanced_code()
        } else {
            reply
        }
    }

    fn offers(&self, extension: Extension) -> bool {
        self.offered.contains(&extension)
    }

    /// Forgets all that the client has said (RFC 3207 section 4.2).
    fn forget(&mut self) {
        self.client = None;
        self.offered.clear();
        self.user = None;
        self.transaction = None;
    }

    fn note_exchange(&self, command: String, reply: Option<String>) {
        self.shared.notebook.note(Entry::Exchange { session: self.number, command, reply });
    }

    fn remark(&self, remark: impl Into<String>) {
        self.shared.notebook.note(Entry::Remark { session: self.number, remark: remark.into() });
    }
}
