use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::Arc;

use csv::ByteRecord;
use jiff::civil::Date;

use crate::source::{Problem, Unfit, is_clean};
use crate::vocabulary::{Line, Prose};

use super::consent::read_consent;
use super::header::Header;
use super::{Localized, Row, Signer};

/// The cells of one row, read by the names of their columns. White space around a cell is nothing, and so is an empty one.
pub(super) struct Cells<'a> {
    header: &'a Header,
    record: &'a ByteRecord,
    problems: Vec<Problem>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(header: &'a Header, record: &'a ByteRecord) -> Self {
        Self { header, record, problems: Vec::new() }
    }

    /// Reads the row.
    ///
    /// # Errors
    ///
    /// Every mistake in it.
    pub(super) fn read(mut self, line: usize, today: Date) -> Result<Row, Vec<Problem>> {
        self.check_width();
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let name = self.required("name", Line::from_str, "every letter is signed");
        let email = self.required("email", one_line, "answers go to it");
        self.required(
            "consent",
            |text| read_consent(text, today),
            "give the day on which they agreed, like 2026-11-01",
        );
        let role = self.localized("role", Line::from_str);
        let organisation = self.get("organisation", Line::from_str);
        let address = self.get("address", Prose::from_str);
        let city = self.get("city", Line::from_str);
        let country = self.get("country", one_line);
        let language = self.get("language", one_line);
        let statement = self.localized("statement", Prose::from_str);
        let demands = self.get("demands", ids);
        let recipients = self.get("to", ids);
        let extra = self.extra();
        let Some(name) = name.filter(|_| self.problems.is_empty()) else { return Err(self.problems) };
        let signer = Signer { name, email, role, organisation, address, city, country, language, statement, extra };
        Ok(Row { line, signer: Arc::new(signer), demands, recipients, cells: self.record.clone() })
    }

    /// Reports a row that is too short or too long for its header, unless what is too much is empty.
    fn check_width(&mut self) {
        let (width, wanted) = (self.record.len(), self.header.names.len());
        let surplus = self.record.iter().skip(wanted).any(|cell| !cell.trim_ascii().is_empty());
        if width < wanted || surplus {
            let problem = Problem::error(format!("it has {width} cells, and the first line has {wanted} columns"));
            self.problems.push(problem.hint("a cell that holds the delimiter has to stand in quotation marks"));
        }
        for (index, name) in self.header.names.iter().enumerate().filter(|(_, name)| name.is_empty()) {
            if self.text(index, name).is_some() {
                let problem = Problem::error(format!("column {} has no name in the first line", index + 1));
                self.problems.push(problem.hint("name it there"));
            }
        }
    }

    /// The text of a cell; `None` when it is empty, or not UTF-8, which is reported.
    fn text(&mut self, index: usize, column: &str) -> Option<&'a str> {
        let cell = self.record.get(index)?;
        match str::from_utf8(cell) {
            Ok(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            Err(error) => {
                let byte = cell.get(error.valid_up_to()).copied().unwrap_or_default();
                let unfit = Unfit::new(format!("byte 0x{byte:02X} is not UTF-8")).hint("save the roll as CSV in UTF-8");
                self.report(column, unfit);
                None
            }
        }
    }

    fn get<T>(&mut self, column: &str, read: impl FnOnce(&str) -> Result<T, Unfit>) -> Option<T> {
        let text = self.text(self.header.column(column)?, column)?;
        read(text).map_err(|unfit| self.report(column, unfit)).ok()
    }

    /// The cell of a column, and those of the columns that have its name for letters in one language.
    fn localized<T>(&mut self, column: &str, read: impl Fn(&str) -> Result<T, Unfit>) -> Option<Localized<T>> {
        let other = self.get(column, &read);
        let header = self.header;
        let by_language = header.localized.iter().filter(|(_, name, _)| *name == column);
        let by_language = by_language.filter_map(|&(index, _, language)| {
            let name = &header.names[index];
            let text = self.text(index, name)?;
            Some((language, read(text).map_err(|unfit| self.report(name, unfit)).ok()?))
        });
        let by_language: Vec<_> = by_language.collect();
        Localized::new(other, by_language)
    }

    fn required<T>(&mut self, column: &str, read: impl FnOnce(&str) -> Result<T, Unfit>, hint: &str) -> Option<T> {
        let before = self.problems.len();
        let value = self.get(column, read);
        if value.is_none() && self.problems.len() == before {
            self.problems.push(Problem::error(format!("no {column}")).hint(hint));
        }
        value
    }

    /// The cells of the columns that the program knows nothing of.
    fn extra(&mut self) -> BTreeMap<String, String> {
        let mut extra = BTreeMap::new();
        for &index in &self.header.extra {
            let name = &self.header.names[index];
            let Some(text) = self.text(index, name) else { continue };
            match text.parse::<Prose>() {
                Ok(prose) => drop(extra.insert(name.clone(), prose.to_string())),
                Err(unfit) => self.report(name, unfit),
            }
        }
        extra
    }

    fn report(&mut self, column: &str, unfit: Unfit) {
        let problem = Problem::from(unfit);
        self.problems.push(Problem { what: format!("{column}: {}", problem.what), ..problem });
    }
}

/// Reads what has to be on one line and is more than a line.
fn one_line<T: FromStr<Err = Unfit>>(text: &str) -> Result<T, Unfit> {
    text.parse::<Line>()?.parse()
}

/// Reads ids separated by commas, semicolons or white space.
fn ids(text: &str) -> Result<Vec<String>, Unfit> {
    if !is_clean(text) {
        return Err(Unfit::new("it has a control character in it").hint("take it out"));
    }
    let ids = text.split([',', ';', ' ', '\t', '\r', '\n']).filter(|id| !id.is_empty());
    Ok(ids.map(str::to_owned).collect())
}
