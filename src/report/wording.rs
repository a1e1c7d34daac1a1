use std::collections::BTreeMap;

use super::{Dimension, Figure, Measure, Name, Report, Row, Table, row};
use crate::source::{Library, Problems};
use crate::vocabulary::{Language, Words};

/// Where the wording of reports lies.
const FOLDER: &str = "letter-templates/report";

/// How a report is told to people.
#[derive(Debug, Clone)]
pub struct Wording {
    pub(super) words: Words,
    /// What recipients are called, by their ids.
    offices: BTreeMap<String, String>,
}

impl Wording {
    /// The wording in a language; a recipient that is not in `offices` is told by its id.
    ///
    /// # Errors
    ///
    /// When there is none in that language, or with every mistake in its file.
    pub fn load(library: &Library, language: Language, offices: BTreeMap<String, String>) -> Result<Self, Problems> {
        Ok(Self { words: Words::load(library, FOLDER, language)?, offices })
    }

    pub(super) fn get<'w>(&'w self, name: &'w str) -> &'w str {
        self.words.get(name)
    }

    pub(super) fn measure(&self, measure: Measure) -> &str {
        match measure {
            Measure::CopiesReturned => self.get("copy_returned"),
            other => self.get(other.word()),
        }
    }

    pub(super) fn figure(&self, figure: Figure) -> String {
        match figure {
            Figure::Of(number) => number.to_string(),
            Figure::Few => self.get("few").to_owned(),
            Figure::Hidden => self.get("hidden").to_owned(),
        }
    }

    /// The heading of a table.
    pub(super) fn title(&self, by: Dimension) -> &str {
        match by {
            Dimension::Recipient => self.get("by_recipient"),
            Dimension::Channel => self.get("by_channel"),
            Dimension::Country => self.get("by_country"),
            Dimension::Day => self.get("by_day"),
        }
    }

    /// The rows of a table with their names, countries in the order of these.
    pub(super) fn rows<'t>(&self, table: &'t Table) -> Vec<(String, &'t Row)> {
        let mut rows: Vec<_> = table.rows.iter().map(|row| (self.name(table.by, &row.name), row)).collect();
        if table.by == Dimension::Country {
            let is_known = |row: &Row| matches!(row.name, Name::Of(_));
            rows.sort_by(|(one, first), (other, second)| (!is_known(first), one).cmp(&(!is_known(second), other)));
        }
        rows
    }

    fn name(&self, by: Dimension, name: &Name) -> String {
        match (name, by) {
            (Name::NotKnown, _) => self.get("not_known").to_owned(),
            (Name::Others, _) => self.get("others").to_owned(),
            (Name::Of(id), Dimension::Recipient) => self.offices.get(id).unwrap_or(id).clone(),
            (Name::Of(channel), Dimension::Channel) => self.get(channel).to_owned(),
            (Name::Of(name), Dimension::Country | Dimension::Day) => row::shown(name, by, self.words.language),
        }
    }

    /// What is counted and not shown at all, in a sentence; empty where all is shown.
    pub(super) fn left_out(&self, report: &Report) -> String {
        let left_out = report.left_out().into_iter().map(|measure| self.measure(measure)).collect::<Vec<_>>();
        if left_out.is_empty() {
            return String::new();
        }
        format!("{}{} {}.", self.get("left_out"), self.get("colon"), left_out.join(", "))
    }

    /// What is to be known of what is not shown.
    pub(super) fn note(&self, report: &Report) -> &str {
        self.get(if report.exact { "note_exact" } else { "note" })
    }
}
