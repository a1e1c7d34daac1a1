//! Ledgers of other versions of the program.

use std::fs;
use std::path::Path;
use std::thread;

use protest_letter::ledger::{Fact, Filter, Key, Sqlite, State};
use ring::hmac;
use rusqlite::{Connection, params};

use crate::{Folder, SIGNERS, claim, dies, letter_of, now, rows};

/// The tables of version 1.
const VERSION_1: &str = "
    CREATE TABLE secret (secret BLOB NOT NULL);
    CREATE TABLE runs (
        id      INTEGER PRIMARY KEY,
        account TEXT    NOT NULL,
        boot    TEXT,
        began   INTEGER NOT NULL,
        ended   INTEGER
    );
    CREATE TABLE letters (
        id        INTEGER PRIMARY KEY,
        key       BLOB    NOT NULL UNIQUE,
        campaign  TEXT    NOT NULL,
        recipient TEXT    NOT NULL,
        signer    TEXT,
        state     TEXT    NOT NULL,
        run       INTEGER NOT NULL,
        attempt   INTEGER NOT NULL,
        mailboxes INTEGER NOT NULL,
        signed    BLOB    NOT NULL,
        at        INTEGER NOT NULL,
        words     TEXT
    );
    CREATE INDEX claimed ON letters (run) WHERE state = 'claimed';
    CREATE TABLE wordings (form BLOB PRIMARY KEY, wording BLOB NOT NULL) WITHOUT ROWID;
    PRAGMA application_id = 0x504C7472;
    PRAGMA user_version = 1;
    PRAGMA journal_mode = WAL;
";

const INSERT_1: &str = "INSERT INTO letters \
    (key, campaign, recipient, signer, state, run, attempt, mailboxes, signed, at) \
    VALUES (?1, ?2, ?3, ?4, ?5, 1, 1, 3, x'00', 0)";

/// The states that version 1 knew.
const STATES: [State; 6] =
    [State::Owed, State::Claimed, State::Accepted, State::Deferred, State::Rejected, State::Uncertain];

/// A ledger of version 1 with a letter in each state, signed by somebody called like it, of a run that died.
fn version_1() -> Folder {
    let folder = Folder::new();
    let database = Connection::open(folder.path()).unwrap();
    database.execute_batch(VERSION_1).unwrap();
    database.execute("INSERT INTO secret VALUES (?1)", [[7; 32]]).unwrap();
    database.execute("INSERT INTO runs (id, account, began) VALUES (1, 'account', 0)", []).unwrap();
    for state in STATES {
        insert(&database, state.word(), state);
    }
    folder
}

/// Does what a program of version 1 does.
fn insert(database: &Connection, who: &str, state: State) {
    let letter = letter_of(who);
    let key = Key::of(&letter.form, &letter.signer);
    let fingerprint = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &[7; 32]), key.line().as_bytes());
    let Key { campaign, recipient, signer } = key;
    database
        .execute(INSERT_1, params![&fingerprint.as_ref()[..16], campaign, recipient, signer, state.word()])
        .unwrap();
}

fn version(path: &Path) -> i32 {
    let database = Connection::open(path).unwrap();
    database.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

fn files(folder: &Folder) -> Vec<(String, Vec<u8>)> {
    let files = fs::read_dir(folder.0.path()).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<_> = files.map(|path| (path.display().to_string(), fs::read(path).unwrap())).collect();
    files.sort();
    files
}

#[test]
fn a_ledger_of_version_1_keeps_what_it_knows_and_nothing_goes_twice() {
    let folder = version_1();
    let names = STATES.map(State::word);
    let mut known = STATES.map(Some);
    // Its run died, and nothing tells how far it came.
    known[1] = Some(State::Uncertain);
    assert_eq!(folder.states(&names), known);
    assert_eq!(version(&folder.path()), 4);
    assert!(rows(&folder.open(), &Filter::default()).iter().all(|row| row.channel == "email"));
    let taken: Vec<_> = claim(&mut folder.begin(), &names).iter().map(Option::is_some).collect();
    assert_eq!(taken, [true, false, false, true, false, false], "what is owed goes, and nothing else");
}

#[test]
fn a_step_that_is_not_finished_leaves_the_old_version() {
    let folder = version_1();
    Connection::open(folder.path()).unwrap().execute_batch("ALTER TABLE runs RENAME TO gone").unwrap();
    assert!(Sqlite::open(&folder.path(), now()).is_err());
    assert_eq!(version(&folder.path()), 1);
    let database = Connection::open(folder.path()).unwrap();
    assert!(database.prepare("SELECT channel FROM letters").is_err());
    database.execute_batch("ALTER TABLE gone RENAME TO runs").unwrap();
    drop(database);
    assert_eq!(folder.states(&["accepted"]), [Some(State::Accepted)]);
}

#[test]
fn programs_that_open_an_old_ledger_at_once_take_each_step_once() {
    let folder = version_1();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(folder.states(&["accepted"]), [Some(State::Accepted)]));
        }
    });
    assert_eq!(version(&folder.path()), 4);
}

#[test]
fn a_ledger_of_version_2_learns_what_comes_back_and_its_program_goes_on_beside() {
    let folder = version_1();
    let older = Connection::open(folder.path()).unwrap();
    let step = "ALTER TABLE letters ADD COLUMN channel TEXT NOT NULL DEFAULT 'email'; PRAGMA user_version = 2;";
    older.execute_batch(step).unwrap();
    assert!(folder.open().came_back(&Filter::default()).unwrap().is_empty());
    assert_eq!(version(&folder.path()), 4);
    insert(&older, "late", State::Accepted);
    assert_eq!(folder.states(&["accepted", "late"]), [Some(State::Accepted); 2]);
    // In which country they live was not kept.
    let figures = folder.open().figures("printers").unwrap();
    let accepted = figures.iter().filter(|figures| figures.state == State::Accepted);
    assert_eq!(accepted.map(|figures| (figures.letters, figures.country.clone())).collect::<Vec<_>>(), [(2, None)]);
}

#[test]
fn a_run_of_version_1_goes_on_beside_this_one() {
    let folder = version_1();
    let older = Connection::open(folder.path()).unwrap();
    drop(folder.open());
    insert(&older, "late", State::Accepted);
    assert_eq!(folder.states(&["late"]), [Some(State::Accepted)]);
}

#[test]
fn a_ledger_of_a_newer_program_is_refused_and_not_touched() {
    let folder = Folder::new();
    dies(&folder);
    Connection::open(folder.path()).unwrap().execute_batch("PRAGMA user_version = 1000").unwrap();
    let before = files(&folder);
    let problem = Sqlite::open(&folder.path(), now()).unwrap_err();
    assert!(problem.what.contains("ledger.db"), "{problem:?}");
    assert_eq!(problem.causes[0], "a newer version of this program wrote it");
    assert!(problem.hint.unwrap().starts_with("install the newer program, or name another file with --ledger"));
    assert!(files(&folder) == before, "something was written");
}

#[test]
fn a_ledger_that_is_read_alone_stays_as_it_is() {
    let folder = version_1();
    let before = files(&folder);
    assert!(Sqlite::open_to_read(&folder.path()).unwrap().is_none(), "nothing can have come back");
    assert!(files(&folder) == before, "something was written");

    let folder = Folder::new();
    dies(&folder);
    let before = files(&folder);
    let address = "court@example.org".parse().unwrap();
    let mut ledger = Sqlite::open_to_read(&folder.path()).unwrap().unwrap();
    assert_eq!(ledger.returned(&address).unwrap(), None);
    assert!(ledger.record_facts(&[Fact::Answered { letter: 1, at: now() }]).is_err());
    drop(ledger);
    assert!(files(&folder) == before, "something was written");
}

#[test]
fn a_copy_knows_what_the_ledger_knows_and_leaves_it_alone() {
    let known = |ledger: &Sqlite, signers: &[&str]| -> Vec<_> {
        let letters = signers.iter().map(|signer| letter_of(signer));
        let known = letters.map(|letter| ledger.look_up(&Key::of(&letter.form, &letter.signer), &letter.signer));
        known.map(|known| known.unwrap().map(|known| known.state)).collect()
    };
    let elsewhere = tempfile::tempdir().unwrap();

    let folder = version_1();
    let before = files(&folder);
    let copy = Sqlite::open_copy(&folder.path(), &elsewhere.path().join("1.db"), now()).unwrap();
    assert_eq!(known(&copy, &["accepted", "claimed"]), [State::Accepted, State::Uncertain].map(Some));
    assert!(files(&folder) == before, "something was written");

    // What a dead run left is settled in the copy alone, and what a run has in hand stays there.
    let folder = Folder::new();
    dies(&folder);
    let mut alive = folder.begin();
    let left = [State::Owed, State::Uncertain, State::Accepted, State::Deferred, State::Rejected].map(Some);
    let copy = Sqlite::open_copy(&folder.path(), &elsewhere.path().join("2.db"), now()).unwrap();
    assert_eq!(known(&copy, &SIGNERS), left);
    claim(&mut alive, &["in-hand"]);
    let copy = Sqlite::open_copy(&folder.path(), &elsewhere.path().join("3.db"), now()).unwrap();
    let mut run = copy.begin("account", false, now()).unwrap();
    assert_eq!(claim(&mut run, &["in-hand"]), [None]);
}

#[test]
fn a_ledger_without_a_letter_is_copied_too() {
    let folder = Folder::new();
    fs::write(folder.path(), "").unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = Sqlite::open_copy(&folder.path(), &elsewhere.path().join("copy.db"), now()).unwrap();
    assert!(copy.counts(&Filter::default()).unwrap().is_empty());
    assert_eq!(fs::read(folder.path()).unwrap(), b"");
}
