//! The loop over letters.

use std::cell::Cell;

use protest_letter::batch::{self, Event, Stop, Summary};
use protest_letter::deliver::Outcome;
use protest_letter::ledger::{Claim, Key, Ledger, Memory};
use protest_letter::letter::Letter;
use protest_letter::mail::Stamp;
use protest_letter::source::Problem;

use crate::common::{account, server, smtp};

#[path = "../mail/letters.rs"]
#[allow(dead_code)]
mod letters;

fn letters() -> Vec<Letter> {
    ["court", "ministry", "police"].map(letters::letter_to).to_vec()
}

async fn send(faults: &[&str], without: bool, ledger: &mut impl Ledger) -> (Summary, Vec<String>, usize) {
    let server = server(faults).await;
    let mut smtp = smtp(account(server.address())).without_refused_copies(without);
    let mut events = Vec::new();
    let stamp = || Stamp::at(jiff::Timestamp::UNIX_EPOCH);
    let letters = letters();
    let summary = batch::send(
        &letters,
        &mut smtp,
        ledger,
        stamp,
        || false,
        |event| {
            events.push(match event {
                Event::Attempted { letter, outcome, .. } => format!("{} {}", letter.form.recipient.id, outcome.word()),
                Event::Settled(letter) => format!("{} settled", letter.form.recipient.id),
            });
        },
    );
    let summary = summary.await.unwrap();
    (summary, events, server.received().len())
}

#[tokio::test]
async fn every_letter_goes_once() {
    let mut ledger = Memory::default();
    let (summary, events, kept) = send(&[], false, &mut ledger).await;
    assert_eq!(summary, Summary { accepted: 3, ..Summary::default() });
    assert_eq!(events, ["court accepted", "ministry accepted", "police accepted"]);
    assert_eq!(kept, 3);
    let (summary, events, kept) = send(&[], false, &mut ledger).await;
    assert_eq!(summary, Summary { settled: 3, ..Summary::default() });
    assert_eq!((events[0].as_str(), kept, summary.is_complete()), ("court settled", 0, true));
}

#[tokio::test]
async fn one_bad_letter_does_not_stop_the_others() {
    for (fault, word) in [
        ("rcpt=court@*: 550", "rejected"),
        ("rcpt=court@*: 450", "deferred"),
        ("dot#1: drop-after-store", "uncertain"),
        ("mail#1: 421", "deferred"),
    ] {
        let mut ledger = Memory::default();
        let (summary, events, _) = send(&[fault], false, &mut ledger).await;
        assert_eq!(events, [format!("court {word}"), "ministry accepted".into(), "police accepted".into()], "{fault}");
        assert!(summary.stopped.is_none() && !summary.is_complete());
        // What is uncertain is not sent again; what did not go is.
        let (again, _, kept) = send(&[], false, &mut ledger).await;
        let still_owed = usize::from(word != "uncertain");
        assert_eq!((again.accepted, again.settled, kept), (still_owed, 3 - still_owed, still_owed), "{fault}");
    }
}

#[tokio::test]
async fn a_refused_copy_stops_the_rest() {
    let refused = ["rcpt=copy@*: 550 5.1.1 gone"];
    let (summary, events, kept) = send(&refused, false, &mut Memory::default()).await;
    assert_eq!((events, kept), (vec!["court rejected".to_owned()], 0));
    assert_eq!((summary.rejected, summary.unsent), (1, 2));
    let Some(Stop::RefusedCopy(failure)) = summary.stopped else { panic!("{summary:?}") };
    let told = failure.to_string();
    assert_eq!(told, "the server refused copy@example.org (required copy): 550 5.1.1 gone");

    let (summary, _, kept) = send(&refused, true, &mut Memory::default()).await;
    assert_eq!((summary.accepted, kept, summary.stopped), (3, 3, None));
    // A copy that is refused for now stops nobody.
    let (summary, _, kept) = send(&["rcpt=copy@*#1: 450"], false, &mut Memory::default()).await;
    assert_eq!((summary.deferred, summary.accepted, kept), (1, 2, 2));
}

#[tokio::test]
async fn a_server_that_lets_nobody_in_stops_the_rest() {
    let mut ledger = Memory::default();
    let (summary, events, _) = send(&["banner: 421"], false, &mut ledger).await;
    assert!(matches!(summary.stopped, Some(Stop::Problem(_))) && events.is_empty());
    assert_eq!(summary.unsent, 3);
    // Nothing was claimed, so all go the next time.
    assert_eq!(send(&[], false, &mut ledger).await.0.accepted, 3);
}

#[tokio::test]
async fn somebody_can_stop_it_between_two_letters() {
    let server = server(&[]).await;
    let sent = Cell::new(0);
    let stamp = || Stamp::at(jiff::Timestamp::UNIX_EPOCH);
    let mut smtp = smtp(account(server.address()));
    let stop = || sent.get() == 2;
    let count = |_: &Event<'_>| sent.set(sent.get() + 1);
    let summary = batch::send(&letters(), &mut smtp, &mut Memory::default(), stamp, stop, count).await.unwrap();
    assert_eq!((summary.accepted, summary.unsent, summary.stopped), (2, 1, Some(Stop::Asked)));
    assert_eq!(server.received().len(), 2);
}

/// A ledger on a disk that is full.
struct Full;

impl Ledger for Full {
    fn claim(&mut self, _: &Key) -> Result<Claim, Problem> {
        Ok(Claim::Taken)
    }

    fn record(&mut self, _: &Key, _: &Outcome) -> Result<(), Problem> {
        Err(Problem::error("the disk is full"))
    }
}

#[tokio::test]
async fn a_letter_that_went_is_told_even_when_that_cannot_be_recorded() {
    let (summary, events, kept) = send(&[], false, &mut Full).await;
    assert_eq!((events, kept), (vec!["court accepted".to_owned()], 1));
    assert_eq!((summary.accepted, summary.unsent), (1, 2));
    assert_eq!(summary.stopped, Some(Stop::Problem(Problem::error("the disk is full"))));
}
