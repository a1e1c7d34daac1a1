use std::path::{Path, PathBuf};

use csv::{ByteRecord, QuoteStyle, Writer, WriterBuilder};

use super::column::OF_REJECTS;
use super::{BadRow, Roll};
use crate::source::{Problem, write_new_private};

/// A file of the rows of a roll that were not taken, as they were, behind two columns that say where each stood and why it
/// was not taken. It can be mended and read as a roll.
#[derive(Debug)]
pub struct Rejects {
    path: PathBuf,
    table: Writer<std::fs::File>,
    /// The columns of the roll that are such columns themselves.
    own: Vec<usize>,
}

impl Rejects {
    /// Makes the file, which only its owner can read.
    ///
    /// # Errors
    ///
    /// When there is one already, or it cannot be written.
    pub fn create(path: &Path, roll: &Roll) -> Result<Self, Problem> {
        let failed = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => {
                Problem::error(format!("there is a file {} already", path.display())).hint("choose another name")
            }
            _ => Problem::error(format!("cannot write {}", path.display())).because(error),
        };
        write_new_private(path, b"").map_err(failed)?;
        let file = std::fs::OpenOptions::new().append(true).open(path).map_err(failed)?;
        let mut table = WriterBuilder::new();
        table.delimiter(roll.delimiter()).flexible(true).quote_style(QuoteStyle::Necessary);
        let own = |(index, heading)| OF_REJECTS.map(str::as_bytes).contains(&heading).then_some(index);
        let own = roll.headings().iter().enumerate().filter_map(own).collect();
        let mut rejects = Self { path: path.to_owned(), table: table.from_writer(file), own };
        rejects.write(OF_REJECTS.map(str::as_bytes), roll.headings())?;
        Ok(rejects)
    }

    /// Adds a row.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn add(&mut self, bad: &BadRow) -> Result<(), Problem> {
        let why = bad.problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        let line = bad.line.to_string();
        self.write([line.as_bytes(), why.as_bytes()], &bad.record)
    }

    /// Ends the file.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn finish(mut self) -> Result<(), Problem> {
        self.table.flush().map_err(|error| self.failed(error))
    }

    fn write(&mut self, first: [&[u8]; 2], record: &ByteRecord) -> Result<(), Problem> {
        let rest = record.iter().enumerate().filter(|(index, _)| !self.own.contains(index)).map(|(_, field)| field);
        let written = self.table.write_record(first.into_iter().chain(rest));
        written.map_err(|error| self.failed(error))
    }

    fn failed(&self, error: impl std::fmt::Display) -> Problem {
        Problem::error(format!("cannot write {}", self.path.display())).because(error)
    }
}
