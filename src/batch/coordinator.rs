use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, watch};

use super::progress::Progress;
use super::waiting::{Next, Waiting};
use super::worker::{Answer, Attempt, Claimed};
use super::{Event, GROUP, GROUPS, Rules, Stop, Summary};
use crate::deliver::Outcome;
use crate::ledger::{Key, Ledger, State, Ticket, Wanted};
use crate::letter::{Letter, Pending};
use crate::source::Problem;

/// How often a server is tried that says that it is busy before it has taken a letter.
const TRIES: u32 = 3;

/// How long nothing is looked at while the coordinator waits.
const BLINK: Duration = Duration::from_millis(100);

/// How long answers gather at full speed before they are looked at.
const GATHER: Duration = Duration::from_micros(500);

/// A letter that was written and is to be claimed.
struct Written {
    key: Key,
    letter: Letter,
    /// How many envelope recipients it has.
    mailboxes: usize,
}

impl Written {
    fn wanted(&self) -> Wanted<'_> {
        Wanted { key: &self.key, letter: &self.letter, mailboxes: self.mailboxes }
    }
}

/// The hand that writes letters, claims them, and records what became of them.
pub(super) struct Coordinator<'a, L, S, E> {
    pub ledger: &'a mut L,
    pub rules: Rules,
    /// How many workers there are.
    pub workers: u32,
    pub queue: mpsc::UnboundedSender<Claimed>,
    pub answers: Receiver<Answer>,
    /// Tells the workers that everything stops.
    pub stop: Arc<watch::Sender<bool>>,
    pub stop_was_asked: S,
    pub on_event: E,
    pub progress: Progress,
}

impl<L: Ledger, S: Fn() -> bool, E: FnMut(&Event<'_>)> Coordinator<'_, L, S, E> {
    /// Sends all letters, pass after pass until none is deferred or the time is over.
    pub(super) fn run<I>(mut self, mut pass: impl FnMut() -> Result<I, Problem>) -> Summary
    where
        I: Iterator<Item = Result<Pending, Problem>>,
    {
        loop {
            if let Err(problem) = pass().and_then(|letters| self.pass(letters)) {
                self.halt(Stop::Problem(problem));
            }
            self.wait_for_those_under_way();
            self.progress.pass += 1;
            let day_is_full = self.progress.enough == Some(Stop::DailyLimit);
            let is_over = self.progress.summary.stopped.is_some() || self.progress.summary.deferred == 0 || day_is_full;
            if is_over || !self.wait_for_another_pass() {
                self.progress.summary.stopped = self.progress.summary.stopped.take().or(self.progress.enough.take());
                return self.progress.summary;
            }
            self.progress.summary.deferred = 0;
        }
    }

    fn pass(&mut self, letters: impl Iterator<Item = Result<Pending, Problem>>) -> Result<(), Problem> {
        let mut waiting = Waiting::new(letters);
        let mut group = Vec::with_capacity(GROUP);
        while !self.is_to_stop() && !self.progress.has_enough() {
            match waiting.next(&self.rules.pace, Instant::now())? {
                Next::Letter(pending) => {
                    group.extend(self.write(&pending)?);
                    // At a pace each letter has a claim of its own.
                    if group.len() == GROUP || !self.rules.pace.is_off() {
                        self.claim(&mut group)?;
                    }
                }
                Next::At(due) => {
                    self.record()?;
                    self.hear(due);
                }
                Next::Nothing => return self.claim(&mut group),
            }
        }
        // Letters that were written when somebody asked to stop are not begun.
        if *self.stop.borrow() { Ok(()) } else { self.claim(&mut group) }
    }

    /// Fills a letter in, if it is owed.
    fn write(&mut self, pending: &Pending) -> Result<Option<Written>, Problem> {
        let key = Key::of(&pending.form, &pending.signer);
        // In the first pass over a blank ledger whoever was claimed before is found when they are to be claimed.
        let is_new = self.progress.pass == 0 && self.ledger.is_blank();
        let known = if is_new { None } else { self.ledger.look_up(&key, &pending.signer)? };
        // A letter that is tried again in this run is no more than were wanted.
        let is_tried_again = self.progress.pass > 0 && known.is_some_and(|known| known.state == State::Deferred);
        // What became uncertain in this run is not sent again in it.
        let again = |state| self.rules.is_owed(state) && (state != State::Uncertain || self.progress.pass == 0);
        if known.is_some_and(|known| !again(known.state)) {
            self.progress.summary.settled += usize::from(self.progress.pass == 0);
            return Ok(None);
        }
        let Ok(letter) = pending.fill() else {
            // The plan has told of it.
            self.progress.summary.unfit += usize::from(self.progress.pass == 0);
            return Ok(None);
        };
        let mailboxes = self.rules.composer.number_of_recipients(&letter.form);
        if !is_tried_again && self.rules.most.is_some_and(|most| self.progress.claimed >= most) {
            self.progress.enough = Some(Stop::Limit);
            return Ok(None);
        }
        self.progress.claimed += usize::from(!is_tried_again);
        self.rules.pace.take(&letter.form.recipient.id, Instant::now());
        Ok(Some(Written { key, letter, mailboxes }))
    }

    /// Claims a group, and records in the same breath what was answered since the last one.
    fn claim(&mut self, group: &mut Vec<Written>) -> Result<(), Problem> {
        if group.is_empty() {
            return self.record();
        }
        let wanted: Vec<_> = group.iter().map(Written::wanted).collect();
        let tickets = self.turn(&wanted)?;
        if tickets.len() < group.len() {
            self.progress.enough = Some(Stop::DailyLimit);
            self.progress.claimed = self.progress.claimed.saturating_sub(group.len() - tickets.len());
        }
        for (written, ticket) in group.drain(..).zip(tickets) {
            if let Some(ticket) = ticket {
                self.progress.under_way += 1;
                self.hand_on(Claimed { ticket, letter: written.letter, breaks: 0, number: 0 });
            } else {
                self.progress.claimed = self.progress.claimed.saturating_sub(1);
                self.progress.summary.settled += usize::from(self.progress.pass == 0);
            }
        }
        // The next group is written while this one is on its way, and not before the last one has gone.
        while self.progress.under_way > (GROUPS - 1) * GROUP && !self.is_to_stop() {
            self.hear(Instant::now() + BLINK);
            // To be woken for each answer takes longer than what is done with it.
            thread::sleep(GATHER);
        }
        Ok(())
    }

    fn record(&mut self) -> Result<(), Problem> {
        if self.progress.unrecorded.is_empty() { Ok(()) } else { self.turn(&[]).map(drop) }
    }

    fn turn(&mut self, wanted: &[Wanted<'_>]) -> Result<Vec<Option<Ticket>>, Problem> {
        let now = self.rules.now();
        let tickets = self.ledger.turn(&self.progress.unrecorded, wanted, now)?;
        self.progress.unrecorded.clear();
        Ok(tickets)
    }

    fn hand_on(&mut self, claimed: Claimed) {
        // The workers listen for as long as the coordinator lives.
        let _ = self.queue.send(claimed);
    }

    /// Takes in what the workers say, until then or until something was said.
    fn hear(&mut self, until: Instant) {
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
                (self.on_event)(&Event::Unfit { letter: &claimed.letter, problem: &problem });
                self.progress.summary.unfit += 1;
                self.put_down(claimed.ticket, None);
            }
            Answer::NotReached(claimed, error) => {
                self.progress.failures += 1;
                // A server that says that it is busy is there; one that was never reached may not be.
                let most = match (self.progress.reached, error.was_said) {
                    (true, _) => self.rules.failures,
                    (false, true) => self.workers.max(TRIES).min(self.rules.failures),
                    (false, false) => self.workers,
                };
                if !error.may_pass || self.progress.failures >= most {
                    self.halt(Stop::Problem(error.problem));
                } else {
                    (self.on_event)(&Event::NotReached(&error.problem));
                }
                self.hand_on(claimed);
            }
            Answer::NotMarked(claimed, problem) => {
                self.halt(Stop::Problem(problem));
                self.put_down(claimed.ticket, None);
            }
            Answer::NotBegun(claimed) => self.put_down(claimed.ticket, None),
        }
    }

    fn take_attempt(&mut self, mut claimed: Claimed, Attempt { mailboxes, outcome }: Attempt) {
        self.progress.reached = true;
        self.progress.failures = if outcome.is_success() { 0 } else { self.progress.failures + 1 };
        if let Some(failure) = outcome.failure() {
            if outcome.refused_copy().is_some() {
                self.halt(Stop::RefusedCopy(failure.clone()));
            } else if self.progress.failures >= self.rules.failures {
                self.halt(Stop::FailuresInARow(self.progress.failures, failure.clone()));
            }
        }
        if !*self.stop.borrow() && claimed.is_tried_again(&outcome, &self.rules.composer) {
            (self.on_event)(&Event::TriedAgain { letter: &claimed.letter, outcome: &outcome });
            return self.hand_on(claimed);
        }
        (self.on_event)(&Event::Attempted { letter: &claimed.letter, mailboxes, outcome: &outcome });
        self.progress.summary.count(&outcome);
        self.put_down(claimed.ticket, Some(outcome));
    }

    /// A letter is no longer under way.
    fn put_down(&mut self, ticket: Ticket, outcome: Option<Outcome>) {
        self.progress.under_way -= 1;
        self.progress.unrecorded.push((ticket, outcome));
    }

    /// Waits until every letter that is under way is answered, and records that.
    fn wait_for_those_under_way(&mut self) {
        while self.progress.under_way > 0 {
            self.is_to_stop();
            self.hear(Instant::now() + BLINK);
        }
        if let Err(problem) = self.record() {
            self.halt(Stop::Problem(problem));
        }
    }

    /// Waits until letters that were deferred can be tried again; `false` when there is no time for that.
    fn wait_for_another_pass(&mut self) -> bool {
        let wait = self.rules.deferred.after(self.progress.pass);
        let then = Instant::now() + wait;
        if self.rules.until.is_none_or(|until| then > until) {
            return false;
        }
        (self.on_event)(&Event::Waiting(wait));
        while Instant::now() < then && !self.is_to_stop() {
            thread::sleep(BLINK.min(then.saturating_duration_since(Instant::now())));
        }
        self.progress.summary.stopped.is_none()
    }

    /// Whether no more letters are to be written.
    fn is_to_stop(&mut self) -> bool {
        if self.progress.summary.stopped.is_none() && (self.stop_was_asked)() {
            self.halt(Stop::Asked);
        }
        self.progress.summary.stopped.is_some()
    }

    /// Stops everything: letters that were begun are finished, the others are not begun.
    fn halt(&mut self, why: Stop) {
        self.progress.summary.stopped.get_or_insert(why);
        self.stop.send_replace(true);
    }
}
