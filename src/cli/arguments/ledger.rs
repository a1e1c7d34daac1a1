use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::context::Context;
use crate::ledger::Sqlite;
use crate::source::Problem;

/// Where the record of letters is kept.
#[derive(Debug, Clone, Args)]
pub(crate) struct LedgerArguments {
    /// The record of letters, so that none goes twice; the one in your own folders when left out
    #[arg(long = "ledger", value_name = "FILE", env = "PROTEST_LETTER_LEDGER")]
    path: Option<PathBuf>,
}

impl LedgerArguments {
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

    /// A ledger in that file, which knows what the real one knows.
    ///
    /// # Errors
    ///
    /// When either cannot be used.
    pub(crate) fn copy(&self, context: &Context, path: &Path) -> Result<Sqlite, Problem> {
        if let Some(ledger) = self.open_existing(context)? {
            ledger.copy_to(path)?;
        }
        Sqlite::open(path, context.now())
    }
}
