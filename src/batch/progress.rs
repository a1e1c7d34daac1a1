use std::time::Instant;

use super::{Stop, Summary};
use crate::deliver::Outcome;
use crate::ledger::Ticket;

/// How it has gone so far.
#[derive(Debug)]
pub(super) struct Progress {
    pub summary: Summary,
    /// The pass over the letters, from zero.
    pub pass: u32,
    /// Whether the pass ends before its last letter, because others wait for another attempt.
    pub is_cut_short: bool,
    /// Letters that are claimed and not answered.
    pub under_way: usize,
    /// Letters that were claimed, in all.
    pub claimed: usize,
    /// What is still to be recorded.
    pub unrecorded: Vec<(Ticket, Option<Outcome>)>,
    /// Failures since the last letter that was accepted, without those that may pass by waiting.
    pub failures: u32,
    /// Connections since the last letter that a server refused for now.
    pub refusals: u32,
    /// Whether the server was reached.
    pub reached: bool,
    /// Why no more letters are begun, when as many were as are wanted.
    pub enough: Option<Stop>,
    /// When the pass began.
    began: Instant,
    /// When the pass came to letters that were not tried before.
    new_letters: Option<Instant>,
    /// Letters in this pass that were settled before.
    settled: usize,
    /// Letters in this pass that could not be written.
    unfit: usize,
}

impl Progress {
    /// The first pass begins.
    pub(super) fn new() -> Self {
        Self {
            summary: Summary::default(),
            pass: 0,
            is_cut_short: false,
            under_way: 0,
            claimed: 0,
            unrecorded: Vec::new(),
            failures: 0,
            refusals: 0,
            reached: false,
            enough: None,
            began: Instant::now(),
            new_letters: None,
            settled: 0,
            unfit: 0,
        }
    }

    /// Another pass begins.
    pub(super) fn begin_pass(&mut self) {
        self.pass += 1;
        self.began = Instant::now();
        (self.is_cut_short, self.new_letters, self.settled, self.unfit) = (false, None, 0, 0);
    }

    /// Whether no more letters are begun; those that were deferred are tried again all the same.
    pub(super) fn has_enough(&self) -> bool {
        match self.enough {
            Some(Stop::Limit) => self.pass == 0,
            Some(_) => true,
            None => false,
        }
    }

    /// The pass has come to a letter that was not tried before.
    pub(super) fn reach_new_letters(&mut self, now: Instant) {
        self.new_letters.get_or_insert(now);
    }

    /// Whether new letters had as much time in this pass as those before them that were tried again.
    pub(super) fn is_fair(&self, now: Instant) -> bool {
        self.new_letters.is_some_and(|reached| now - reached >= reached - self.began)
    }

    /// A letter was settled before, or is in another run's hands.
    pub(super) fn settle(&mut self) {
        self.settled += 1;
        self.summary.settled = self.summary.settled.max(self.settled);
    }

    /// A letter cannot be written. Tells whether that is news: each pass comes to it.
    pub(super) fn leave_unwritten(&mut self) -> bool {
        self.unfit += 1;
        let is_news = self.unfit > self.summary.unfit;
        self.summary.unfit = self.summary.unfit.max(self.unfit);
        is_news
    }

    /// What became of all letters.
    pub(super) fn into_summary(self) -> Summary {
        let Self { mut summary, enough, .. } = self;
        summary.stopped = summary.stopped.or(enough);
        summary.asked_to_wait &= summary.deferred > 0 || matches!(summary.stopped, Some(Stop::TryLater(_)));
        summary
    }
}
