use std::path::{Path, PathBuf};

use clap::Args;

use super::desk::Desk;
use crate::ledger::Sqlite;
use crate::source::Problem;

/// Where the record of letters is kept.
#[derive(Debug, Clone, Args)]
pub(super) struct LedgerArguments {
    /// The record of letters, so that none goes twice; the one in your own folders when left out
    #[arg(long = "ledger", value_name = "FILE", env = "PROTEST_LETTER_LEDGER")]
    path: Option<PathBuf>,
}

impl LedgerArguments {
    pub(super) fn path(&self, desk: &Desk) -> PathBuf {
        self.path.clone().unwrap_or_else(|| desk.folders.ledger.clone())
    }

    /// The ledger, made when there is none.
    ///
    /// # Errors
    ///
    /// When it cannot be used.
    pub(super) fn open(&self, desk: &Desk) -> Result<Sqlite, Problem> {
        Sqlite::open(&self.path(desk), desk.now())
    }

    /// The ledger, if there is one.
    ///
    /// # Errors
    ///
    /// When it cannot be used.
    pub(super) fn open_existing(&self, desk: &Desk) -> Result<Option<Sqlite>, Problem> {
        self.path(desk).exists().then(|| self.open(desk)).transpose()
    }

    /// A ledger in that file, which knows what the real one knows.
    ///
    /// # Errors
    ///
    /// When either cannot be used.
    pub(super) fn copy(&self, desk: &Desk, path: &Path) -> Result<Sqlite, Problem> {
        if let Some(ledger) = self.open_existing(desk)? {
            ledger.copy_to(path)?;
        }
        Sqlite::open(path, desk.now())
    }
}
