use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use csv::{ByteRecord, Reader, ReaderBuilder};
use jiff::civil::Date;

use super::column::Column;
use super::consent::Consent;
use super::{BadRow, Delimiter, Row, Signer};
use crate::source::{Problem, Unfit};
use crate::vocabulary::{Line, Prose};

/// The most that one row may hold, in bytes: more is a quotation mark that was never closed.
const LONGEST_ROW: u64 = 1 << 20;

/// The rows of a roll.
pub struct Rows {
    reader: Reader<Bounded>,
    /// How much may still be read for this row.
    allowance: Arc<AtomicU64>,
    columns: Arc<[Column]>,
    today: Date,
    record: ByteRecord,
    /// Whether the row of headings was read.
    begun: bool,
    /// Whether nothing more can be read.
    ended: bool,
}

impl Rows {
    pub(super) fn new(file: Positioned, delimiter: Delimiter, columns: Arc<[Column]>, today: Date) -> Self {
        let allowance = Arc::new(AtomicU64::new(LONGEST_ROW));
        let mut reader = ReaderBuilder::new();
        reader.has_headers(false).flexible(true).delimiter(delimiter.byte());
        let reader = reader.from_reader(Bounded { file, allowance: Arc::clone(&allowance) });
        Self { reader, allowance, columns, today, record: ByteRecord::new(), begun: false, ended: false }
    }

    fn bad(&self, line: u64, problem: Problem) -> BadRow {
        BadRow { line, problems: vec![problem], record: self.record.clone() }
    }

    fn row(&self, line: u64) -> Result<Row, BadRow> {
        let (fields, expected) = (self.record.len(), self.columns.len());
        if fields != expected {
            let problem = Problem::error(format!("it has {fields} fields, and the first row has {expected}"));
            let hint = "look for a separator too many or too few, or a quotation mark that is not closed";
            return Err(self.bad(line, problem.hint(hint)));
        }
        let mut cells = Cells { columns: &self.columns, record: &self.record, problems: Vec::new() };
        let name = cells.required("name");
        let email = cells.required("email");
        if let Some(Consent(day)) = cells.required("consent")
            && day > self.today
        {
            cells.refuse("consent", Unfit::new(format!("{day} is not here yet")).hint("give the day they agreed"));
        }
        let signer = Signer {
            email,
            role: cells.get("role"),
            organisation: cells.get("organisation"),
            address: cells.get("address"),
            city: cells.get("city"),
            country: cells.get("country"),
            language: cells.get("language"),
            statement: cells.get("statement"),
            extra: cells.extra(),
            ..Signer::named(name.unwrap_or_else(Line::example))
        };
        let demands = cells.list("demands");
        let recipients = cells.list("to");
        let Cells { problems, .. } = cells;
        if problems.is_empty() {
            Ok(Row { line, signer: Arc::new(signer), demands, recipients, record: self.record.clone() })
        } else {
            Err(BadRow { line, problems, record: self.record.clone() })
        }
    }
}

impl Iterator for Rows {
    type Item = Result<Row, BadRow>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.allowance.store(LONGEST_ROW, Ordering::Relaxed);
            let read = self.reader.read_byte_record(&mut self.record);
            let line = self.record.position().map_or_else(|| self.reader.position().line(), csv::Position::line);
            match read {
                Ok(false) => self.ended = true,
                Ok(true) if self.record.iter().all(|field| field.trim_ascii().is_empty()) => {}
                Ok(true) if !self.begun => self.begun = true,
                Ok(true) => return Some(self.row(line)),
                Err(error) => {
                    self.ended = true;
                    let problem =
                        Problem::error("it cannot be read, and neither can what comes after it").because(error);
                    return Some(Err(self.bad(line, problem.hint("look for a quotation mark that is not closed"))));
                }
            }
        }
        None
    }
}

/// The cells of a row, by the names of their columns, and what is wrong with them.
struct Cells<'a> {
    columns: &'a [Column],
    record: &'a ByteRecord,
    problems: Vec<Problem>,
}

impl<'a> Cells<'a> {
    /// What stands in a column; nothing when it is empty.
    fn get<T: FromStr<Err = Unfit>>(&mut self, name: &str) -> Option<T> {
        let text = self.text(name)?;
        text.parse().map_err(|unfit| self.refuse(name, unfit)).ok()
    }

    /// What stands in a column that must not be empty.
    fn required<T: FromStr<Err = Unfit>>(&mut self, name: &str) -> Option<T> {
        let problems = self.problems.len();
        let value = self.get(name);
        if value.is_none() && self.problems.len() == problems {
            let hint = if name == "consent" { "give the day they agreed: 2026-11-01" } else { "fill it in" };
            self.refuse(name, Unfit::new("it is empty").hint(hint));
        }
        value
    }

    /// The ids in a column.
    fn list(&mut self, name: &str) -> Option<Vec<String>> {
        let text = self.text(name)?;
        let ids = text.split([',', ';', ' ', '\n']).filter(|id| !id.is_empty()).map(str::to_owned);
        Some(ids.collect())
    }

    fn extra(&mut self) -> BTreeMap<String, String> {
        let mut extra = BTreeMap::new();
        for (index, column) in self.columns.iter().enumerate() {
            if let Column::Extra(name) = column {
                let line = self
                    .cell(index, name)
                    .map_or(Ok(String::new()), |cell| cell.parse::<Prose>().map(|prose| prose.to_string()));
                match line {
                    Ok(text) => drop(extra.insert(name.clone(), text)),
                    Err(unfit) => self.refuse(name, unfit),
                }
            }
        }
        extra
    }

    fn text(&mut self, name: &str) -> Option<&'a str> {
        let index = self.columns.iter().position(|column| matches!(column, Column::Known(known) if *known == name))?;
        self.cell(index, name)
    }

    fn cell(&mut self, index: usize, name: &str) -> Option<&'a str> {
        let Ok(text) = std::str::from_utf8(self.record.get(index)?) else {
            self.refuse(name, Unfit::new("it is not UTF-8").hint("save the roll in UTF-8"));
            return None;
        };
        Some(text.trim()).filter(|text| !text.is_empty())
    }

    fn refuse(&mut self, name: &str, unfit: Unfit) {
        let mut problem = Problem::from(unfit);
        problem.what = format!("{name}: {}", problem.what);
        self.problems.push(problem);
    }
}

/// A file that is read from its beginning, whoever else reads it.
pub(super) struct Positioned {
    file: Arc<File>,
    at: u64,
}

impl Positioned {
    pub(super) fn new(file: &Arc<File>) -> Self {
        Self { file: Arc::clone(file), at: 0 }
    }
}

impl Read for Positioned {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.file.read_at(buffer, self.at)?;
        self.at += length as u64;
        Ok(length)
    }
}

/// What is not read further than one row allows.
struct Bounded {
    file: Positioned,
    allowance: Arc<AtomicU64>,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let allowance = self.allowance.load(Ordering::Relaxed);
        if allowance == 0 {
            return Err(io::Error::other(format!("it is longer than {LONGEST_ROW} bytes")));
        }
        let length = self.file.read(buffer)?;
        self.allowance.store(allowance.saturating_sub(length as u64), Ordering::Relaxed);
        Ok(length)
    }
}
