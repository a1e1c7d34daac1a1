//! The one loop that sends, one letter or a million: fill, compose, claim, deliver, record.
//!
//! The *coordinator* (this thread) fills in letters, claims them in the ledger, a group at a time, and records what became of
//! them. The *workers* (one a connection, all on two more threads) take claimed letters from a queue and hand them over.
//! While some groups are on their way the next is being written.
//!
//! ```text
//! letters ──▶ coordinator ──▶ ledger: claimed, synced ──▶ queue ──▶ workers ──▶ server
//!                  ▲                                                │
//!                  └──────── ledger: recorded ◀── answers ◀─────────┘
//! ```
//!
//! A server that answers 4xx asks to come back later, and that is no failure of the run. `domain_backoff` knows when letters
//! may be tried again that were deferred for the sake of a recipient, in another pass over all letters; `server_backoff`
//! knows when nothing goes at all. Then the workers give back what they have not begun.

#[expect(clippy::module_inception, reason = "a type has one file of its own name")]
mod batch;
mod coordinator;
mod dead_mailbox;
mod domain_backoff;
mod event;
mod hearing;
mod keep;
mod plan;
mod progress;
mod rules;
mod sendable;
mod server_backoff;
mod signal;
mod summary;
mod waiting;
mod worker;

use std::collections::VecDeque;
use std::sync::{Arc, mpsc};
use std::thread;

use tokio::runtime::Runtime;
use tokio::sync::watch;

pub use self::batch::Batch;
use self::coordinator::Coordinator;
pub use self::dead_mailbox::DeadMailbox;
use self::domain_backoff::DomainBackoff;
pub use self::event::Event;
pub use self::plan::{Plan, SHOWN};
use self::progress::Progress;
pub use self::rules::Rules;
pub use self::sendable::check_sendable;
use self::server_backoff::ServerBackoff;
use self::signal::Signal;
pub use self::summary::{Stop, Summary};
use self::worker::{Queue, Worker};
use crate::deliver::{Delivery, Transport};
use crate::ledger::Ledger;
use crate::letter::Pending;
use crate::source::Problem;

/// The most letters that are claimed at a time.
const GROUP: usize = 32;

/// The most groups that are under way, so that neither side waits for the other. A power cut leaves them in doubt.
const GROUPS: usize = 3;

/// How many threads wait for connections.
const THREADS: usize = 2;

/// Sends letters, each connection of `transports` beside the others.
///
/// `pass` gives the letters, each time from the first; those that the ledger knows as settled are passed over. It is
/// called again when letters that were deferred may be tried again, while [`Rules::until`] allows. `on_event` is told of each letter, and
/// `stop_was_asked` is asked ten times a second.
///
/// # Errors
///
/// When the letters cannot be read, or nothing can be sent at all. What was sent until then is in the ledger.
pub fn send<T, I>(
    pass: impl FnMut() -> Result<I, Problem>,
    transports: Vec<T>,
    ledger: &mut impl Ledger,
    rules: Rules,
    stop_was_asked: impl Fn() -> bool,
    on_event: impl FnMut(&Event<'_>),
) -> Result<Summary, Problem>
where
    T: Transport + Send + 'static,
    I: Iterator<Item = Result<Pending, Problem>>,
{
    let signal = Arc::new(watch::channel(Signal::Go).0);
    let (sender, queue) = Queue::new();
    let (answer, answers) = mpsc::channel();
    let mut workers: Vec<_> = transports
        .into_iter()
        .map(|transport| Worker {
            delivery: Delivery::new(transport),
            queue: queue.clone(),
            marks: ledger.marks(),
            answers: answer.clone(),
            composer: rules.composer.clone(),
            now: rules.now,
            keep: rules.keep.clone(),
            signal: Arc::clone(&signal),
            backoff: rules.backoff,
        })
        .collect();
    drop(answer);
    let number = u32::try_from(workers.len()).unwrap_or(u32::MAX);
    let share = workers.len().div_ceil(THREADS).max(1);
    let runtimes = runtimes(workers.len().div_ceil(share))?;
    let summary = thread::scope(|scope| {
        for runtime in runtimes {
            let workers = workers.split_off(workers.len().saturating_sub(share));
            scope.spawn(move || runtime.block_on(worker::all(workers)));
        }
        let coordinator = Coordinator {
            ledger,
            server: ServerBackoff::new(rules.backoff, rules.deferred),
            rest: None,
            domains: DomainBackoff::new(rules.deferred),
            rules,
            workers: number,
            queue: sender,
            answers,
            signal,
            stop_was_asked,
            on_event,
            progress: Progress::new(),
            ready: VecDeque::new(),
        };
        coordinator.run(pass)
    });
    Ok(summary)
}

/// What waits for connections, one for each thread.
fn runtimes(threads: usize) -> Result<Vec<Runtime>, Problem> {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtimes = (0..threads).map(|_| runtime()).collect::<Result<_, _>>();
    runtimes.map_err(|error| Problem::error("the program cannot wait for a server").because(error))
}
