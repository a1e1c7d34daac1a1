use std::time::Duration;

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
    /// Nothing is done for that long, until letters that were deferred are tried again.
    Waiting(Duration),
}
