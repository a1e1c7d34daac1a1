//! What goes, in which order, and what is known of it afterwards.

use std::cell::Cell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use protest_letter::batch::{self, Stop, Summary};
use protest_letter::deliver::Pace;
use protest_letter::ledger::{Run, State};
use protest_letter::letter::Pending;
use protest_letter::signer::Signer;
use protest_letter::source::Problem;

use crate::common::{Ledger, Server, letters, now, rules, send};

#[test]
fn every_letter_goes_once() {
    let (server, ledger) = (Server::start(&[]), Ledger::new());
    let (summary, events) = send(&server, &ledger, &letters(1), 1, rules());
    assert_eq!(summary, Summary { accepted: 3, ..Summary::default() });
    assert_eq!(events, ["court accepted", "ministry accepted", "police accepted"]);
    let (summary, events) = send(&server, &ledger, &letters(2), 4, rules());
    assert_eq!(summary, Summary { accepted: 3, settled: 3, ..Summary::default() }, "who joined later is written for");
    assert_eq!((events.len(), server.kept().len()), (3, 6));
    assert_eq!(ledger.states(), [(State::Accepted, 6)]);
}

#[test]
fn a_signer_is_the_same_however_the_address_is_written() {
    let (server, ledger) = (Server::start(&[]), Ledger::new());
    let mut again = letters(1);
    again.extend(letters(1).into_iter().map(|pending| {
        let signer = Signer { email: "SIGNER0@Example.ORG".parse().ok(), ..(*pending.signer).clone() };
        Pending { signer: Arc::new(signer), ..pending }
    }));
    let (summary, _) = send(&server, &ledger, &again, 1, rules());
    assert_eq!((summary.accepted, summary.settled, server.kept().len()), (3, 3, 3));
}

#[test]
fn one_bad_letter_does_not_stop_the_others() {
    for (fault, word, state) in [
        ("rcpt=court@*: 550", "rejected", State::Rejected),
        ("rcpt=court@*: 450", "deferred", State::Deferred),
        ("dot#1: drop-after-store", "uncertain", State::Uncertain),
    ] {
        let ledger = Ledger::new();
        let (summary, events) = send(&Server::start(&[fault]), &ledger, &letters(1), 1, rules());
        assert_eq!(events, [format!("court {word}"), "ministry accepted".into(), "police accepted".into()], "{fault}");
        assert!(summary.stopped.is_none() && !summary.is_complete());
        assert_eq!(ledger.states(), [(State::Accepted, 2), (state, 1)], "{fault}");
        // What did not go for now is still owed; what is uncertain or was refused for good is left alone.
        let (again, _) = send(&Server::start(&[]), &ledger, &letters(1), 1, rules());
        assert_eq!(again.accepted, usize::from(state == State::Deferred), "{fault}");
    }
}

#[test]
fn what_is_uncertain_goes_again_when_that_is_asked_for() {
    let ledger = Ledger::new();
    send(&Server::start(&["dot#1: drop-after-store"]), &ledger, &letters(1), 1, rules());
    let mut run = ledger.open().begin("account", true, now()).unwrap();
    let server = Server::start(&["dot#1: drop-before-store"]);
    let rules = protest_letter::batch::Rules { resend_uncertain: true, ..rules() };
    let pass = || Ok::<_, Problem>(letters(1).into_iter().map(Ok));
    let summary = batch::send(pass, server.transports(1), &mut run, rules, || false, |_| ()).unwrap();
    // It became uncertain again, and is not sent a third time in the same run.
    assert_eq!((summary.uncertain, summary.settled, server.kept().len()), (1, 2, 0));
}

#[test]
fn a_refused_copy_stops_the_rest_and_leaves_the_letter_owed() {
    let refused = ["rcpt=copy@*: 550 5.1.1 gone"];
    let ledger = Ledger::new();
    let (summary, events) = send(&Server::start(&refused), &ledger, &letters(2), 1, rules());
    assert_eq!((events, summary.deferred), (vec!["court rejected".to_owned()], 1));
    let Some(Stop::RefusedCopy(failure)) = summary.stopped else { panic!("{summary:?}") };
    assert_eq!(failure.to_string(), "the server refused copy@example.org (required copy): 550 5.1.1 gone");
    let (again, _) = send(&Server::start(&[]), &ledger, &letters(2), 1, rules());
    assert_eq!((again.accepted, again.stopped), (6, None));
    // A copy that is refused for now stops nobody.
    let (summary, _) = send(&Server::start(&["rcpt=copy@*#1: 450"]), &Ledger::new(), &letters(1), 1, rules());
    assert_eq!((summary.deferred, summary.accepted), (1, 2));
}

#[test]
fn somebody_can_stop_it_and_go_on_later() {
    let (server, ledger) = (Server::start(&[]), Ledger::new());
    let sent = Cell::new(0);
    let mut run = ledger.begin();
    let pass = || Ok::<_, Problem>(letters(100).into_iter().map(Ok));
    let count = |_: &batch::Event<'_>| sent.set(sent.get() + 1);
    let stop = || sent.get() >= 40;
    let summary = batch::send(pass, server.transports(2), &mut run, rules(), stop, count).unwrap();
    run.finish(now()).unwrap();
    assert_eq!(summary.stopped, Some(Stop::Asked));
    assert!((40..300).contains(&summary.accepted), "{summary:?}");
    let (again, _) = send(&server, &ledger, &letters(100), 2, rules());
    assert_eq!((again.accepted + summary.accepted, server.kept().len()), (300, 300));
}

#[test]
fn a_limit_is_kept_and_the_rest_goes_later() {
    let (server, ledger) = (Server::start(&[]), Ledger::new());
    let limited = batch::Rules { most: Some(5), ..rules() };
    let (summary, _) = send(&server, &ledger, &letters(10), 4, limited.clone());
    assert_eq!((summary.accepted, summary.stopped), (5, Some(Stop::Limit)));
    let (summary, _) = send(&server, &ledger, &letters(10), 4, limited);
    assert_eq!((summary.accepted, summary.settled), (5, 5));
}

#[test]
fn a_daily_limit_counts_envelope_recipients_of_earlier_runs_too() {
    let (server, ledger) = (Server::start(&[]), Ledger::new());
    // A letter has an addressee, a copy and a blind copy.
    let pass = || Ok::<_, Problem>(letters(10).into_iter().map(Ok));
    let limited = || ledger.begin().with_daily_limit(Some(10));
    let send = |run: &mut Run| batch::send(pass, server.transports(1), run, rules(), || false, |_| ()).unwrap();
    let (mut one, mut other) = (limited(), limited());
    let summary = send(&mut one);
    assert_eq!((summary.accepted, summary.stopped), (3, Some(Stop::DailyLimit)));
    // Runs beside one another share what is left.
    let summary = send(&mut other);
    assert_eq!((summary.accepted, summary.stopped), (0, Some(Stop::DailyLimit)));
}

#[test]
fn a_pace_is_kept_and_every_recipient_has_its_turn() {
    let (server, ledger) = (Server::start(&[]), Ledger::new());
    let slow = batch::Rules { pace: Pace::new(None, "50/s".parse().ok(), 30), ..rules() };
    let begun = Instant::now();
    let (summary, events) = send(&server, &ledger, &letters(10), 1, slow);
    assert!(begun.elapsed() >= Duration::from_millis(9 * 20));
    assert_eq!(summary.accepted, 30);
    for turn in events.chunks(3) {
        let mut turn = turn.to_vec();
        turn.sort();
        assert_eq!(turn, ["court accepted", "ministry accepted", "police accepted"]);
    }
}

#[test]
fn what_was_deferred_is_tried_again_while_there_is_time() {
    let (server, ledger) = (Server::start(&["rcpt=court@* x2: 450 4.7.1 greylisted"]), Ledger::new());
    let patient = batch::Rules { until: Some(Instant::now() + Duration::from_mins(5)), ..rules() };
    let (summary, events) = send(&server, &ledger, &letters(1), 1, patient);
    assert_eq!(summary, Summary { accepted: 3, ..Summary::default() }, "{events:?}");
    assert_eq!(events.iter().filter(|event| *event == "court deferred").count(), 2);
    assert_eq!(ledger.states(), [(State::Accepted, 3)]);
}

#[test]
fn two_runs_at_once_share_the_letters() {
    let (server, ledger) = (Server::start(&["dot: delay 2ms"]), Ledger::new());
    let letters = letters(60);
    let accepted: usize = std::thread::scope(|scope| {
        let run = || send(&server, &ledger, &letters, 2, rules()).0.accepted;
        [scope.spawn(run), scope.spawn(run)].map(|run| run.join().unwrap()).iter().sum()
    });
    // One may have found letters in the other's hands and left them there: nothing is owed, and nothing went twice.
    let kept = server.kept();
    let mut once = kept.clone();
    once.dedup();
    assert_eq!((accepted, kept.len(), once.len()), (180, 180, 180));
}
