//! The ledger: what it knows after a crash, and what it forgets.

#![allow(clippy::unwrap_used)]

#[path = "ledger/come_back.rs"]
mod come_back;
#[path = "ledger/damage.rs"]
mod damage;
#[path = "mail/letters.rs"]
mod letters;
#[path = "ledger/migrations.rs"]
mod migrations;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use letters::letter_to;
use proptest::prelude::*;
use protest_letter::deliver::{Failure, Outcome, Reply, Stage};
use protest_letter::ledger::{Filter, Key, Ledger, Row, Run, Sqlite, State, Ticket, Wanted};
use protest_letter::letter::Letter;
use protest_letter::signer::{Localized, Signer};
use protest_letter::source::Problem;
use tempfile::TempDir;

fn now() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("ledger.db")
    }

    fn open(&self) -> Sqlite {
        Sqlite::open(&self.path(), now()).unwrap()
    }

    fn begin(&self) -> Run {
        self.open().begin("account", false, now()).unwrap()
    }

    /// The files of marks.
    fn marks(&self) -> Vec<PathBuf> {
        let files = fs::read_dir(self.0.path()).unwrap().map(|file| file.unwrap().path());
        files.filter(|path| path.extension().is_some_and(|ending| ending == "marks")).collect()
    }

    /// What the ledger knows of the letters of these signers.
    fn states(&self, signers: &[&str]) -> Vec<Option<State>> {
        let ledger = self.open();
        let state = |signer: &&str| {
            let letter = letter_of(signer);
            Some(ledger.look_up(&Key::of(&letter.form, &letter.signer), &letter.signer).unwrap()?.state)
        };
        signers.iter().map(state).collect()
    }
}

fn letter_of(signer: &str) -> Letter {
    let mut letter = letter_to("court");
    Arc::make_mut(&mut letter.signer).email = format!("{signer}@example.org").parse().ok();
    letter
}

/// Claims letters of these signers.
fn claim(run: &mut Run, signers: &[&str]) -> Vec<Option<Ticket>> {
    let letters: Vec<_> = signers.iter().map(|signer| letter_of(signer)).collect();
    let keys: Vec<_> = letters.iter().map(|letter| Key::of(&letter.form, &letter.signer)).collect();
    let wanted = keys.iter().zip(&letters).map(|(key, letter)| Wanted { key, letter, mailboxes: 3 });
    run.turn(&[], &wanted.collect::<Vec<_>>(), now()).unwrap()
}

fn rows(ledger: &Sqlite, filter: &Filter) -> Vec<Row> {
    let mut rows = Vec::new();
    let keep = |row| {
        rows.push(row);
        Ok::<_, Problem>(())
    };
    ledger.each(filter, keep).unwrap();
    rows
}

fn accepted() -> Outcome {
    Outcome::Accepted { reply: Reply { code: 250, text: "ok".to_owned() }, without: Vec::new() }
}

fn refused(code: u16) -> Failure {
    let reply = Some(Reply { code, text: "no, said mailbox@example.org".to_owned() });
    Failure { stage: Stage::Rcpt, recipient: None, reply, broke: None }
}

/// A run that claimed letters and died: one not begun, one begun, and three answered, of which nothing was recorded.
fn dies(folder: &Folder) {
    let mut run = folder.begin();
    let tickets = claim(&mut run, &SIGNERS);
    let marks = run.marks();
    let outcomes = [accepted(), Outcome::Deferred(refused(450)), Outcome::Rejected(refused(550))];
    for (ticket, outcome) in tickets[2..].iter().zip(&outcomes) {
        marks.begun(ticket.as_ref().unwrap()).unwrap();
        marks.answered(ticket.as_ref().unwrap(), outcome).unwrap();
    }
    marks.begun(tickets[1].as_ref().unwrap()).unwrap();
    // Without `finish`: what a killed process leaves, once the system has let its lock go.
}

const SIGNERS: [&str; 5] = ["waiting", "begun", "accepted", "deferred", "rejected"];

#[test]
fn the_marks_of_a_killed_run_tell_what_is_in_doubt() {
    let folder = Folder::new();
    dies(&folder);
    let known = [State::Owed, State::Uncertain, State::Accepted, State::Deferred, State::Rejected].map(Some);
    assert_eq!(folder.states(&SIGNERS), known);
    assert!(folder.marks().is_empty());
    // What is owed goes with the next run, and nothing else.
    let taken: Vec<_> = claim(&mut folder.begin(), &SIGNERS).iter().map(Option::is_some).collect();
    assert_eq!(taken, [true, false, false, true, false]);
}

#[test]
fn marks_that_a_power_cut_may_have_spoilt_are_not_believed() {
    let spoil: [fn(&Path); 4] = [
        |marks| fs::remove_file(marks).unwrap(),
        |marks| fs::write(marks, b"short").unwrap(),
        |marks| fs::write(marks, vec![0xA5; 256 * 20]).unwrap(),
        |marks| {
            let mut bytes = fs::read(marks).unwrap();
            bytes[21] ^= 1;
            fs::write(marks, bytes).unwrap();
        },
    ];
    for spoil in spoil {
        let folder = Folder::new();
        dies(&folder);
        spoil(&folder.marks()[0]);
        assert_eq!(folder.states(&SIGNERS), [Some(State::Uncertain); 5]);
    }
}

#[test]
fn marks_from_before_the_machine_was_started_are_not_believed() {
    let folder = Folder::new();
    dies(&folder);
    let database = rusqlite::Connection::open(folder.path()).unwrap();
    database.execute("UPDATE runs SET boot = 'another'", []).unwrap();
    drop(database);
    assert_eq!(folder.states(&SIGNERS), [Some(State::Uncertain); 5]);
}

#[test]
fn a_mark_of_an_earlier_attempt_says_nothing_of_a_later_one() {
    let folder = Folder::new();
    let mut run = folder.begin();
    let ticket = claim(&mut run, &["a"])[0].unwrap();
    run.marks().begun(&ticket).unwrap();
    let deferred = Outcome::Deferred(refused(450));
    run.marks().answered(&ticket, &deferred).unwrap();
    run.turn(&[(ticket, Some(deferred))], &[], now()).unwrap();
    let again = claim(&mut run, &["a"])[0].unwrap();
    assert_ne!(again, ticket);
    drop(run);
    assert_eq!(folder.states(&["a"]), [Some(State::Owed)], "it was claimed again, and not begun");
}

#[test]
fn a_run_that_lives_is_left_alone() {
    let folder = Folder::new();
    let mut first = folder.begin();
    let mut second = folder.begin();
    assert!(claim(&mut first, &["a"])[0].is_some());
    assert!(claim(&mut second, &["a"])[0].is_none(), "it is in the other's hands");
    assert_eq!(folder.states(&["a"]), [Some(State::Claimed)]);
    first.finish(now()).unwrap();
    assert_eq!(folder.states(&["a"]), [Some(State::Owed)], "it ended without having begun it");
}

#[test]
fn letters_under_way_have_marks_of_their_own_where_another_run_has_some() {
    let folder = Folder::new();
    let (mut first, mut second) = (folder.begin(), folder.begin());
    claim(&mut first, &["a"]);
    let begun = claim(&mut second, &["a", "b"])[1].unwrap();
    second.marks().begun(&begun).unwrap();
    for signer in ["c", "d"] {
        let ticket = claim(&mut second, &[signer])[0].unwrap();
        second.marks().begun(&ticket).unwrap();
        second.marks().answered(&ticket, &accepted()).unwrap();
    }
    drop(second);
    let known = [State::Claimed, State::Uncertain, State::Accepted, State::Accepted].map(Some);
    assert_eq!(folder.states(&["a", "b", "c", "d"]), known);
}

#[test]
fn more_letters_than_there_are_marks_for_are_not_claimed() {
    let folder = Folder::new();
    let mut run = folder.begin();
    let signers: Vec<String> = (0..300).map(|number| format!("s{number}")).collect();
    let signers: Vec<&str> = signers.iter().map(String::as_str).collect();
    let letters: Vec<_> = signers.iter().map(|signer| letter_of(signer)).collect();
    let keys: Vec<_> = letters.iter().map(|letter| Key::of(&letter.form, &letter.signer)).collect();
    let wanted: Vec<_> = keys.iter().zip(&letters).map(|(key, letter)| Wanted { key, letter, mailboxes: 1 }).collect();
    assert!(run.turn(&[], &wanted, now()).is_err());
    assert_eq!(folder.states(&signers[..1]), [None]);
    // Places are given back when what became of a letter is recorded.
    for _ in 0..3 {
        let tickets = run.turn(&[], &wanted[..200], now()).unwrap();
        let released: Vec<_> = tickets.into_iter().flatten().map(|ticket| (ticket, None)).collect();
        assert_eq!(released.len(), 200);
        run.turn(&released, &[], now()).unwrap();
    }
}

#[test]
fn what_could_not_be_recorded_was_marked() {
    let folder = Folder::new();
    let mut run = folder.begin();
    let ticket = claim(&mut run, &["a"])[0].unwrap();
    run.marks().begun(&ticket).unwrap();
    // Somebody else writes, and does not come to an end.
    let database = rusqlite::Connection::open(folder.path()).unwrap();
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    run.marks().answered(&ticket, &accepted()).unwrap();
    drop(run);
    database.execute_batch("ROLLBACK").unwrap();
    drop(database);
    assert_eq!(folder.states(&["a"]), [Some(State::Accepted)]);
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let folder = Folder::new();
    fs::write(folder.0.path().join("file"), "").unwrap();
    let problem = Sqlite::open(&folder.0.path().join("file/ledger.db"), now()).unwrap_err();
    assert!(problem.to_string().contains("cannot open"), "{problem}");
    let no_ledger = folder.0.path().join("letter.txt");
    fs::write(&no_ledger, "Dear Sir or Madam,\n".repeat(100)).unwrap();
    let problem = Sqlite::open(&no_ledger, now()).unwrap_err();
    assert!(problem.causes[0].contains("is no ledger"), "{problem:?}");
    let foreign = folder.0.path().join("foreign.db");
    rusqlite::Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    let problem = Sqlite::open(&foreign, now()).unwrap_err();
    assert!(problem.causes[0].contains("is no ledger"), "{problem:?}");
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let mut run = folder.begin();
    claim(&mut run, &["a"]);
    for file in fs::read_dir(folder.0.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.path());
    }
}

#[test]
fn what_is_purged_is_gone_and_nothing_goes_twice() {
    let folder = Folder::new();
    let mut run = folder.begin();
    let tickets = claim(&mut run, &["maria", "later"]);
    let rejected = Outcome::Rejected(refused(550));
    run.turn(&[(tickets[0].unwrap(), Some(rejected))], &[], now()).unwrap();
    let later = now() + SignedDuration::from_hours(48);
    run.turn(&[(tickets[1].unwrap(), Some(accepted()))], &[], later).unwrap();
    run.finish(later).unwrap();
    let mut ledger = folder.open();
    let before = now() + SignedDuration::from_hours(24);
    assert_eq!((ledger.purgeable(before).unwrap(), ledger.purge(before).unwrap()), (1, 1));
    for file in fs::read_dir(folder.0.path()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        assert!(!holds("maria") && !holds("mailbox@"), "it is still there");
    }
    drop(ledger);
    assert_eq!(folder.states(&["maria", "later"]), [Some(State::Rejected), Some(State::Accepted)]);
    let signers: Vec<_> = rows(&folder.open(), &Filter::default()).into_iter().map(|row| row.signer).collect();
    assert_eq!(signers, [None, Some("later@example.org".to_owned())]);
}

#[test]
fn what_is_in_doubt_is_settled_by_hand() {
    let folder = Folder::new();
    dies(&folder);
    let mut ledger = folder.open();
    let uncertain = Filter { states: vec![State::Uncertain], ..Filter::default() };
    let ids: Vec<_> = rows(&ledger, &uncertain).iter().map(|row| row.id).collect();
    assert!(ledger.resolve(ids[0], true, now()).unwrap());
    assert!(!ledger.resolve(ids[0], false, now()).unwrap(), "it is settled");
    let both = Filter { states: vec![State::Deferred, State::Rejected], ..Filter::default() };
    assert_eq!(ledger.retry(&both, now()).unwrap(), 2);
    drop(ledger);
    let known = [State::Owed, State::Accepted, State::Accepted, State::Owed, State::Owed].map(Some);
    assert_eq!(folder.states(&SIGNERS), known);
}

#[test]
fn a_signer_who_says_something_else_now_is_noticed() {
    let folder = Folder::new();
    let mut run = folder.begin();
    claim(&mut run, &["a"]);
    let letter = letter_of("a");
    let key = Key::of(&letter.form, &letter.signer);
    let changed = |change: &dyn Fn(&mut Signer)| {
        let mut signer = (*letter.signer).clone();
        change(&mut signer);
        run.look_up(&key, &signer).unwrap().unwrap().changed
    };
    assert!(!changed(&|_| {}));
    assert!(changed(&|signer| signer.city = "Berlin".parse().ok()));
    let german = Localized::new(None, [("de".parse().unwrap(), "Ich auch.".parse().unwrap())]);
    assert!(changed(&|signer| signer.statement.clone_from(&german)));
}

#[test]
fn another_text_of_the_same_form_is_noticed() {
    let folder = Folder::new();
    let mut run = folder.begin();
    let mut letter = letter_of("a");
    assert!(!run.wording_changed(&letter.form).unwrap(), "it is the first");
    claim(&mut run, &["a"]);
    assert!(!run.wording_changed(&letter.form).unwrap());
    run.finish(now()).unwrap();
    let text = include_str!("mail/printers.toml").replace("They printed.", "They printed it.");
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("printers.toml"), text).unwrap();
    letter = letters::letter_of(&home.path().join("printers.toml"), "court");
    assert!(folder.begin().wording_changed(&letter.form).unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// A ledger that was cut off or written over opens, or says that it cannot; nothing else happens.
    #[test]
    fn a_damaged_ledger_is_told(cut in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), byte: u8, truncate: bool) {
        let folder = Folder::new();
        let mut run = folder.begin();
        let ticket = claim(&mut run, &["a", "b", "c"])[0].unwrap();
        run.turn(&[(ticket, Some(accepted()))], &[], now()).unwrap();
        drop(run);
        for name in ["ledger.db", "ledger.db-wal"] {
            let path = folder.0.path().join(name);
            let Ok(mut bytes) = fs::read(&path) else { continue };
            if bytes.is_empty() {
                continue;
            }
            if truncate {
                bytes.truncate(cut.index(bytes.len()));
            } else {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            fs::write(&path, bytes).unwrap();
        }
        if let Ok(ledger) = Sqlite::open(&folder.path(), now()) {
            let _ = ledger.counts(&Filter::default());
            let _ = ledger.each(&Filter::default(), |_| Ok::<_, Problem>(()));
            let _ = ledger.begin("account", true, now()).map(|mut run| {
                let letter = letter_of("a");
                let key = Key::of(&letter.form, &letter.signer);
                let _ = run.turn(&[], &[Wanted { key: &key, letter: &letter, mailboxes: 1 }], now());
                run.finish(now())
            });
        }
    }
}
