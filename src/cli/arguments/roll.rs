use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use crate::signer::{Delimiter, Roll};
use crate::source::Problem;

/// Many signers.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Many signers")]
pub(crate) struct RollArguments {
    /// A CSV of signers who agreed, a letter from each; `-` reads standard input
    #[arg(long, value_name = "FILE", conflicts_with = "signer")]
    pub signers: Option<PathBuf>,
    /// What separates its fields: `,`, `;` or `tab`; seen from its first line when left out
    #[arg(long, value_name = "CHARACTER", requires = "signers")]
    delimiter: Option<Delimiter>,
    /// Write the rows that are not taken to a file, which can be mended and given to --signers again
    #[arg(long, value_name = "FILE", requires = "signers")]
    pub rejects: Option<PathBuf>,
    /// Send nothing when a row is not taken
    #[arg(long, requires = "signers")]
    pub strict: bool,
    /// One letter to each recipient from you, with all signers of the roll under it
    #[arg(long, requires = "signers")]
    pub joint: bool,
}

impl RollArguments {
    /// The roll, if there is one.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or lacks a column.
    pub(crate) fn roll(&self, today: Date) -> Result<Option<Roll>, Problem> {
        let Some(path) = &self.signers else { return Ok(None) };
        if path == Path::new("-") {
            return Roll::read_from(io::stdin().lock(), "standard input", self.delimiter, today).map(Some);
        }
        Roll::open(path, self.delimiter, today).map(Some)
    }
}
