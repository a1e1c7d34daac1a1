//! What came back of letters: facts beside their states.

use jiff::{SignedDuration, Timestamp};
use protest_letter::ledger::{CameBack, Fact, Filter, Ledger, State};
use protest_letter::mail::Role;
use rusqlite::Connection;

use crate::{Folder, accepted, claim, now, rows};

/// A ledger in which letters of these signers were accepted, and the numbers and Message-IDs of the letters.
fn went(signers: &[&str]) -> (Folder, Vec<(i64, String)>) {
    let folder = Folder::new();
    let mut run = folder.begin();
    let tickets: Vec<_> = claim(&mut run, signers).into_iter().flatten().collect();
    let answers: Vec<_> = tickets.iter().map(|ticket| (*ticket, Some(accepted()))).collect();
    run.turn(&answers, &[], now()).unwrap();
    run.finish(now()).unwrap();
    let id = |name: String| format!("{name}@example.org");
    let letters: Vec<_> = (1..).zip(tickets.iter().map(|ticket| id(ticket.name()))).collect();
    (folder, letters)
}

fn returned(letter: i64, address: &str, code: &str, at: Timestamp) -> Fact {
    let role = Some(if address.starts_with("copy") { Role::Copy } else { Role::Addressee });
    let (address, permanent) = (address.to_owned(), code.starts_with('5'));
    Fact::Returned { letter, address, role, code: Some(code.to_owned()), permanent, at }
}

#[test]
fn a_letter_is_known_by_its_message_id_where_it_can_have_gone() {
    let (folder, letters) = went(&["ann", "bo"]);
    let (number, id) = &letters[1];
    let find = |id: &str| folder.open().letter_of(id).unwrap().map(|row| row.id);
    assert_eq!(find(id), Some(*number));
    assert_eq!(find(&id.to_uppercase()), None);
    for forged in ["", "@", "x@example.org", &id[1..], &id.replace('@', ""), &format!("{}@example.org", "0".repeat(32))]
    {
        assert_eq!(find(forged), None, "{forged}");
    }
    let database = Connection::open(folder.path()).unwrap();
    for state in State::ALL {
        database.execute("UPDATE letters SET state = ?1 WHERE id = ?2", (state.word(), number)).unwrap();
        let went = matches!(state, State::Accepted | State::Handed | State::Done | State::Uncertain);
        assert_eq!(find(id).is_some(), went, "{state}");
    }
    // By hand, and without a mail.
    database.execute("UPDATE letters SET state = 'done', attempt = 0 WHERE id = ?1", [number]).unwrap();
    assert_eq!(find(id), None);
}

#[test]
fn facts_are_the_same_in_whatever_order_and_however_often_they_are_read() {
    let later = now() + SignedDuration::from_hours(24);
    let facts = [
        returned(1, "court@example.org", "4.4.7", now()),
        returned(1, "Court@EXAMPLE.org", "5.1.1", later),
        returned(2, "copy@example.org", "5.2.2", now()),
        Fact::Answered { letter: 2, at: later },
        Fact::Answered { letter: 2, at: now() },
    ];
    let expected = CameBack {
        campaign: "printers".to_owned(),
        recipient: "court".to_owned(),
        returned: 1,
        copies_returned: 1,
        code: Some("5.1.1".to_owned()),
        copies_code: Some("5.2.2".to_owned()),
        answered: 1,
    };
    let mut reversed = facts.to_vec();
    reversed.reverse();
    for facts in [facts.to_vec(), reversed] {
        let (folder, _) = went(&["ann", "bo"]);
        let mut ledger = folder.open();
        ledger.record_facts(&facts).unwrap();
        assert_eq!(ledger.record_facts(&facts).unwrap(), 0, "they are known");
        assert_eq!(ledger.came_back(&Filter::default()).unwrap(), std::slice::from_ref(&expected));
        let known = |address: &str| ledger.returned(&address.parse().unwrap()).unwrap().map(|returned| returned.code);
        assert_eq!(known("COURT@example.org"), Some(Some("5.1.1".to_owned())));
        assert_eq!(known("other@example.org"), None);
        let rows = rows(&ledger, &Filter::default());
        assert_eq!(rows[1].answered.as_deref(), Some("2026-11-23"));
    }
}

#[test]
fn mailboxes_are_kept_as_fingerprints_and_answers_are_purged() {
    let (folder, _) = went(&["ann"]);
    let mut ledger = folder.open();
    let answered = Fact::Answered { letter: 1, at: now() };
    ledger.record_facts(&[returned(1, "minister@example.org", "5.1.1", now()), answered]).unwrap();
    ledger.purge(now() + SignedDuration::from_hours(24)).unwrap();
    let back = ledger.came_back(&Filter::default()).unwrap();
    assert_eq!((back[0].returned, back[0].answered), (1, 0));
    assert!(ledger.returned(&"minister@example.org".parse().unwrap()).unwrap().is_some());
    for file in std::fs::read_dir(folder.0.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(8).any(|window| window == b"minister"), "it is there");
    }
}
