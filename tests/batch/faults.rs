//! Servers that misbehave in the middle of a batch.

use protest_letter::batch::{Rules, Stop};
use protest_letter::ledger::State;
use protest_letter::mock_smtp::{Extension, Settings};

use crate::common::{Ledger, Server, letters, rules, send};

/// Nobody stops after failures in a row.
fn stubborn() -> Rules {
    Rules { failures: u32::MAX, ..rules() }
}

/// Sends a batch to a server with these faults, then again to one without, and looks whether every letter went once, but
/// for those that are uncertain.
fn survives(faults: &[&str], pipelining: bool) {
    let hidden = if pipelining { [].into() } else { [Extension::Pipelining].into() };
    let settings =
        Settings { faults: faults.iter().map(|rule| rule.parse().unwrap()).collect(), hidden, ..Settings::default() };
    let (server, ledger, letters) = (Server::with(settings), Ledger::new(), letters(100));
    let (first, _) = send(&server, &ledger, &letters, 4, stubborn());
    let kept = server.kept();
    assert!(first.stopped.is_none(), "{faults:?}: {first:?}");
    assert_eq!(first.attempted(), 300, "{faults:?}: {first:?}");
    assert!(kept.len() >= first.accepted && kept.len() <= first.accepted + first.uncertain, "{faults:?}: {first:?}");
    let server = Server::start(&[]);
    let (second, _) = send(&server, &ledger, &letters, 4, stubborn());
    assert_eq!(second.accepted, first.deferred, "{faults:?}: {first:?}");
    let mut both = kept;
    both.extend(server.kept());
    both.sort();
    let mut once = both.clone();
    once.dedup();
    assert_eq!(both.len(), once.len(), "{faults:?}: something went twice");
    let states = ledger.states();
    let number = |state| states.iter().find(|(known, _)| *known == state).map_or(0, |(_, number)| *number);
    assert_eq!(number(State::Accepted), first.accepted + second.accepted);
    assert_eq!((number(State::Uncertain), number(State::Rejected)), (first.uncertain, first.rejected));
}

#[test]
fn nothing_goes_twice_and_nothing_is_lost() {
    for faults in [
        &["rcpt=ministry@*: 550 5.1.1 no such user"] as &[&str],
        &["rcpt=court@* x3: 450 4.7.1 greylisted"],
        &["mail#50: 421 4.7.0 enough", "mail#90: 421 4.7.0 enough"],
        &["mail#20: 550 5.4.5 daily quota"],
        &["data#30: drop@512B", "data#60: drop@512B"],
        &["dot#40: drop-before-store", "dot#80: drop-after-store"],
        &["dot#10: 451 4.3.0 later", "dot#11: 554 5.6.0 no"],
        &["rcpt=police@*#7: drop", "mail#33: drop", "data#44: drop"],
        &["connect#2: 421", "banner#3: 421"],
    ] {
        survives(faults, true);
        survives(faults, false);
    }
}

#[test]
fn a_server_that_lets_nobody_in_is_tried_a_few_times() {
    let ledger = Ledger::new();
    let (summary, events) = send(&Server::start(&["banner: 421 busy"]), &ledger, &letters(1), 1, rules());
    assert_eq!(events, ["not reached", "not reached"]);
    assert!(matches!(summary.stopped, Some(Stop::Problem(_))));
    // Nothing was begun, so all go the next time.
    assert_eq!(ledger.states(), [(State::Owed, 3)]);
    assert_eq!(send(&Server::start(&[]), &ledger, &letters(1), 1, rules()).0.accepted, 3);
}

#[test]
fn a_server_that_goes_away_stops_the_batch_after_so_many_failures() {
    let mut faults = vec!["mail#8: drop".to_owned()];
    faults.extend((2..50).map(|connection| format!("connect#{connection}: drop")));
    let (server, ledger) = (Server::start(&faults.iter().map(String::as_str).collect::<Vec<_>>()), Ledger::new());
    let (summary, _) = send(&server, &ledger, &letters(10), 1, rules());
    assert!(matches!(&summary.stopped, Some(Stop::Problem(_))), "{summary:?}");
    assert_eq!((summary.accepted, summary.attempted()), (7, 7));
    assert_eq!(send(&Server::start(&[]), &ledger, &letters(10), 2, rules()).0.accepted, 23);
}

#[test]
fn a_server_that_refuses_everything_stops_the_batch() {
    let (server, ledger) = (Server::start(&["mail: 550 5.7.1 not you"]), Ledger::new());
    let (summary, _) = send(&server, &ledger, &letters(10), 1, rules());
    assert!(matches!(&summary.stopped, Some(Stop::FailuresInARow(10, _))), "{summary:?}");
    // The connection is a few letters ahead of whoever counts.
    assert!((10..=30).contains(&summary.rejected) && summary.accepted == 0, "{summary:?}");
}

#[test]
fn connections_that_are_one_too_many_leave_the_letters_to_the_others() {
    let (server, ledger) = (Server::start(&["connect#3: 421 too many", "connect#4: 421 too many"]), Ledger::new());
    let (summary, _) = send(&server, &ledger, &letters(50), 4, rules());
    assert_eq!((summary.accepted, summary.stopped), (150, None));
}
