use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{Mutex, mpsc, watch};
use tokio::task::LocalSet;
use tokio::time::sleep;

use super::keep::Kept;
use super::signal::Signal;
use crate::deliver::{Backoff, ConnectError, Deferral, Delivery, Failure, Outcome, Transport};
use crate::ledger::{Marks, Ticket};
use crate::letter::Letter;
use crate::mail::{Composer, Stamp};
use crate::source::Problem;

/// How often the line may break under a letter before it is put off.
const BREAKS: u32 = 3;

/// A letter that is claimed, and on its way.
#[derive(Debug)]
pub(super) struct Claimed {
    pub ticket: Ticket,
    pub letter: Letter,
    /// How often the line broke under it.
    pub breaks: u32,
    /// Which of the recipient's fax numbers is tried, from zero.
    pub number: usize,
}

impl Claimed {
    /// Whether it is tried again at once: on a new line where the old one broke, or at the recipient's next fax number.
    pub(super) fn is_tried_again(&mut self, outcome: &Outcome, composer: &Composer) -> bool {
        match outcome {
            Outcome::Deferred(failure) if failure.is_of_the_line() && self.breaks < BREAKS => self.breaks += 1,
            Outcome::Rejected(failure)
                if failure.is_of_addressee() && composer.has_another_number(&self.letter, self.number) =>
            {
                self.number += 1;
            }
            _ => return false,
        }
        true
    }
}

/// What came of a letter.
#[derive(Debug)]
pub(super) struct Attempt {
    /// How many envelope recipients it has.
    pub mailboxes: usize,
    pub outcome: Outcome,
}

/// What a worker says of a letter.
#[derive(Debug)]
pub(super) enum Answer {
    /// It was attempted.
    Attempted(Claimed, Attempt),
    /// It was not begun, because no mail can be made of it.
    Unfit(Claimed, Problem),
    /// It was not begun, because the server cannot be reached.
    NotReached(Claimed, ConnectError),
    /// It was not begun, because it could not be marked.
    NotMarked(Claimed, Problem),
    /// It was not begun, because the server is left alone or everything stops.
    NotBegun(Claimed),
}

/// The claimed letters, from which every worker takes the next.
#[derive(Debug, Clone)]
pub(super) struct Queue(Arc<Mutex<mpsc::UnboundedReceiver<Claimed>>>);

impl Queue {
    pub(super) fn new() -> (mpsc::UnboundedSender<Claimed>, Self) {
        let (sender, receiver) = mpsc::unbounded_channel();
        (sender, Self(Arc::new(Mutex::new(receiver))))
    }

    /// The next letter; `None` when there will be none any more.
    async fn next(&self) -> Option<Claimed> {
        self.0.lock().await.recv().await
    }

    /// The next letter, if one is there; who waits for it holds the lock, so then there is none.
    fn next_now(&self) -> Option<Claimed> {
        self.0.try_lock().ok()?.try_recv().ok()
    }
}

/// One connection, and what it needs to hand letters over.
pub(super) struct Worker<T> {
    pub delivery: Delivery<T>,
    pub queue: Queue,
    pub marks: Marks,
    pub answers: Sender<Answer>,
    pub composer: Composer,
    /// The time that it is taken to be, where that was set.
    pub now: Option<Timestamp>,
    /// Where mails are kept.
    pub keep: Option<Arc<Path>>,
    /// Whether letters go.
    pub signal: Arc<watch::Sender<Signal>>,
    pub backoff: Backoff,
}

/// Lets all workers work beside one another until there are no letters any more.
pub(super) async fn all<T: Transport + 'static>(workers: Vec<Worker<T>>) {
    let here = LocalSet::new();
    for worker in workers {
        here.spawn_local(worker.work());
    }
    here.await;
}

impl<T: Transport> Worker<T> {
    async fn work(self) {
        let Self { mut delivery, queue, marks, answers, composer, now, keep, signal, backoff } = self;
        let mut held = signal.subscribe();
        // The coordinator hears every answer: it stays until no letter is under way.
        let say = |answer| drop(answers.send(answer));
        let composed = |claimed: Claimed| {
            let time = now.unwrap_or_else(Timestamp::now);
            let stamp = Stamp { time, unique: claimed.ticket.name(), number: claimed.number };
            match composer.compose(&claimed.letter, &stamp) {
                Ok(parcel) => Some((claimed, parcel)),
                Err(problem) => {
                    say(Answer::Unfit(claimed, problem));
                    None
                }
            }
        };
        let mut failures = 0;
        let mut announced = None;
        loop {
            let next = match announced.take() {
                Some(next) => next,
                None => match queue.next().await {
                    Some(claimed) => composed(claimed),
                    None => break,
                },
            };
            let Some((claimed, parcel)) = next else { continue };
            let opened = tokio::select! {
                biased;
                () = told(&mut held) => None,
                opened = delivery.open(&parcel) => Some(opened),
            };
            match opened {
                None => {
                    say(Answer::NotBegun(claimed));
                    // It may have been announced, and nobody knows how long it is until the next one.
                    delivery.close().await;
                }
                Some(Err(error)) => {
                    failures += 1;
                    say(Answer::NotReached(claimed, error));
                    rest(backoff.after(failures), &mut held).await;
                }
                Some(Ok(())) => {
                    let kept = keep.as_deref().map(|folder| Kept::write(folder, &claimed, &parcel)).transpose();
                    let (kept, begun) = match kept {
                        Ok(kept) => (kept.flatten(), marks.begun(&claimed.ticket)),
                        Err(problem) => (None, Err(problem)),
                    };
                    if let Err(error) = begun {
                        kept.into_iter().for_each(Kept::forget);
                        say(Answer::NotMarked(claimed, error));
                        continue;
                    }
                    announced = queue.next_now().map(composed);
                    let next = announced.as_ref().and_then(Option::as_ref).map(|(_, parcel)| parcel);
                    let outcome = delivery.deliver(&parcel, next).await;
                    if matches!(outcome, Outcome::Deferred(_) | Outcome::Rejected(_)) {
                        kept.into_iter().for_each(Kept::forget);
                    }
                    // A mark that cannot be written leaves the letter in doubt only if the program dies before the
                    // coordinator has recorded it.
                    let _ = marks.answered(&claimed.ticket, &outcome);
                    let deferral = outcome.failure().and_then(Failure::deferral);
                    if outcome.refused_copy().is_some() {
                        // It would be refused with the next letter too, which is not to go while the coordinator hears of it.
                        signal.send_replace(Signal::Stop);
                    } else if deferral == Some(Deferral::Server) {
                        // So would the letters that are claimed already.
                        hold(&signal);
                    }
                    let broke = deferral.is_none()
                        && matches!(outcome, Outcome::Deferred(_) | Outcome::Uncertain(_) | Outcome::Partial { .. });
                    say(Answer::Attempted(claimed, Attempt { mailboxes: parcel.mailboxes(), outcome }));
                    failures = if broke { failures + 1 } else { 0 };
                    if broke {
                        rest(backoff.after(failures), &mut held).await;
                    }
                }
            }
        }
        delivery.close().await;
    }
}

/// Lets the workers give back what they have not begun, unless everything stops anyway.
fn hold(signal: &watch::Sender<Signal>) {
    signal.send_if_modified(|told| {
        let goes = *told == Signal::Go;
        if goes {
            *told = Signal::Rest;
        }
        goes
    });
}

/// Waits until letters are not to go on.
async fn told(held: &mut watch::Receiver<Signal>) {
    // Whoever could say so is gone when all is done.
    let _ = held.wait_for(|signal| *signal != Signal::Go).await;
}

/// Waits for that long, or until letters are not to go on.
async fn rest(wait: Duration, held: &mut watch::Receiver<Signal>) {
    tokio::select! {
        () = sleep(wait) => {}
        () = told(held) => {}
    }
}
