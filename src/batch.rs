//! The one loop that sends: compose, claim, deliver, record.

use crate::deliver::{Failure, Outcome, Transport};
use crate::ledger::{Claim, Key, Ledger};
use crate::letter::Letter;
use crate::mail::{Mail, Stamp, compose};
use crate::source::Problem;

/// What happened to one letter.
#[derive(Debug)]
pub enum Event<'a> {
    /// It was handed over, or not, as the outcome says.
    Attempted {
        /// The letter.
        letter: &'a Letter,
        /// The mail that was made of it.
        mail: &'a Mail,
        /// What became of it.
        outcome: &'a Outcome,
    },
    /// It was settled before and was not touched.
    Settled(&'a Letter),
}

/// What became of all letters.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Letters that the server took.
    pub accepted: usize,
    /// Letters that did not go and can be tried again.
    pub deferred: usize,
    /// Letters that did not go.
    pub rejected: usize,
    /// Letters that the server may have.
    pub uncertain: usize,
    /// Letters that were settled before.
    pub settled: usize,
    /// Letters that were not begun.
    pub unsent: usize,
    /// Why the rest was not begun.
    pub stopped: Option<Stop>,
}

/// Why sending stopped before the last letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// A required copy was refused for good, as it would be with every letter.
    RefusedCopy(Failure),
    /// The server could not be reached, or the record could not be written.
    Problem(Problem),
    /// Somebody asked.
    Asked,
}

impl Summary {
    /// Whether every letter was accepted, now or before.
    pub fn is_complete(&self) -> bool {
        self.deferred + self.rejected + self.uncertain + self.unsent == 0
    }

    fn count(&mut self, outcome: &Outcome) {
        *match outcome {
            Outcome::Accepted { .. } => &mut self.accepted,
            Outcome::Deferred(_) => &mut self.deferred,
            Outcome::Rejected(_) => &mut self.rejected,
            Outcome::Uncertain(_) => &mut self.uncertain,
        } += 1;
    }
}

/// Sends letters, one after the other, and tells `on_event` of each. Before each one it looks whether it is to stop.
///
/// # Errors
///
/// When a letter cannot be made into a mail; nothing was sent then.
pub async fn send(
    letters: &[Letter],
    transport: &mut impl Transport,
    ledger: &mut impl Ledger,
    mut stamp: impl FnMut() -> Stamp,
    stop_was_asked: impl Fn() -> bool,
    mut on_event: impl FnMut(&Event<'_>),
) -> Result<Summary, Problem> {
    let mails = letters.iter().map(|letter| compose(letter, None, &stamp())).collect::<Result<Vec<_>, _>>()?;
    let mut summary = Summary { unsent: letters.len(), ..Summary::default() };
    for (letter, mail) in letters.iter().zip(&mails) {
        if stop_was_asked() {
            summary.stopped = Some(Stop::Asked);
            break;
        }
        match attempt(letter, mail, transport, ledger).await {
            Ok(None) => {
                summary.settled += 1;
                on_event(&Event::Settled(letter));
            }
            Ok(Some((outcome, recorded))) => {
                summary.count(&outcome);
                on_event(&Event::Attempted { letter, mail, outcome: &outcome });
                let refused_copy = outcome.refused_copy().cloned().map(Stop::RefusedCopy);
                summary.stopped = recorded.err().map(Stop::Problem).or(refused_copy);
            }
            Err(problem) => {
                summary.stopped = Some(Stop::Problem(problem));
                break;
            }
        }
        summary.unsent -= 1;
        if summary.stopped.is_some() {
            break;
        }
    }
    transport.close().await;
    Ok(summary)
}

/// Hands one letter over, unless the record says that it is settled, and tells whether that could be recorded. `Err`
/// when it was not begun.
async fn attempt(
    letter: &Letter,
    mail: &Mail,
    transport: &mut impl Transport,
    ledger: &mut impl Ledger,
) -> Result<Option<(Outcome, Result<(), Problem>)>, Problem> {
    // A letter is claimed when nothing but the letter itself can fail.
    transport.open().await.map_err(|unopened| unopened.problem)?;
    let key = Key::of(letter);
    if ledger.claim(&key)? == Claim::Settled {
        return Ok(None);
    }
    let outcome = transport.deliver(mail, None).await;
    let recorded = ledger.record(&key, &outcome);
    Ok(Some((outcome, recorded)))
}
