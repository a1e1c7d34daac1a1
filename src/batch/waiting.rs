use std::collections::VecDeque;
use std::time::Instant;

use crate::deliver::Pace;
use crate::letter::Pending;
use crate::source::Problem;

/// How many letters are looked ahead for one whose recipient is due.
const WINDOW: usize = 256;

/// The letters that are still to be written. Where a recipient has to wait, letters to others go first.
pub(super) struct Waiting<I> {
    letters: I,
    window: VecDeque<Pending>,
}

/// What is to be done next.
pub(super) enum Next {
    /// This letter.
    Letter(Pending),
    /// Nothing before then.
    At(Instant),
    /// Nothing more.
    Nothing,
}

impl<I: Iterator<Item = Result<Pending, Problem>>> Waiting<I> {
    pub(super) fn new(letters: I) -> Self {
        Self { letters, window: VecDeque::new() }
    }

    /// The first letter that is due; every recipient keeps its place in the order.
    pub(super) fn next(&mut self, pace: &Pace, now: Instant) -> Result<Next, Problem> {
        let due = |pending: &Pending| pace.due(&pending.form.recipient.id).filter(|due| *due > now);
        if let Some(index) = self.window.iter().position(|pending| due(pending).is_none()) {
            return Ok(self.window.remove(index).map_or(Next::Nothing, Next::Letter));
        }
        while self.window.len() < WINDOW {
            let Some(pending) = self.letters.next().transpose()? else { break };
            if due(&pending).is_none() {
                return Ok(Next::Letter(pending));
            }
            self.window.push_back(pending);
        }
        Ok(self.window.iter().filter_map(due).min().map_or(Next::Nothing, Next::At))
    }
}
