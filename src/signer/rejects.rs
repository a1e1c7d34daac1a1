use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use csv::{Writer, WriterBuilder};

use crate::source::{Problem, create_new_private};

use super::header::Header;
use super::roll::MARK;
use super::{BadRow, Roll};

/// A file of the rows of a roll that were not taken: first the line and the reason, then the cells as they were. It is
/// itself a roll, so that it can be mended and fed back; its first two columns are then passed over.
#[derive(Debug)]
pub struct Rejects {
    name: String,
    writer: Writer<File>,
    /// The columns that an earlier file of rejects put first, and this one leaves out.
    own_columns: usize,
}

impl Rejects {
    /// Makes the file, which only its owner can read, and writes the names of the columns.
    ///
    /// # Errors
    ///
    /// When there is a file of this name, or it cannot be written.
    pub fn create(path: &Path, roll: &Roll) -> Result<Self, Problem> {
        let name = path.display().to_string();
        let mut file = create_new_private(path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => {
                Problem::error(format!("{name} is there already")).hint("name another file, or move that one away")
            }
            _ => cannot_write(&name, error),
        })?;
        if roll.has_mark() {
            file.write_all(MARK).map_err(|error| cannot_write(&name, error))?;
        }
        let writer = WriterBuilder::new().delimiter(roll.delimiter().0).flexible(true).from_writer(file);
        let header = roll.header();
        let mut rejects = Self { name, writer, own_columns: header.own_columns };
        rejects.write(Header::OF_REJECTS, header.written.iter())?;
        Ok(rejects)
    }

    /// Adds a row.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn add(&mut self, row: &BadRow) -> Result<(), Problem> {
        self.write([&row.line.to_string(), &row.reason()], row.cells.iter())
    }

    /// Sees to it that all is on the disk.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn finish(self) -> Result<(), Problem> {
        let synced = self.writer.into_inner().map_err(csv::IntoInnerError::into_error).and_then(|file| file.sync_all());
        synced.map_err(|error| cannot_write(&self.name, error))
    }

    fn write<'c>(&mut self, own: [&'c str; 2], cells: impl Iterator<Item = &'c [u8]>) -> Result<(), Problem> {
        let record = own.into_iter().map(str::as_bytes).chain(cells.skip(self.own_columns));
        self.writer.write_record(record).map_err(|error| cannot_write(&self.name, error))
    }
}

fn cannot_write(name: &str, error: impl std::fmt::Display) -> Problem {
    Problem::error(format!("cannot write {name}")).because(error)
}
