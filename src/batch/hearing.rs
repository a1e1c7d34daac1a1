//! The coordinator takes in what the workers say.

use std::sync::mpsc::RecvTimeoutError;
use std::time::Instant;

use super::coordinator::{BLINK, Coordinator};
use super::signal::Signal;
use super::worker::{Answer, Attempt, Claimed};
use super::{Event, Stop};
use crate::deliver::{ConnectError, Deferral, Failure, Outcome};
use crate::ledger::{Ledger, Ticket};
use crate::source::Problem;

/// How often a server is tried that says that it is busy before it has taken a letter.
const TRIES: u32 = 3;

impl<L: Ledger, S: Fn() -> bool, E: FnMut(&Event<'_>)> Coordinator<'_, L, S, E> {
    /// Takes in what the workers say, until then or until something was said.
    pub(super) fn hear(&mut self, until: Instant) {
        let wait = until.saturating_duration_since(Instant::now()).min(BLINK);
        match self.answers.recv_timeout(wait) {
            Ok(answer) => {
                self.take(answer);
                while let Ok(answer) = self.answers.try_recv() {
                    self.take(answer);
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                self.progress.under_way = 0;
                self.halt(Stop::Problem(Problem::error("the connections are gone")));
            }
        }
    }

    fn take(&mut self, answer: Answer) {
        match answer {
            Answer::Attempted(claimed, attempt) => self.take_attempt(claimed, attempt),
            Answer::Unfit(claimed, problem) => {
                if self.progress.leave_unwritten() {
                    (self.on_event)(&Event::Unfit { letter: &claimed.letter, problem: &problem });
                }
                self.put_down(claimed.ticket, None);
            }
            Answer::NotReached(claimed, error) => {
                self.take_failed_connection(error);
                self.hand_on(claimed);
            }
            Answer::NotMarked(claimed, problem) => {
                self.halt(Stop::Problem(problem));
                self.put_down(claimed.ticket, None);
            }
            Answer::NotBegun(claimed) => self.take_back(claimed),
        }
    }

    fn take_failed_connection(&mut self, error: ConnectError) {
        let asks_to_wait = error.was_said && error.may_pass;
        if asks_to_wait {
            self.progress.refusals += 1;
        } else {
            self.progress.failures += 1;
        }
        // A server that says that it is busy is there, and may be so for one connection of several; one that was never
        // reached may not be there.
        let is_enough = match (asks_to_wait, self.progress.reached) {
            (true, _) => self.progress.refusals >= self.workers.max(TRIES) || self.server.is_to_be_probed(),
            (false, true) => self.progress.failures >= self.rules.failures,
            (false, false) => self.progress.failures >= self.workers,
        };
        if !is_enough && error.may_pass {
            (self.on_event)(&Event::NotReached(&error.problem));
        } else if asks_to_wait {
            self.rest(true, error.problem);
        } else {
            self.halt(Stop::Problem(error.problem));
        }
    }

    fn take_attempt(&mut self, mut claimed: Claimed, Attempt { mailboxes, outcome }: Attempt) {
        self.progress.reached = true;
        self.progress.refusals = 0;
        self.judge(&outcome);
        if self.progress.summary.stopped.is_none() && claimed.is_tried_again(&outcome, &self.rules.composer) {
            (self.on_event)(&Event::TriedAgain { letter: &claimed.letter, outcome: &outcome });
            return self.hand_on(claimed);
        }
        if let Outcome::Deferred(failure) = &outcome {
            let domain = if let Some(Deferral::Domain(domain)) = failure.deferral() { domain } else { "" };
            self.domains.defer(domain, Instant::now());
        }
        self.progress.summary.count(&outcome);
        let so_far = &self.progress.summary;
        (self.on_event)(&Event::Attempted { letter: &claimed.letter, mailboxes, outcome: &outcome, so_far });
        self.put_down(claimed.ticket, Some(outcome));
    }

    /// Draws from the outcome of a letter what it means for the others.
    fn judge(&mut self, outcome: &Outcome) {
        let deferral = outcome.failure().and_then(Failure::deferral);
        self.progress.summary.asked_to_wait |= deferral.is_some();
        match (outcome.failure(), deferral) {
            (None, _) => self.progress.failures = 0,
            (Some(failure), Some(Deferral::Server)) => {
                return self.rest(false, Problem::error("the server asks to come back later").because(failure));
            }
            (Some(_), Some(Deferral::Domain(_) | Deferral::Letter)) => {}
            (Some(failure), None) => {
                self.progress.failures += 1;
                if outcome.refused_copy().is_some() {
                    self.halt(Stop::RefusedCopy(failure.clone()));
                } else if self.progress.failures >= self.rules.failures {
                    self.halt(Stop::FailuresInARow(self.progress.failures, failure.clone()));
                }
            }
        }
        if outcome.failure().is_none_or(|failure| failure.reply.is_some()) {
            self.server.judge();
        }
    }

    /// Leaves the server alone for a while, as it asks; `surely` where that cannot be about one letter.
    fn rest(&mut self, surely: bool, why: Problem) {
        let now = Instant::now();
        self.progress.summary.asked_to_wait = true;
        let Some(time) = self.server.ask(surely, now) else { return };
        if self.server.is_sure() && self.rules.until.is_none_or(|until| now + time > until) {
            self.halt(Stop::TryLater(why));
        } else {
            self.tell(Signal::Rest);
            self.rest = Some((time, why));
        }
    }

    /// A letter is no longer under way.
    pub(super) fn put_down(&mut self, ticket: Ticket, outcome: Option<Outcome>) {
        self.progress.under_way -= 1;
        self.progress.unrecorded.push((ticket, outcome));
    }

    /// Tells the workers whether they are to go on; who has stopped does not.
    pub(super) fn tell(&self, signal: Signal) {
        self.signal.send_if_modified(|told| {
            let is_news = *told != Signal::Stop && *told != signal;
            if is_news {
                *told = signal;
            }
            is_news
        });
    }

    /// Stops everything: letters that were begun are finished, the others are not begun.
    pub(super) fn halt(&mut self, why: Stop) {
        self.progress.summary.stopped.get_or_insert(why);
        self.tell(Signal::Stop);
    }
}
