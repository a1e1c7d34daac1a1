use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use ring::rand::{SecureRandom, SystemRandom};
use rusqlite::{Connection, ErrorCode, OpenFlags, Params, Row, Transaction, TransactionBehavior};

use super::fingerprint::Fingerprints;
use super::recovery::{Settled, settle_dead_runs};
use super::schema::{LATEST, migrate, version};
use super::unusable::{Unusable, problem};
use crate::source::{Problem, create_private_folder, write_new_private};

/// How long to wait for another program that writes.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long to wait for it where it is only to be looked at.
const GLANCE: Duration = Duration::from_secs(2);

/// A ledger in a file of `SQLite`.
#[derive(Debug)]
pub struct Sqlite {
    pub(super) path: PathBuf,
    pub(super) connection: Connection,
    pub(super) fingerprints: Fingerprints,
}

impl Sqlite {
    /// Opens a ledger, makes it when there is none, brings one of an older program to the version of this one, and settles
    /// what runs have left that did not come to their end.
    ///
    /// No copy of an older file is kept: a crash leaves it as it was, and a copy would know whom [`Sqlite::purge`] forgets.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or written, is no ledger, or is one of a newer program.
    pub fn open(path: &Path, now: Timestamp) -> Result<Self, Problem> {
        make_private(path)?;
        let (ledger, settled) = Self::open_file(path, path, now)?;
        settled.forget();
        Ok(ledger)
    }

    /// Opens a copy of a ledger in a new file, as a dry run needs it. The ledger itself is only read: its version stays, and so
    /// does what runs have left.
    ///
    /// # Errors
    ///
    /// When it cannot be read, is no ledger, or is one of a newer program, or the copy cannot be written.
    pub fn open_copy(ledger: &Path, copy: &Path, now: Timestamp) -> Result<Self, Problem> {
        make_private(copy)?;
        let failed = |error: rusqlite::Error| problem(ledger, &error);
        let read = || {
            let connection = connect(ledger)?;
            connection.execute("VACUUM INTO ?1", [copy.to_string_lossy()])
        };
        read().map_err(failed)?;
        let (opened, _) = Self::open_file(copy, ledger, now)?;
        // What a run has in hand stays there: that run lives on beside the ledger itself.
        opened.connection.execute("UPDATE runs SET ended = began WHERE ended IS NULL", []).map_err(failed)?;
        Ok(opened)
    }

    /// Opens a ledger to be read alone: its version stays, and so does what runs have left. Nothing where no program has used it
    /// that knows all that this one can look for.
    ///
    /// # Errors
    ///
    /// When it cannot be read, is no ledger, or is one of a newer program.
    pub fn open_to_read(path: &Path) -> Result<Option<Self>, Problem> {
        let open = || {
            let connection = connect(path)?;
            if version(&connection)? < LATEST {
                return Ok(None);
            }
            connection.pragma_update(None, "query_only", true)?;
            let secret: Vec<u8> = connection.query_row("SELECT secret FROM secret", [], |row| row.get(0))?;
            Ok(Some(Self { path: path.to_owned(), connection, fingerprints: Fingerprints::new(&secret) }))
        };
        open().map_err(|error: Unusable| error.problem(path))
    }

    /// Opens a file in which the runs of a ledger may be that did not come to their end.
    fn open_file(path: &Path, ledger: &Path, now: Timestamp) -> Result<(Self, Settled), Problem> {
        let mut secret = vec![0; 32];
        let no_chance = |_| Problem::error("this machine has no random numbers to make a ledger with");
        SystemRandom::new().fill(&mut secret).map_err(no_chance)?;
        let open = || {
            let mut connection = Connection::open(path)?;
            connection.busy_timeout(PATIENCE)?;
            // What is something else is not touched.
            version(&connection)?;
            keep_journal(&connection)?;
            // A commit is on the disk when it returns: https://www.sqlite.org/pragma.html#pragma_synchronous
            connection.pragma_update(None, "synchronous", "FULL")?;
            check_whole(&connection)?;
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            migrate(&transaction, &secret)?;
            let secret: Vec<u8> = transaction.query_row("SELECT secret FROM secret", [], |row| row.get(0))?;
            let settled = settle_dead_runs(&transaction, ledger, now)?;
            transaction.commit()?;
            Ok((Self { path: path.to_owned(), connection, fingerprints: Fingerprints::new(&secret) }, settled))
        };
        open().map_err(|error: Unusable| error.problem(ledger))
    }

    pub(super) fn transaction(&mut self) -> rusqlite::Result<Transaction<'_>> {
        self.connection.transaction_with_behavior(TransactionBehavior::Immediate)
    }

    /// The rows that a statement selects, each made into something.
    pub(super) fn rows<T>(
        &self,
        sql: &str,
        values: impl Params,
        of_row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Problem> {
        let read = || self.connection.prepare(sql)?.query_map(values, of_row)?.collect::<rusqlite::Result<_>>();
        read().map_err(|error| self.problem(&error))
    }

    pub(super) fn problem(&self, error: &rusqlite::Error) -> Problem {
        problem(&self.path, error)
    }
}

/// A connection to a ledger that is only looked at. Opened to be read alone, it would leave its journal behind.
fn connect(ledger: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(ledger, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(GLANCE)?;
    Ok(connection)
}

/// Looks whether every page is what it was: `SQLite` would take a letter that it does not find for one that never went.
fn check_whole(connection: &Connection) -> Result<(), Unusable> {
    let found: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if found == "ok" { Ok(()) } else { Err(Unusable::Damaged) }
}

/// Makes the file when there is none, so that only its owner can read it: `SQLite` would make it readable for others.
fn make_private(path: &Path) -> Result<(), Problem> {
    let failed = |error: std::io::Error| {
        let problem = Problem::error(format!("cannot open {}", path.display())).because(error);
        problem.hint("look at its folder, or name another file with --ledger")
    };
    if let Some(folder) = path.parent() {
        create_private_folder(folder).map_err(failed)?;
    }
    // One that is there is not opened: closing it would take SQLite's locks away
    // (https://www.sqlite.org/howtocorrupt.html, section 2.2).
    match write_new_private(path, b"") {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(failed(error)),
        _ => Ok(()),
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
