use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, watch};

use super::domain_backoff::DomainBackoff;
use super::progress::Progress;
use super::server_backoff::ServerBackoff;
use super::signal::Signal;
use super::waiting::{Next, Waiting};
use super::worker::{Answer, Claimed};
use super::{Event, GROUP, GROUPS, Rules, Stop, Summary};
use crate::ledger::{Key, Ledger, State, Ticket, Wanted};
use crate::letter::{Letter, Pending};
use crate::source::Problem;

/// How long nothing is looked at while the coordinator waits.
pub(super) const BLINK: Duration = Duration::from_millis(100);

/// How long answers gather at full speed before they are looked at.
const GATHER: Duration = Duration::from_micros(500);

/// A letter that was written and is to be claimed.
pub(super) struct Written {
    key: Key,
    letter: Letter,
    /// How many envelope recipients it has.
    mailboxes: usize,
    /// Whether it was deferred in this run.
    is_tried_again: bool,
    /// How often the line broke under it.
    breaks: u32,
    /// Which of the recipient's fax numbers is tried, from zero.
    number: usize,
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
    /// Tells the workers whether they are to go on.
    pub signal: Arc<watch::Sender<Signal>>,
    pub stop_was_asked: S,
    pub on_event: E,
    pub progress: Progress,
    /// Whether the server is left alone.
    pub server: ServerBackoff,
    /// How long that is from when it asked, and why; nothing once it was told.
    pub rest: Option<(Duration, Problem)>,
    /// Which domains put letters off.
    pub domains: DomainBackoff,
    /// Letters that were written and are to be claimed: of a group that is not full, or given back by the workers.
    pub ready: VecDeque<Written>,
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
            if !self.waits_for_another_pass() {
                return self.progress.into_summary();
            }
            self.progress.begin_pass();
            self.domains.begin_pass(Instant::now());
        }
    }

    fn pass(&mut self, letters: impl Iterator<Item = Result<Pending, Problem>>) -> Result<(), Problem> {
        let mut waiting = Waiting::new(letters);
        // At a pace each letter has a claim of its own.
        let group = if self.rules.pace.is_off() { GROUP } else { 1 };
        let mut is_written = false;
        while !self.is_to_stop() {
            let room = self.room();
            is_written = is_written || self.progress.has_enough() || self.is_cut_short();
            let is_idle = self.ready.is_empty() && self.progress.under_way == 0;
            if is_written && is_idle {
                // Nothing waits for the server in this pass.
                self.rest = None;
                break;
            }
            if let Some((time, why)) = self.rest.take() {
                (self.on_event)(&Event::Resting { time, why: &why });
            }
            if room == 0 {
                self.record()?;
                self.hear(Instant::now() + BLINK);
            } else if self.ready.len() >= group.min(room) || is_written && !self.ready.is_empty() {
                self.claim(room)?;
            } else if is_written {
                // What the workers give back is claimed again.
                self.hear(Instant::now() + BLINK);
            } else {
                match waiting.next(&self.rules.pace, Instant::now())? {
                    Next::Letter(pending) => {
                        let written = self.write(&pending)?;
                        self.ready.extend(written);
                    }
                    Next::At(due) => {
                        self.record()?;
                        self.hear(due);
                    }
                    Next::Nothing => is_written = true,
                }
            }
        }
        Ok(())
    }

    /// How many letters may be claimed now at the most.
    fn room(&self) -> usize {
        let room = self.server.room(self.progress.under_way, Instant::now());
        // The workers may have heard what the coordinator has not.
        let is_held = *self.signal.borrow() != Signal::Go && !self.server.is_to_be_probed();
        if is_held { 0 } else { room }
    }

    /// Whether letters that were deferred are tried again before the others have had their first attempt. Those others have
    /// at least half of the time.
    fn is_cut_short(&mut self) -> bool {
        let now = Instant::now();
        let is_due =
            || self.rules.until.is_some_and(|until| now < until) && self.domains.first().is_some_and(|due| due <= now);
        self.progress.is_cut_short |= self.progress.is_fair(now) && is_due();
        self.progress.is_cut_short
    }

    /// Fills a letter in, if it is owed and its turn has come.
    fn write(&mut self, pending: &Pending) -> Result<Option<Written>, Problem> {
        let (key, now) = (Key::of(&pending.form, &pending.signer), Instant::now());
        let is_first_pass = self.progress.pass == 0;
        // In the first pass over a blank ledger whoever was claimed before is found when they are to be claimed.
        let is_new = is_first_pass && self.ledger.is_blank();
        let known = if is_new { None } else { self.ledger.look_up(&key, &pending.signer)? };
        // What became uncertain in this run is not sent again in it.
        let is_owed = known.is_none_or(|known| {
            self.rules.is_owed(known.state) && (known.state != State::Uncertain || !known.by_this_run)
        });
        if !is_owed {
            if is_first_pass || known.is_some_and(|known| !known.by_this_run) {
                self.progress.settle();
            }
            return Ok(None);
        }
        let is_tried_again = known.is_some_and(|known| known.by_this_run && known.state == State::Deferred);
        if is_tried_again && (is_first_pass || self.rules.until.is_none_or(|until| now > until)) {
            return Ok(None);
        }
        let Ok(letter) = pending.fill() else {
            // The plan has told of it.
            self.progress.leave_unwritten();
            return Ok(None);
        };
        let written = self.written(key, letter, is_tried_again);
        if is_tried_again {
            let recipients = self.rules.composer.recipients(&written.letter, 0);
            if !recipients.iter().all(|recipient| self.domains.is_due(recipient.address.ascii_domain(), now)) {
                return Ok(None);
            }
        } else {
            if self.rules.most.is_some_and(|most| self.progress.claimed >= most) {
                self.progress.enough = Some(Stop::Limit);
                return Ok(None);
            }
            self.progress.claimed += 1;
            self.progress.reach_new_letters(now);
        }
        self.rules.pace.take(&written.letter.form.recipient.id, now);
        Ok(Some(written))
    }

    fn written(&self, key: Key, letter: Letter, is_tried_again: bool) -> Written {
        let mailboxes = self.rules.composer.number_of_recipients(&letter.form);
        Written { key, letter, mailboxes, is_tried_again, breaks: 0, number: 0 }
    }

    /// A letter that was claimed and not begun is to be claimed again, when letters may go.
    pub(super) fn take_back(&mut self, claimed: Claimed) {
        let Claimed { ticket, letter, breaks, number } = claimed;
        self.put_down(ticket, None);
        let written = self.written(Key::of(&letter.form, &letter.signer), letter, false);
        self.ready.push_back(Written { breaks, number, ..written });
    }

    /// Claims a group, and records in the same breath what was answered since the last one.
    fn claim(&mut self, room: usize) -> Result<(), Problem> {
        let group: Vec<_> = self.ready.drain(..room.min(self.ready.len())).collect();
        let wanted: Vec<_> = group.iter().map(Written::wanted).collect();
        let tickets = self.turn(&wanted)?;
        if tickets.len() < group.len() {
            self.progress.enough = Some(Stop::DailyLimit);
            self.progress.claimed = self.progress.claimed.saturating_sub(group.len() - tickets.len());
        }
        if self.server.is_to_be_probed() {
            self.server.probe();
            self.tell(Signal::Go);
        }
        for (written, ticket) in group.into_iter().zip(tickets) {
            let Written { letter, is_tried_again, breaks, number, .. } = written;
            if let Some(ticket) = ticket {
                self.progress.under_way += 1;
                self.progress.summary.deferred -= usize::from(is_tried_again && self.progress.summary.deferred > 0);
                self.hand_on(Claimed { ticket, letter, breaks, number });
            } else {
                self.progress.claimed = self.progress.claimed.saturating_sub(1);
                self.progress.settle();
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

    pub(super) fn record(&mut self) -> Result<(), Problem> {
        if self.progress.unrecorded.is_empty() { Ok(()) } else { self.turn(&[]).map(drop) }
    }

    fn turn(&mut self, wanted: &[Wanted<'_>]) -> Result<Vec<Option<Ticket>>, Problem> {
        let now = self.rules.now();
        let tickets = self.ledger.turn(&self.progress.unrecorded, wanted, now)?;
        self.progress.unrecorded.clear();
        Ok(tickets)
    }

    pub(super) fn hand_on(&mut self, claimed: Claimed) {
        // The workers listen for as long as the coordinator lives.
        let _ = self.queue.send(claimed);
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

    /// Waits until letters can be tried again that were deferred; `false` when there are none, or no time for that.
    fn waits_for_another_pass(&mut self) -> bool {
        let Progress { summary, enough, is_cut_short, .. } = &self.progress;
        if summary.stopped.is_some() || *enough == Some(Stop::DailyLimit) {
            return false;
        }
        if *is_cut_short {
            return true;
        }
        let first = self.domains.first().filter(|_| summary.deferred > 0);
        let Some(then) = first.filter(|then| self.rules.until.is_some_and(|until| *then <= until)) else {
            return false;
        };
        let domains: Vec<_> = self.domains.domains().collect();
        let time = then.saturating_duration_since(Instant::now());
        if !time.is_zero() {
            (self.on_event)(&Event::Waiting { time, domains: &domains });
        }
        while Instant::now() < then && !self.is_to_stop() {
            thread::sleep(BLINK.min(then.saturating_duration_since(Instant::now())));
        }
        self.progress.summary.stopped.is_none()
    }

    /// Whether no more letters are to be written.
    pub(super) fn is_to_stop(&mut self) -> bool {
        if self.progress.summary.stopped.is_none() && (self.stop_was_asked)() {
            self.halt(Stop::Asked);
        }
        self.progress.summary.stopped.is_some()
    }
}
