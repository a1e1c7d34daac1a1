use crate::deliver::{Failure, Outcome};
use crate::ledger::Step;
use crate::source::Problem;

/// What became of all letters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Letters that the server took.
    pub accepted: usize,
    /// Letters that a person takes further.
    pub handed: usize,
    /// Letters that did not go and can be tried again.
    pub deferred: usize,
    /// Letters that did not go.
    pub rejected: usize,
    /// Letters that the server may have.
    pub uncertain: usize,
    /// Letters that were settled before, or that another run has in hand.
    pub settled: usize,
    /// Letters that could not be written.
    pub unfit: usize,
    /// Whether a server asked to come back later with letters that are deferred.
    pub asked_to_wait: bool,
    /// Why the rest was not begun.
    pub stopped: Option<Stop>,
}

/// Why sending stopped before the last letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// A required copy was refused for good, as it would be with every letter.
    RefusedCopy(Failure),
    /// The server could not be reached, or the record could not be written.
    Problem(Problem),
    /// The server takes nothing for now, and says so; there is no time to wait for it.
    TryLater(Problem),
    /// So many letters in a row were not accepted, and would not be by waiting; this is what became of the last.
    FailuresInARow(u32, Failure),
    /// As many letters were sent as were wanted.
    Limit,
    /// As many envelope recipients were written to as are allowed in a day.
    DailyLimit,
    /// Somebody asked.
    Asked,
}

impl Stop {
    /// The word for it, for programs.
    pub fn word(&self) -> &'static str {
        match self {
            Self::RefusedCopy(_) => "refused-copy",
            Self::Problem(_) => "problem",
            Self::TryLater(_) => "try-later",
            Self::FailuresInARow(..) => "failures-in-a-row",
            Self::Limit => "limit",
            Self::DailyLimit => "daily-limit",
            Self::Asked => "asked",
        }
    }
}

impl Summary {
    /// Whether every letter that was to go was accepted, now or before.
    pub fn is_complete(&self) -> bool {
        self.deferred + self.rejected + self.uncertain + self.unfit == 0
            && matches!(self.stopped, None | Some(Stop::Limit))
    }

    /// How many letters were attempted.
    pub fn attempted(&self) -> usize {
        self.accepted + self.handed + self.deferred + self.rejected + self.uncertain
    }

    /// How many letters came to what, each with the word for it.
    pub fn counts(&self) -> [(usize, &'static str); 5] {
        [
            (self.accepted, "accepted"),
            (self.handed, "handed"),
            (self.deferred, "deferred"),
            (self.rejected, "rejected"),
            (self.uncertain, "uncertain"),
        ]
    }

    /// Counts what became of a letter.
    pub fn count(&mut self, outcome: &Outcome) {
        *match Step::of(outcome) {
            Step::Accept => &mut self.accepted,
            Step::Hand => &mut self.handed,
            Step::Defer => &mut self.deferred,
            Step::Doubt => &mut self.uncertain,
            _ => &mut self.rejected,
        } += 1;
    }
}
