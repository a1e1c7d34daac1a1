use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::context::Context;
use crate::cli::terminal::screen::say_problem;
use crate::ledger::Sqlite;
use crate::source::{Problem, Severity};

/// Where the record of letters is kept.
#[derive(Debug, Clone, Args)]
pub(crate) struct LedgerArguments {
    /// The record of letters, so that none goes twice; the one in your own folders when left out
    #[arg(long = "ledger", value_name = "FILE", env = "PROTEST_LETTER_LEDGER")]
    path: Option<PathBuf>,
}

impl LedgerArguments {
    /// The ledger where no flag names one.
    pub(crate) fn of_environment() -> Self {
        Self { path: std::env::var_os("PROTEST_LETTER_LEDGER").map(PathBuf::from) }
    }

    pub(crate) fn path(&self, context: &Context) -> PathBuf {
        self.path.clone().unwrap_or_else(|| context.folders.ledger.clone())
    }

    /// The ledger, made when there is none.
    ///
    /// # Errors
    ///
    /// When it cannot be used.
    pub(crate) fn open(&self, context: &Context) -> Result<Sqlite, Problem> {
        Sqlite::open(&self.path(context), context.now())
    }

    /// The ledger, if there is one.
    ///
    /// # Errors
    ///
    /// When it cannot be used.
    pub(crate) fn open_existing(&self, context: &Context) -> Result<Option<Sqlite>, Problem> {
        self.path(context).exists().then(|| self.open(context)).transpose()
    }

    /// The ledger as it is, to be read alone, if there is one.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub(crate) fn open_to_read(&self, context: &Context) -> Result<Option<Sqlite>, Problem> {
        let path = self.path(context);
        if path.exists() { Sqlite::open_to_read(&path) } else { Ok(None) }
    }

    /// A ledger in an empty folder, which knows what the real one knows. What is only tried needs no record: where the real
    /// one cannot be read, that is told, and the other one knows nothing.
    ///
    /// # Errors
    ///
    /// When there is no room for it.
    pub(crate) fn copy(&self, context: &Context, folder: &Path) -> Result<Sqlite, Problem> {
        let path = self.path(context);
        if path.exists() {
            match Sqlite::open_copy(&path, &folder.join("copy.db"), context.now()) {
                Ok(ledger) => {
                    take_names_away(folder);
                    return Ok(ledger);
                }
                Err(problem) => {
                    let what = format!("{}: this goes on as if no letter had gone", problem.what);
                    say_problem(&Problem { what, severity: Severity::Warning, ..problem });
                }
            }
        }
        Sqlite::open(&folder.join("ledger.db"), context.now())
    }
}

/// Takes the names of the files in a folder away, which stay for who has them open: a program that is killed then leaves nothing
/// of a copy, which knows signers. Where files that are open cannot lose their names, they go when the program ends.
fn take_names_away(folder: &Path) {
    for file in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let _ = std::fs::remove_file(file.path());
    }
}
