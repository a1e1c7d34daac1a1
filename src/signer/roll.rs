use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use csv::ByteRecord;
use jiff::civil::Date;

use crate::source::{Place, Problem, cannot_read};

use super::fault::Fault;
use super::header::Header;
use super::records::{Records, is_blank};
use super::shared_file::SharedFile;
use super::{Delimiter, Rows};

/// A roll: a CSV of signers, read row by row, as often as needed. It never is in memory as a whole.
#[derive(Debug)]
pub struct Roll {
    name: String,
    file: SharedFile,
    state: (u64, Option<SystemTime>),
    delimiter: Delimiter,
    header: Arc<Header>,
    has_mark: bool,
    today: Date,
    /// The line and the byte after the header.
    body: (usize, u64),
}

/// The byte order mark of UTF-8.
pub(super) const MARK: &[u8] = "\u{FEFF}".as_bytes();

impl Roll {
    /// Opens a roll. The delimiter is looked for in the first line unless it is given. No consent is from after `today`.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, is no CSV in UTF-8, or its first line does not name the columns of a roll.
    pub fn open(path: &Path, delimiter: Option<Delimiter>, today: Date) -> Result<Self, Problem> {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|error| cannot_read(&name, &error))?;
        let metadata = file.metadata().map_err(|error| cannot_read(&name, &error))?;
        if metadata.is_dir() {
            Err(Problem::error(format!("{name} is not a file")))
        } else if metadata.is_file() {
            Self::of(SharedFile::new(file), name, delimiter, today)
        } else {
            Self::read_from(file, &name, delimiter, today)
        }
    }

    /// Takes a roll that can be read only once, such as standard input, by way of a temporary file that has no name and
    /// that only this user can read. The name is for messages.
    ///
    /// # Errors
    ///
    /// As [`Roll::open`], or when the temporary file cannot be written.
    pub fn read_from(
        mut input: impl Read,
        name: &str,
        delimiter: Option<Delimiter>,
        today: Date,
    ) -> Result<Self, Problem> {
        let spooled = tempfile::tempfile().and_then(|mut file| io::copy(&mut input, &mut file).map(|_| file));
        let failed = |error| Problem::error(format!("cannot keep {name} in a temporary file")).because(error);
        let file = spooled.map_err(failed)?;
        Self::of(SharedFile::new(file), name.to_owned(), delimiter, today)
    }

    fn of(file: SharedFile, name: String, delimiter: Option<Delimiter>, today: Date) -> Result<Self, Problem> {
        let failed = |error: io::Error| cannot_read(&name, &error);
        let state = state(&file).map_err(failed)?;
        let mut beginning = Vec::new();
        file.from(0).take(8).read_to_end(&mut beginning).map_err(failed)?;
        if let Some(hint) = other_format(&beginning) {
            return Err(Problem::error(format!("{name} is no CSV in UTF-8")).hint(hint));
        }
        let has_mark = beginning.starts_with(MARK);
        let start = if has_mark { MARK.len() as u64 } else { 0 };

        let delimiters = delimiter.as_ref().map_or(&Delimiter::USUAL[..], std::slice::from_ref);
        let firsts = delimiters.iter().filter_map(|delimiter| First::read(&file, *delimiter, start).transpose());
        let firsts = firsts.collect::<Result<Vec<_>, _>>().map_err(failed)?;
        // Of those that are worth the same, the last is taken; the more usual delimiters come first.
        let best = firsts.into_iter().rev().max_by_key(First::worth);
        let Some(First { delimiter, record, fault, line, body }) = best else {
            let problem = Problem::error(format!("{name} is empty"));
            return Err(problem.hint("a roll begins with the names of its columns: name,email,consent"));
        };
        if let Some(fault) = fault {
            return Err(fault.problem(&name));
        }
        let header = Arc::new(Header::read(&record, delimiter, &Place::line(&name, line))?);
        Ok(Self { name, file, state, delimiter, header, has_mark, today, body })
    }

    /// Its name, as messages say it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The rows from the first one on, whatever else reads this roll.
    pub fn rows(&self) -> Rows {
        let (line, offset) = self.body;
        Rows {
            file: self.name.clone(),
            header: Arc::clone(&self.header),
            today: self.today,
            records: Some(Records::new(self.file.from(offset), self.delimiter.0, line, offset)),
            record: ByteRecord::new(),
        }
    }

    /// Whether the file was written to since it was opened, so that its rows need not be the same any more. One that was
    /// replaced by another of its name has not changed: this roll still reads the old one.
    pub fn has_changed(&self) -> bool {
        state(&self.file).map_or(true, |now| now != self.state)
    }

    pub(super) fn delimiter(&self) -> Delimiter {
        self.delimiter
    }

    pub(super) fn header(&self) -> &Header {
        &self.header
    }

    /// Whether it begins with a byte order mark, which some spreadsheets need to know UTF-8.
    pub(super) fn has_mark(&self) -> bool {
        self.has_mark
    }
}

/// The first row, as a delimiter cuts it.
struct First {
    delimiter: Delimiter,
    record: ByteRecord,
    fault: Option<Fault>,
    line: usize,
    body: (usize, u64),
}

impl First {
    /// Reads it; `None` when there is none.
    fn read(file: &SharedFile, delimiter: Delimiter, start: u64) -> io::Result<Option<Self>> {
        let mut records = Records::new(file.from(start), delimiter.0, 1, start);
        let mut record = ByteRecord::new();
        loop {
            let line = records.line();
            let Some(found) = records.read(&mut record)? else { return Ok(None) };
            if found.is_err() || !is_blank(&record) {
                let body = (records.line(), records.offset());
                return Ok(Some(Self { delimiter, record, fault: found.err(), line, body }));
            }
        }
    }

    /// How much it looks like a header: the delimiter with the most known names is the right one.
    fn worth(&self) -> (usize, usize) {
        (Header::known_in(&self.record), self.record.len())
    }
}

/// Length and time of change.
fn state(file: &SharedFile) -> io::Result<(u64, Option<SystemTime>)> {
    file.metadata().map(|metadata| (metadata.len(), metadata.modified().ok()))
}

/// What to do when these first bytes are those of something else than text in UTF-8.
fn other_format(beginning: &[u8]) -> Option<&'static str> {
    match beginning {
        [b'P', b'K', 3, 4, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            Some("it looks like a spreadsheet: export it as CSV, and give that file")
        }
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("it is UTF-16: save it as CSV in UTF-8"),
        _ if beginning.contains(&0) => Some("it looks like UTF-16, or like no text at all: save it as CSV in UTF-8"),
        _ => None,
    }
}
