//! Servers that misbehave in the middle of a batch.

use protest_letter::batch::{Rules, Stop, Summary};
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

/// Sends letters of three recipients each to a server that takes so many in a transaction, and gives what was kept: who signed,
/// and who received it, in alphabetical order.
fn limited(limit: usize, pipelining: bool, faults: &[&str], ledger: &Ledger) -> (Summary, Vec<String>) {
    let hidden = if pipelining { [].into() } else { [Extension::Pipelining].into() };
    let faults = faults.iter().map(|rule| rule.parse().unwrap()).collect();
    let server = Server::with(Settings { recipient_limit: limit, hidden, faults, ..Settings::default() });
    let (summary, _) = send(&server, ledger, &letters(8), 2, stubborn());
    let mut kept = Vec::new();
    for mail in server.mock.received() {
        // A copy stands in every letter of its signer.
        let office = &mail.headers.to[0];
        kept.extend(mail.envelope.accepted().map(|to| format!("{} {office} {to}", mail.envelope.mail_from)));
    }
    kept.sort();
    (summary, kept)
}

#[test]
fn letters_go_in_parts_where_a_server_takes_few_recipients() {
    let (_, whole) = limited(9, true, &[], &Ledger::new());
    assert_eq!(whole.len(), 8 * 3 * 3);
    for limit in [1, 2, 3] {
        for pipelining in [true, false] {
            let ledger = Ledger::new();
            let (summary, kept) = limited(limit, pipelining, &[], &ledger);
            assert_eq!((summary.accepted, summary.attempted(), summary.stopped), (24, 24, None), "{limit}");
            assert_eq!((&kept, ledger.states()), (&whole, vec![(State::Accepted, 24)]), "{limit}");
            // All the same letters again: none of them is owed.
            assert_eq!(limited(limit, pipelining, &[], &ledger).1, [""; 0]);
        }
    }
}

#[test]
fn nothing_goes_twice_and_nothing_is_lost_in_parts_either() {
    let (_, whole) = limited(9, true, &[], &Ledger::new());
    for faults in [
        &["mail#40: drop", "mail#61: 421", "rcpt#100: reset", "data#33: drop"] as &[&str],
        &["mail#40: 451 later", "data#33: 451 later", "dot#20: 451 later"],
        &["dot#7: drop-before-store", "dot#20: drop-after-store", "dot#33: 554 no"],
        &["rcpt=court@* x9: 450 greylisted", "rset#30: drop", "rset#40: 502"],
        &["rcpt=blind@*#50: 550 gone", "rcpt=police@*#20: 550 gone"],
    ] {
        for pipelining in [true, false] {
            let ledger = Ledger::new();
            let (first, mut kept) = limited(1, pipelining, faults, &ledger);
            let (second, more) = limited(1, pipelining, &[], &ledger);
            assert_eq!(second.accepted, 24 - first.accepted - first.rejected - first.uncertain, "{faults:?}");
            kept.extend(more);
            let received = kept.len();
            kept.sort();
            kept.dedup();
            assert_eq!(kept.len(), received, "{faults:?}: something went twice");
            let accepted = first.accepted + second.accepted;
            assert!(kept.iter().all(|kept| whole.contains(kept)) && kept.len() >= 3 * accepted, "{faults:?}");
            assert!(kept.len() <= 3 * (accepted + first.uncertain), "{faults:?}: {first:?}");
            // No addressee has a letter whose copies did not go.
            let office = |kept: &&String| kept.split(' ').nth(1) == kept.split(' ').nth(2);
            for addressee in kept.iter().filter(office) {
                let letter = addressee.rsplit_once(' ').unwrap().0;
                assert_eq!(kept.iter().filter(|kept| kept.starts_with(letter)).count(), 3, "{faults:?}: {addressee}");
            }
        }
    }
}

#[test]
fn a_refused_copy_of_a_later_part_stops_the_batch_before_anything_goes() {
    let ledger = Ledger::new();
    let (summary, kept) = limited(1, true, &["rcpt=blind@*: 550 5.1.1 gone"], &ledger);
    assert!(matches!(summary.stopped, Some(Stop::RefusedCopy(_))), "{summary:?}");
    assert_eq!((summary.accepted, kept.len()), (0, 0));
    assert!(
        ledger.states().iter().all(|(state, _)| matches!(state, State::Deferred | State::Owed)),
        "{:?}",
        ledger.states()
    );
}

#[test]
fn a_server_that_lets_nobody_in_is_tried_a_few_times() {
    let ledger = Ledger::new();
    let (summary, events) = send(&Server::start(&["banner: 421 busy"]), &ledger, &letters(1), 1, rules());
    assert_eq!(events, ["not reached", "not reached"]);
    assert!(matches!(summary.stopped, Some(Stop::TryLater(_))));
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
