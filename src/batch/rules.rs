use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;

use crate::deliver::{Backoff, Pace};
use crate::ledger::State;
use crate::mail::Composer;
use crate::vocabulary::Channel;

/// How a batch is sent.
#[derive(Debug, Clone)]
pub struct Rules {
    /// The time that it is taken to be, where that was set.
    pub now: Option<Timestamp>,
    /// How letters are made into mails.
    pub composer: Composer,
    /// By which channel they go.
    pub channel: Channel,
    /// How fast letters may go.
    pub pace: Pace,
    /// How long to wait after failures in a row, and when a server asks for the first time to come back later.
    pub backoff: Backoff,
    /// After how many failures in a row everything stops; one that may pass by waiting is none.
    pub failures: u32,
    /// The most letters that are sent.
    pub most: Option<usize>,
    /// Until when letters that were deferred are tried again; `None`: not in this run.
    pub until: Option<Instant>,
    /// How long to wait before letters that were deferred are tried again, or a server that asks to come back later.
    pub deferred: Backoff,
    /// The folder where every mail is kept that went, or may have gone.
    pub keep: Option<Arc<Path>>,
    /// Whether letters that the server may have are sent again.
    pub resend_uncertain: bool,
}

impl Rules {
    /// The time it is.
    pub(super) fn now(&self) -> Timestamp {
        self.now.unwrap_or_else(Timestamp::now)
    }

    /// Whether a letter in that state is to be sent.
    pub fn is_owed(&self, state: State) -> bool {
        match state {
            State::Owed | State::Deferred => true,
            State::Uncertain => self.resend_uncertain,
            State::Claimed | State::Accepted | State::Handed | State::Done | State::Rejected => false,
        }
    }
}
