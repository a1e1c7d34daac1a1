use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::source::Problem;

/// Why a file cannot be opened as a ledger.
#[derive(Debug)]
pub(super) enum Unusable {
    /// It is something else.
    NoLedger,
    /// A newer program wrote it, or brought it to a version that is not known here.
    Newer { version: usize, known: usize },
    /// It is not whole.
    Damaged,
    /// It lost what was on the disk when letters went, of which these marks tell.
    Behind { marks: PathBuf },
    /// `SQLite` cannot read or write it.
    Failed(rusqlite::Error),
}

impl From<rusqlite::Error> for Unusable {
    fn from(error: rusqlite::Error) -> Self {
        Self::Failed(error)
    }
}

impl Unusable {
    /// Says so in plain words, and what can be done.
    pub(super) fn problem(&self, path: &Path) -> Problem {
        match self {
            Self::NoLedger => cannot_be_used(path, NO_LEDGER, ANOTHER),
            Self::Newer { version, known } => {
                let why = "a newer version of this program wrote it";
                let versions =
                    format!("it is of version {version}, and this program knows ledgers up to version {known}");
                cannot_be_used(path, why, &format!("install the newer program, or {ANOTHER}")).because(versions)
            }
            Self::Damaged => cannot_be_used(path, DAMAGED, COPY),
            Self::Behind { marks } => {
                let why = format!("it does not know letters that were under way, of which {} tells", marks.display());
                let hint = format!(
                    "put back a copy of it that does; if you take {} away, letters may go twice",
                    marks.display()
                );
                cannot_be_used(path, &why, &hint)
            }
            Self::Failed(error) => problem(path, error),
        }
    }
}

const NO_LEDGER: &str = "it is no ledger";
const DAMAGED: &str = "it is damaged";
const COPY: &str = "put back a copy of it; without it, letters may go twice";
const ANOTHER: &str =
    "name another file with --ledger; a new ledger does not know what went before, and sends it again";

const PERMISSIONS: &str = "look at its folder and permissions, or name another with --ledger";

/// What went wrong with a ledger, in plain words, and what can be done.
pub(super) fn problem(path: &Path, error: &rusqlite::Error) -> Problem {
    let (why, hint) = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => ("the disk is full", "make room, and run the same command again"),
        Some(ErrorCode::CannotOpen) => ("it cannot be opened", PERMISSIONS),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => ("it cannot be written", PERMISSIONS),
        Some(ErrorCode::NotADatabase) => (NO_LEDGER, ANOTHER),
        Some(ErrorCode::DatabaseCorrupt) => (DAMAGED, COPY),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            ("another program has it in hand", "wait until it is done, and run the same command again")
        }
        _ => (&*error.to_string(), "what was recorded until now is safe; run the same command again"),
    };
    cannot_be_used(path, why, hint)
}

fn cannot_be_used(path: &Path, why: &str, hint: &str) -> Problem {
    Problem::error(format!("the ledger {} cannot be used", path.display())).because(why).hint(hint)
}
