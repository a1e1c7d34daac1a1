use std::collections::BTreeSet;

use csv::ByteRecord;

use crate::source::{Place, Problem, is_clean, nearest};
use crate::vocabulary::Language;

use super::Delimiter;

/// The first row of a roll: what each column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// The names as they were written.
    pub(super) written: ByteRecord,
    /// The names as they are compared: `e-mail` and ` E-Mail ` are `email`, `T-Shirt size` is `t_shirt_size`.
    pub(super) names: Vec<String>,
    /// The number of columns that a file of rejects put first.
    pub(super) own_columns: usize,
    /// The columns that hold for letters in one language: `statement.de` is `statement` in German.
    pub(super) localized: Vec<(usize, &'static str, Language)>,
    /// The columns that the program knows nothing of.
    pub(super) extra: Vec<usize>,
}

impl Header {
    /// The columns that have to be there.
    const REQUIRED: [&str; 3] = ["name", "email", "consent"];
    /// The columns that may be there.
    const OPTIONAL: [&str; 9] =
        ["role", "organisation", "address", "city", "country", "language", "statement", "demands", "to"];
    /// The columns that may be there once more for each language.
    const LOCALIZED: [&str; 2] = ["role", "statement"];
    /// The columns that a file of rejects puts before those of its roll.
    pub(super) const OF_REJECTS: [&str; 2] = ["line", "reason"];

    /// Reads the names.
    ///
    /// # Errors
    ///
    /// When one cannot be read, names no language, stands there twice or is missing.
    pub(super) fn read(written: &ByteRecord, delimiter: Delimiter, place: &Place) -> Result<Self, Problem> {
        let names = names(written).map_err(|problem| problem.at(place.clone()))?;
        let own_columns = own_columns(&names);
        let mut seen = BTreeSet::new();
        let mut named = names.iter().skip(own_columns).filter(|name| !name.is_empty());
        if let Some(twice) = named.find(|name| !seen.insert(*name)) {
            let problem = Problem::error(format!("two columns are called `{}`", shown(twice)));
            return Err(problem.at(place.clone()).hint("give one of them another name, or take it out"));
        }
        let missing: Vec<_> =
            Self::REQUIRED.into_iter().filter(|name| !names.iter().any(|other| other == name)).collect();
        if !missing.is_empty() {
            return Err(is_missing(&missing, written, &names, delimiter).at(place.clone()));
        }
        let mut localized = Vec::new();
        for (index, name) in names.iter().enumerate().skip(own_columns) {
            let Some((column, code)) = localized_parts(name) else { continue };
            let language = code.parse::<Language>().map_err(|unfit| {
                let problem = Problem::from(unfit);
                Problem { what: format!("the column `{}`: {}", shown(name), problem.what), ..problem }.at(place.clone())
            });
            let language = language?;
            // Two codes can mean one language: `de` and `deu`.
            if localized.iter().any(|&(_, other, spoken)| other == column && spoken == language) {
                let problem = Problem::error(format!("two columns are `{column}` in {}", language.name()));
                return Err(problem.at(place.clone()).hint("take one of them out"));
            }
            localized.push((index, column, language));
        }
        let extra = (own_columns..names.len()).filter(|&index| is_extra(&names[index])).collect();
        Ok(Self { written: written.clone(), names, own_columns, localized, extra })
    }

    /// The column of this name.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|other| other == name)
    }

    /// How many of the names in this row are known: with the right delimiter, most.
    pub(super) fn known_in(written: &ByteRecord) -> usize {
        names(written).map_or(0, |names| names.iter().filter(|name| is_known(name)).count())
    }
}

fn own_columns(names: &[String]) -> usize {
    let own = Header::OF_REJECTS;
    if names.iter().take(own.len()).eq(own) { own.len() } else { 0 }
}

fn is_known(name: &str) -> bool {
    Header::REQUIRED.contains(&name) || Header::OPTIONAL.contains(&name) || localized_parts(name).is_some()
}

/// The name of a column and the code of a language that a name like `statement.de` is made of.
fn localized_parts(name: &str) -> Option<(&'static str, &str)> {
    let (column, code) = name.split_once('.')?;
    Header::LOCALIZED.into_iter().find(|known| *known == column).map(|known| (known, code))
}

fn is_extra(name: &str) -> bool {
    !name.is_empty() && !is_known(name)
}

/// The names as they are compared.
fn names(written: &ByteRecord) -> Result<Vec<String>, Problem> {
    let name = |bytes: &[u8]| {
        let text = str::from_utf8(bytes).ok().filter(|text| is_clean(text)).ok_or_else(|| {
            let name = String::from_utf8_lossy(bytes);
            Problem::error(format!("the column name {:?} is no plain text in UTF-8", shown(&name)))
                .hint("save the roll as CSV in UTF-8")
        })?;
        let name = text.split([' ', '-', '\t', '\r', '\n', '\u{A0}']).filter(|word| !word.is_empty());
        let name = name.collect::<Vec<_>>().join("_").to_lowercase();
        Ok(if name == "e_mail" { "email".to_owned() } else { name })
    };
    written.iter().map(name).collect()
}

/// As much of a name as a message needs.
fn shown(name: &str) -> String {
    name.chars().take(40).collect()
}

/// Says which columns are missing, what was found instead, and what that looks like.
fn is_missing(missing: &[&str], written: &ByteRecord, names: &[String], delimiter: Delimiter) -> Problem {
    let has_bare_returns = written.iter().any(|name| name.trim_ascii().contains(&b'\r'));
    let list = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let (noun, verb) = if missing.len() == 1 { ("column", "is") } else { ("columns", "are") };
    let problem = Problem::error(format!("the {noun} {} {verb} missing", list(missing)));
    let found: Vec<_> = names.iter().take(12).map(|name| shown(name)).collect();
    let found = found.iter().map(String::as_str).collect::<Vec<_>>();
    let problem = problem.because(format!("the first line, cut at `{delimiter}`, has {}", list(&found)));
    let unknown = || found.iter().copied().filter(|name| !is_known(name));
    let misspelt = missing.iter().find_map(|missing| Some((nearest(missing, unknown())?, missing)));
    problem.hint(if let Some((found, missing)) = misspelt {
        format!("is the column `{found}` meant to be `{missing}`?")
    } else if has_bare_returns {
        "save the roll as CSV in UTF-8: its lines end as on an old Macintosh".to_owned()
    } else if names.iter().any(|name| name.contains('@')) {
        "put a line with the names of the columns before the first signer".to_owned()
    } else if names.len() == 1 {
        "say what stands between the columns: --delimiter".to_owned()
    } else {
        "add it to the first line; every roll needs `name`, `email` and `consent`".to_owned()
    })
}
