//! Servers that ask to come back later.

use std::cell::Cell;
use std::time::{Duration, Instant};

use protest_letter::batch::{self, Event, Rules, Stop, Summary};
use protest_letter::deliver::{Backoff, Pace};
use protest_letter::ledger::State;
use protest_letter::source::Problem;

use crate::common::{Ledger, Server, letters, now, rules, send};

/// There is time to wait.
fn patient() -> Rules {
    Rules { until: Some(Instant::now() + Duration::from_hours(1)), ..rules() }
}

/// The server refuses each mail from that one up to another.
fn refused(from: usize, to: usize) -> Vec<String> {
    (from..=to).map(|mail| format!("mail#{mail}: 450 4.7.1 Error: too much mail from 127.0.0.1")).collect()
}

fn server(faults: &[String]) -> Server {
    Server::start(&faults.iter().map(String::as_str).collect::<Vec<_>>())
}

fn number(events: &[String], event: &str) -> usize {
    events.iter().filter(|other| *other == event).count()
}

#[test]
fn every_letter_that_is_greylisted_goes_in_the_same_run_while_there_is_time() {
    // Each of 150 letters goes to three mailboxes.
    for faults in ["rcpt=* x450: 450 4.7.1 greylisted", "rcpt=court@* x50: 451 4.7.1 try again in 300 seconds"] {
        let (server, ledger) = (Server::start(&[faults]), Ledger::new());
        let (summary, events) = send(&server, &ledger, &letters(50), 4, patient());
        assert_eq!(summary, Summary { accepted: 150, ..Summary::default() }, "{faults}");
        assert!(number(&events, "court deferred") >= 50, "{faults}");
        assert_eq!(server.kept().len(), 150);
        assert_eq!(ledger.states(), [(State::Accepted, 150)]);
    }
}

#[test]
fn what_was_settled_before_is_counted_once_however_often_letters_are_tried() {
    let ledger = Ledger::new();
    send(&Server::start(&[]), &ledger, &letters(2), 1, rules());
    let server = Server::start(&["rcpt=* x72: 450 4.7.1 greylisted"]);
    let (summary, _) = send(&server, &ledger, &letters(10), 2, patient());
    assert_eq!(summary, Summary { accepted: 24, settled: 6, ..Summary::default() });
}

#[test]
fn every_letter_that_is_greylisted_has_one_attempt_where_there_is_no_time() {
    let (server, ledger) = (Server::start(&["rcpt=* x450: 450 4.7.1 greylisted"]), Ledger::new());
    let (summary, _) = send(&server, &ledger, &letters(50), 4, rules());
    assert_eq!(summary, Summary { deferred: 150, asked_to_wait: true, ..Summary::default() });
    assert_eq!(send(&server, &ledger, &letters(50), 4, rules()).0.accepted, 150);
}

#[test]
fn a_server_that_has_too_much_is_left_alone() {
    let (server, ledger) = (server(&refused(31, 100)), Ledger::new());
    let (summary, events) = send(&server, &ledger, &letters(50), 1, rules());
    assert!(matches!(&summary.stopped, Some(Stop::TryLater(_))), "{summary:?}");
    assert_eq!((summary.accepted, summary.deferred), (30, 2), "one letter more is tried, and no other");
    assert_eq!(number(&events, "resting"), 1);
    assert_eq!(server.kept().len(), 30);
    // What was claimed by then and not begun is owed.
    let states = ledger.states();
    assert!(states.iter().all(|(state, _)| *state != State::Claimed), "{states:?}");
    assert_eq!(send(&Server::start(&[]), &ledger, &letters(50), 1, rules()).0.accepted, 120);
}

#[test]
fn several_connections_do_not_go_on_at_a_server_that_has_too_much() {
    let faults: Vec<_> = ["dot: delay 5ms".to_owned()].into_iter().chain(refused(31, 200)).collect();
    let (server, ledger) = (server(&faults), Ledger::new());
    let (summary, _) = send(&server, &ledger, &letters(50), 4, rules());
    assert!(matches!(&summary.stopped, Some(Stop::TryLater(_))), "{summary:?}");
    // One letter that each connection has begun, and the one that is tried afterwards.
    assert!(summary.deferred <= 5 && summary.accepted <= 30, "{summary:?}");
}

#[test]
fn when_a_server_takes_letters_again_all_go_and_none_twice() {
    for connections in [1, 4] {
        // A slow server, so that each connection always has a letter to announce.
        let faults: Vec<_> = ["dot: delay 5ms".to_owned()].into_iter().chain(refused(31, 42)).collect();
        let (server, ledger) = (server(&faults), Ledger::new());
        let (summary, events) = send(&server, &ledger, &letters(50), connections, patient());
        assert_eq!(summary, Summary { accepted: 150, ..Summary::default() });
        assert!(number(&events, "resting") >= 3, "{events:?}");
        // No letter is announced on a connection that then carries another one.
        assert!(!events.iter().any(|event| event.ends_with("tried again")), "{events:?}");
        let kept = server.kept();
        let mut once = kept.clone();
        once.dedup();
        assert_eq!((kept.len(), once.len()), (150, 150));
        assert_eq!(ledger.states(), [(State::Accepted, 150)]);
    }
}

#[test]
fn one_letter_that_is_deferred_by_itself_stops_nobody() {
    let (server, ledger) = (Server::start(&["dot#2: 451 4.3.0 later"]), Ledger::new());
    let (summary, _) = send(&server, &ledger, &letters(50), 4, rules());
    assert_eq!(summary, Summary { accepted: 149, deferred: 1, asked_to_wait: true, ..Summary::default() });
}

#[test]
fn a_letter_under_which_the_server_closes_goes_on_another_connection() {
    let (server, ledger) = (Server::start(&["mail#2: 421 4.7.0 enough"]), Ledger::new());
    let (summary, events) = send(&server, &ledger, &letters(10), 1, rules());
    assert_eq!(summary, Summary { accepted: 30, ..Summary::default() }, "{events:?}");
    let (summary, _) = send(&Server::start(&["mail: 421 4.7.0 enough"]), &Ledger::new(), &letters(10), 1, rules());
    assert!(matches!(&summary.stopped, Some(Stop::TryLater(_))) && summary.deferred == 1, "{summary:?}");
}

#[test]
fn a_server_that_lets_nobody_in_for_now_is_waited_for() {
    let (server, ledger) = (Server::start(&["banner x7: 421 busy"]), Ledger::new());
    let (summary, events) = send(&server, &ledger, &letters(10), 2, patient());
    assert_eq!(summary, Summary { accepted: 30, ..Summary::default() }, "{events:?}");
    assert!(number(&events, "resting") >= 2, "{events:?}");
}

#[test]
fn failures_that_waiting_does_not_mend_stop_the_batch_also_where_there_is_time() {
    let faults = ["rcpt=court@*: 450 4.7.1 greylisted", "rcpt=ministry@*: 550 no", "rcpt=police@*: 550 no"];
    let (summary, _) = send(&Server::start(&faults), &Ledger::new(), &letters(50), 1, patient());
    assert!(matches!(&summary.stopped, Some(Stop::FailuresInARow(10, _))), "{summary:?}");
    assert!(summary.deferred > 0, "{summary:?}");
}

#[test]
fn a_limit_counts_letters_and_no_attempts() {
    let (server, ledger) = (Server::start(&["rcpt=* x6: 450 4.7.1 greylisted"]), Ledger::new());
    let limited = Rules { most: Some(2), ..patient() };
    let (summary, events) = send(&server, &ledger, &letters(10), 1, limited);
    assert_eq!((summary.accepted, summary.deferred, summary.stopped), (2, 0, Some(Stop::Limit)), "{events:?}");
    assert_eq!(events.iter().filter(|event| event.ends_with("deferred")).count(), 2);
    // The same where letters were claimed that the server did not want any more.
    let (server, ledger) = (self::server(&refused(3, 6)), Ledger::new());
    let limited = Rules { most: Some(20), ..patient() };
    let (summary, _) = send(&server, &ledger, &letters(10), 4, limited);
    assert_eq!((summary.accepted, summary.deferred, summary.stopped), (20, 0, Some(Stop::Limit)));
}

#[test]
fn letters_that_are_due_do_not_wait_for_the_last_first_attempt() {
    let (server, ledger) = (Server::start(&["rcpt=court@*#1: 450 4.7.1 greylisted"]), Ledger::new());
    let paced = Rules { pace: Pace::new("50/s".parse().ok(), None, 60), ..patient() };
    let (summary, events) = send(&server, &ledger, &letters(20), 1, paced);
    assert_eq!(summary, Summary { accepted: 60, ..Summary::default() });
    assert!(events.iter().position(|event| event == "court deferred").is_some_and(|at| at < 3), "{events:?}");
    // It would be the last to go if it had waited for all the others.
    assert_eq!(events.last().map(String::as_str), Some("police accepted"), "{events:?}");
}

/// How a batch ends that is stopped while it waits; waits last hours.
fn stopped_while_it_waits(fault: &str) -> Summary {
    let (server, ledger) = (Server::start(&[fault]), Ledger::new());
    let hours = Backoff { first: Duration::from_hours(5), longest: Duration::from_hours(5) };
    let rules = Rules { until: Some(Instant::now() + Duration::from_hours(24)), deferred: hours, ..rules() };
    let waits = Cell::new(false);
    let tell = |event: &Event<'_>| match event {
        Event::Resting { time, .. } | Event::Waiting { time, .. } => {
            waits.set(waits.get() || *time > Duration::from_hours(1));
        }
        _ => {}
    };
    let mut run = ledger.begin();
    let pass = || Ok::<_, Problem>(letters(3).into_iter().map(Ok));
    let summary = batch::send(pass, server.transports(2), &mut run, rules, || waits.get(), tell).unwrap();
    run.finish(now()).unwrap();
    assert!(ledger.states().iter().all(|(state, _)| *state != State::Claimed));
    summary
}

#[test]
fn whoever_stops_a_batch_that_waits_need_not_wait() {
    for fault in ["mail: 450 4.7.1 too much mail", "rcpt=*: 450 4.7.1 greylisted", "banner: 421 busy"] {
        let summary = stopped_while_it_waits(fault);
        assert_eq!((summary.accepted, summary.stopped), (0, Some(Stop::Asked)), "{fault}");
    }
}

#[test]
fn a_batch_ends_when_its_time_is_over() {
    for (fault, deferred) in [("mail: 450 4.7.1 too much mail", 2), ("rcpt=*: 450 4.7.1 greylisted", 9)] {
        let (server, ledger) = (Server::start(&[fault]), Ledger::new());
        let hours = Backoff { first: Duration::from_hours(5), longest: Duration::from_hours(5) };
        let rules = Rules { deferred: hours, ..patient() };
        let (summary, _) = send(&server, &ledger, &letters(3), 1, rules);
        assert_eq!((summary.deferred, summary.asked_to_wait), (deferred, true), "{fault}");
    }
}
