use std::time::Duration;

use super::Summary;
use crate::deliver::Outcome;
use crate::letter::Letter;
use crate::source::Problem;

/// What happens while letters are sent.
#[derive(Debug)]
pub enum Event<'a> {
    /// A letter was handed over, or not, as the outcome says.
    Attempted {
        /// The letter.
        letter: &'a Letter,
        /// How many envelope recipients it has.
        mailboxes: usize,
        /// What became of it.
        outcome: &'a Outcome,
        /// What became of all letters so far.
        so_far: &'a Summary,
    },
    /// The line broke before a letter could be handed over, and it is tried again on a new connection.
    TriedAgain {
        /// The letter.
        letter: &'a Letter,
        /// What became of the attempt.
        outcome: &'a Outcome,
    },
    /// A letter was not begun, because no mail can be made of it.
    Unfit {
        /// The letter.
        letter: &'a Letter,
        /// Why not.
        problem: &'a Problem,
    },
    /// The server cannot be reached now, and will be tried again.
    NotReached(&'a Problem),
    /// The server is left alone for a while, as it asks.
    Resting {
        /// How long.
        time: Duration,
        /// What it said.
        why: &'a Problem,
    },
    /// Nothing is done until letters that were deferred are tried again.
    Waiting {
        /// How long.
        time: Duration,
        /// The domains for whose sake they were, where they were for that of a domain.
        domains: &'a [&'a str],
    },
}
