use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder};
use jiff::civil::Date;

use super::Delimiter;
use super::column::{Column, KNOWN};
use super::rows::{Positioned, Rows};
use crate::source::Problem;

/// The most of a file in which its header is looked for, in bytes.
const HEAD: u64 = 64 * 1024;

/// A roll: a CSV of signers who agreed (RFC 4180, with what spreadsheets make of it). It is read row by row, as often as is
/// needed, and never held in memory.
#[derive(Debug)]
pub struct Roll {
    file: Arc<File>,
    name: String,
    /// What the file was when it was opened.
    metadata: Metadata,
    delimiter: Delimiter,
    headings: ByteRecord,
    columns: Arc<[Column]>,
    today: Date,
}

impl Roll {
    /// Opens a roll; what separates its fields is seen from its header where it is not given.
    ///
    /// # Errors
    ///
    /// When it cannot be read, is no CSV, or lacks a column.
    pub fn open(path: &Path, delimiter: Option<Delimiter>, today: Date) -> Result<Self, Problem> {
        let name = path.display().to_string();
        let mut file = File::open(path).map_err(|error| cannot_read(&name, &error))?;
        let metadata = file.metadata().map_err(|error| cannot_read(&name, &error))?;
        if !metadata.is_file() {
            // A pipe can be read once.
            return Self::read_from(&mut file, &name, delimiter, today);
        }
        Self::of(file, name, delimiter, today)
    }

    /// Reads a roll that can be read once, into a file without a name that nobody else can open.
    ///
    /// # Errors
    ///
    /// As [`Roll::open`].
    pub fn read_from(
        mut input: impl Read,
        name: &str,
        delimiter: Option<Delimiter>,
        today: Date,
    ) -> Result<Self, Problem> {
        let mut copy = || {
            let mut file = tempfile::tempfile()?;
            io::copy(&mut input, &mut file).map(|_| file)
        };
        let file = copy().map_err(|error| cannot_read(name, &error))?;
        Self::of(file, name.to_owned(), delimiter, today)
    }

    fn of(file: File, name: String, delimiter: Option<Delimiter>, today: Date) -> Result<Self, Problem> {
        let file = Arc::new(file);
        let metadata = file.metadata().map_err(|error| cannot_read(&name, &error))?;
        let mut head = Vec::new();
        Positioned::new(&file).take(HEAD).read_to_end(&mut head).map_err(|error| cannot_read(&name, &error))?;
        refuse_what_is_no_csv(&name, &head)?;
        let candidates = delimiter.map_or(Delimiter::USUAL.to_vec(), |delimiter| vec![delimiter]);
        let known = |delimiter: &Delimiter| {
            columns(&headings(&head, *delimiter)).iter().filter(|column| matches!(column, Column::Known(_))).count()
        };
        // Of several that do as well, the first.
        let delimiter = candidates.iter().rev().max_by_key(|delimiter| known(delimiter));
        let delimiter = *delimiter.unwrap_or(&Delimiter::USUAL[0]);
        let headings = headings(&head, delimiter);
        let columns = columns(&headings);
        check(&name, &headings, &columns)?;
        Ok(Self { file, name, metadata, delimiter, headings, columns: columns.into(), today })
    }

    /// Its rows, from the first.
    ///
    /// # Errors
    ///
    /// When it cannot be read any more.
    pub fn rows(&self) -> Result<Rows, Problem> {
        self.check_unchanged()?;
        let file = Positioned::new(&self.file);
        Ok(Rows::new(file, self.delimiter, Arc::clone(&self.columns), self.today))
    }

    /// Looks whether the file is still what it was when it was opened.
    ///
    /// # Errors
    ///
    /// When it was changed.
    pub fn check_unchanged(&self) -> Result<(), Problem> {
        let now = self.file.metadata().map_err(|error| cannot_read(&self.name, &error))?;
        if now.len() == self.metadata.len() && now.modified().ok() == self.metadata.modified().ok() {
            return Ok(());
        }
        Err(Problem::error(format!("{} was changed while it was read", self.name)).hint("run the command again"))
    }

    /// The first row, as it stands there.
    pub(super) fn headings(&self) -> &ByteRecord {
        &self.headings
    }

    pub(super) fn delimiter(&self) -> u8 {
        self.delimiter.byte()
    }
}

fn cannot_read(name: &str, error: &io::Error) -> Problem {
    Problem::error(format!("cannot read {name}")).because(error)
}

/// Files that people take for a CSV.
fn refuse_what_is_no_csv(name: &str, head: &[u8]) -> Result<(), Problem> {
    let (what, hint) = match head {
        [b'P', b'K', 3, 4, ..] => ("a spreadsheet", "save it as CSV (comma separated values) in UTF-8"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => ("in UTF-16", "save it in UTF-8"),
        _ if head.contains(&0) => ("no text", "save it as CSV (comma separated values) in UTF-8"),
        _ if head.trim_ascii().is_empty() => ("empty", "its first row says what is in the columns: name,email,consent"),
        _ => return Ok(()),
    };
    Err(Problem::error(format!("{name} is {what}")).hint(hint))
}

fn headings(head: &[u8], delimiter: Delimiter) -> ByteRecord {
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter.byte()).from_reader(head);
    let mut headings = ByteRecord::new();
    // A slice can always be read, and rows may be of any length.
    while reader.read_byte_record(&mut headings).unwrap_or(false) && headings.iter().all(<[u8]>::is_empty) {}
    headings
}

fn columns(headings: &ByteRecord) -> Vec<Column> {
    headings.iter().map(|heading| Column::of(&String::from_utf8_lossy(heading))).collect()
}

/// Looks whether every column is there that has to be, and none twice.
fn check(name: &str, headings: &ByteRecord, columns: &[Column]) -> Result<(), Problem> {
    let named = |column: &&Column| !matches!(column, Column::Ignored);
    let twice = columns.iter().enumerate().find(|(index, column)| named(column) && columns[..*index].contains(column));
    if let Some((index, _)) = twice {
        let heading = String::from_utf8_lossy(&headings[index]).trim().to_owned();
        return Err(Problem::error(format!("{name} has two columns `{heading}`")).hint("rename one of them"));
    }
    let missing = KNOWN[..3].iter().filter(|needed| !columns.contains(&Column::Known(needed)));
    let missing = missing.map(|needed| format!("`{needed}`")).collect::<Vec<_>>().join(", ");
    if missing.is_empty() {
        return Ok(());
    }
    let found = headings.iter().map(|heading| String::from_utf8_lossy(heading).trim().to_owned());
    let found = found.collect::<Vec<_>>().join(" | ");
    Err(Problem::error(format!("{name} has no column {missing}"))
        .because(format!("its first row is: {found}"))
        .hint("the first row names the columns; --delimiter says what separates them"))
}
