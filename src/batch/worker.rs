use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{Mutex, mpsc, watch};
use tokio::task::LocalSet;
use tokio::time::sleep;

use crate::deliver::{Backoff, ConnectError, Delivery, Outcome, Transport};
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
    /// It was not begun, because everything stops.
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
    /// Whether everything stops.
    pub stop: Arc<watch::Sender<bool>>,
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
        let Self { mut delivery, queue, marks, answers, composer, now, stop, backoff } = self;
        let mut stopped = stop.subscribe();
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
                () = told(&mut stopped) => None,
                opened = delivery.open(&parcel) => Some(opened),
            };
            match opened {
                None => say(Answer::NotBegun(claimed)),
                Some(Err(error)) => {
                    failures += 1;
                    say(Answer::NotReached(claimed, error));
                    rest(backoff.after(failures), &mut stopped).await;
                }
                Some(Ok(())) => {
                    if let Err(error) = marks.begun(&claimed.ticket) {
                        say(Answer::NotMarked(claimed, error));
                        continue;
                    }
                    announced = queue.next_now().map(composed);
                    let next = announced.as_ref().and_then(Option::as_ref).map(|(_, parcel)| parcel);
                    let outcome = delivery.deliver(&parcel, next).await;
                    // A mark that cannot be written leaves the letter in doubt only if the program dies before the
                    // coordinator has recorded it.
                    let _ = marks.answered(&claimed.ticket, &outcome);
                    if outcome.refused_copy().is_some() {
                        // It would be refused with the next letter too, which is not to go while the coordinator hears of it.
                        stop.send_replace(true);
                    }
                    let (failed, of_the_line) = match &outcome {
                        Outcome::Deferred(failure) => (true, failure.is_of_the_line()),
                        Outcome::Uncertain(_) | Outcome::Partial { .. } => (true, true),
                        Outcome::Accepted { .. } | Outcome::Handed { .. } | Outcome::Rejected(_) => (false, false),
                    };
                    say(Answer::Attempted(claimed, Attempt { mailboxes: parcel.mailboxes(), outcome }));
                    failures = if failed { failures + 1 } else { 0 };
                    // One letter that a server does not want now says nothing about the next.
                    if of_the_line || failures > 1 {
                        rest(backoff.after(failures), &mut stopped).await;
                    }
                }
            }
        }
        delivery.close().await;
    }
}

/// Waits until everything stops.
async fn told(stopped: &mut watch::Receiver<bool>) {
    // Whoever could say so is gone when all is done.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Waits for that long, or until everything stops.
async fn rest(wait: Duration, stopped: &mut watch::Receiver<bool>) {
    tokio::select! {
        () = sleep(wait) => {}
        () = told(stopped) => {}
    }
}
