use super::{Stop, Summary};
use crate::deliver::Outcome;
use crate::ledger::Ticket;

/// How it has gone so far.
#[derive(Debug, Default)]
pub(super) struct Progress {
    pub summary: Summary,
    /// The pass over the letters, from zero.
    pub pass: u32,
    /// Letters that are claimed and not answered.
    pub under_way: usize,
    /// Letters that were claimed, in all.
    pub claimed: usize,
    /// What is still to be recorded.
    pub unrecorded: Vec<(Ticket, Option<Outcome>)>,
    /// Failures since the last letter that was accepted.
    pub failures: u32,
    /// Whether the server was reached.
    pub reached: bool,
    /// Why no more letters are begun, when as many were as are wanted.
    pub enough: Option<Stop>,
}

impl Progress {
    /// Whether no more letters are begun; those that were deferred are tried again all the same.
    pub(super) fn has_enough(&self) -> bool {
        match self.enough {
            Some(Stop::Limit) => self.pass == 0,
            Some(_) => true,
            None => false,
        }
    }
}
