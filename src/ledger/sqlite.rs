use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use ring::rand::{SecureRandom, SystemRandom};
use rusqlite::Error::SqliteFailure as SqliteError;
use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior, ffi};

use super::fingerprint::Fingerprints;
use super::recovery::settle_dead_runs;
use crate::source::{Problem, create_private_folder, write_new_private};

/// What tells a ledger from other files: the letters P, L, t, r.
const APPLICATION_ID: i32 = 0x504C_7472;

/// How long to wait for another program that writes.
const PATIENCE: Duration = Duration::from_secs(30);

/// The version of [`SCHEMA`].
const VERSION: i32 = 2;

/// A letter's row is found by the fingerprint of its key. `signer` and `words` are all that is personal in it.
const SCHEMA: &str = "
    CREATE TABLE secret (secret BLOB NOT NULL);
    CREATE TABLE runs (
        id      INTEGER PRIMARY KEY,
        account TEXT    NOT NULL,
        boot    TEXT,               -- which start of the machine it belongs to
        began   INTEGER NOT NULL,   -- in milliseconds since 1970
        ended   INTEGER
    );
    CREATE TABLE letters (
        id        INTEGER PRIMARY KEY,
        key       BLOB    NOT NULL UNIQUE,
        campaign  TEXT    NOT NULL,
        recipient TEXT    NOT NULL,
        signer    TEXT,             -- for people to read, until it is purged
        channel   TEXT    NOT NULL,
        state     TEXT    NOT NULL,
        run       INTEGER NOT NULL, -- which claimed it last
        attempt   INTEGER NOT NULL,
        mailboxes INTEGER NOT NULL, -- envelope recipients
        signed    BLOB    NOT NULL, -- what the signer said
        at        INTEGER NOT NULL, -- when it came to its state, in milliseconds since 1970
        words     TEXT              -- the server's, until they are purged
    );
    CREATE INDEX claimed ON letters (run) WHERE state = 'claimed';
    CREATE TABLE wordings (form BLOB PRIMARY KEY, wording BLOB NOT NULL) WITHOUT ROWID;
";

/// A ledger in a file of `SQLite`.
#[derive(Debug)]
pub struct Sqlite {
    pub(super) path: PathBuf,
    pub(super) connection: Connection,
    pub(super) fingerprints: Fingerprints,
}

impl Sqlite {
    /// Opens a ledger, makes it when there is none, and settles what runs have left that did not come to their end.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or written, or is no ledger.
    pub fn open(path: &Path, now: Timestamp) -> Result<Self, Problem> {
        let failed = |error: std::io::Error| {
            let problem = Problem::error(format!("cannot open {}", path.display())).because(error);
            problem.hint("look at its folder, or name another file with --ledger")
        };
        if let Some(folder) = path.parent() {
            create_private_folder(folder).map_err(failed)?;
        }
        // SQLite would make it readable for others. One that is there is not opened: closing it would take SQLite's locks
        // away (https://www.sqlite.org/howtocorrupt.html, section 2.2).
        match write_new_private(path, b"") {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(failed(error)),
            _ => {}
        }
        let mut secret = vec![0; 32];
        let no_chance = |_| Problem::error("this machine has no random numbers to make a ledger with");
        SystemRandom::new().fill(&mut secret).map_err(no_chance)?;
        Self::open_file(path, &secret, now).map_err(|error| problem(path, &error))
    }

    fn open_file(path: &Path, secret: &[u8], now: Timestamp) -> rusqlite::Result<Self> {
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(PATIENCE)?;
        if !is_ledger(&connection)? {
            return Err(SqliteError(ffi::Error::new(ffi::SQLITE_NOTADB), None));
        }
        keep_journal(&connection)?;
        // A commit is on the disk when it returns: https://www.sqlite.org/pragma.html#pragma_synchronous
        connection.pragma_update(None, "synchronous", "FULL")?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        make_ledger(&transaction, secret)?;
        let secret: Vec<u8> = transaction.query_row("SELECT secret FROM secret", [], |row| row.get(0))?;
        let settled = settle_dead_runs(&transaction, path, now)?;
        transaction.commit()?;
        settled.forget();
        Ok(Self { path: path.to_owned(), connection, fingerprints: Fingerprints::new(&secret) })
    }

    /// Copies the ledger, as a dry run needs it.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or the copy cannot be written.
    pub fn copy_to(&self, path: &Path) -> Result<(), Problem> {
        let copy = || {
            self.connection.execute("VACUUM INTO ?1", [path.to_string_lossy()])?;
            // What a run has in hand stays there: that run lives on beside the ledger itself.
            Connection::open(path)?.execute("UPDATE runs SET ended = began WHERE ended IS NULL", [])
        };
        copy().map(drop).map_err(|error| self.problem(&error))
    }

    pub(super) fn transaction(&mut self) -> rusqlite::Result<Transaction<'_>> {
        self.connection.transaction_with_behavior(TransactionBehavior::Immediate)
    }

    pub(super) fn problem(&self, error: &rusqlite::Error) -> Problem {
        problem(&self.path, error)
    }
}

/// Keeps a journal beside the file (<https://www.sqlite.org/wal.html>). Nobody else may have the file in hand when that
/// begins, and it does not wait for that by itself.
fn keep_journal(connection: &Connection) -> rusqlite::Result<()> {
    let given_up = Instant::now() + PATIENCE;
    loop {
        match connection.pragma_update(None, "journal_mode", "WAL") {
            Err(error) if is_busy(&error) && Instant::now() < given_up => thread::sleep(Duration::from_millis(10)),
            kept => return kept,
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// Whether the file is a ledger of this version, or empty: one that is something else is not touched.
fn is_ledger(connection: &Connection) -> rusqlite::Result<bool> {
    let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0));
    let is_empty: bool = connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(match (number("application_id")?, number("user_version")?) {
        (0, 0) => is_empty,
        made_by => made_by == (APPLICATION_ID, VERSION),
    })
}

/// Makes a new file a ledger.
fn make_ledger(transaction: &Transaction<'_>, secret: &[u8]) -> rusqlite::Result<()> {
    if transaction.pragma_query_value(None, "user_version", |row| row.get::<_, i32>(0))? == VERSION {
        return Ok(());
    }
    transaction.execute_batch(SCHEMA)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.execute("INSERT INTO secret VALUES (?1)", [secret]).map(drop)
}

/// What went wrong with a ledger, in plain words, and what can be done.
pub(super) fn problem(path: &Path, error: &rusqlite::Error) -> Problem {
    let (why, hint) = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => ("the disk is full".to_owned(), "make room, and run the same command again"),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            ("it cannot be written".to_owned(), "look at its folder and permissions, or name another with --ledger")
        }
        Some(ErrorCode::NotADatabase) => (
            "it is no ledger, or one of another version of this program".to_owned(),
            "name another file with --ledger; a new ledger does not know what went before, and sends it again",
        ),
        Some(ErrorCode::DatabaseCorrupt) => {
            ("it is damaged".to_owned(), "put back a copy of it; without it, letters may go twice")
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            ("another program has it in hand".to_owned(), "wait until it is done, and run the same command again")
        }
        _ => (error.to_string(), "what was recorded until now is safe; run the same command again"),
    };
    Problem::error(format!("the ledger {} cannot be used", path.display())).because(why).hint(hint)
}
