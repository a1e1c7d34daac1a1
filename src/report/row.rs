use super::{Dimension, Figure};
use crate::vocabulary::{Country, Language};

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What its letters have in common.
    pub name: Name,
    /// A figure for each measure.
    pub figures: Vec<Figure>,
}

/// What the letters of a row have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// An id of a recipient, a channel, the code of a country, or a day.
    Of(String),
    /// Nobody knows.
    NotKnown,
    /// No more than that their own rows would show nothing.
    Others,
}

impl Name {
    /// Its words in English, as programs read them.
    pub fn in_english(&self, by: Dimension) -> String {
        match self {
            Self::Of(name) => shown(name, by, Language::ENGLISH),
            Self::NotKnown => "not known".to_owned(),
            Self::Others => "others".to_owned(),
        }
    }
}

/// A name that is known, in a language; what has no name there stands for itself.
pub(super) fn shown(name: &str, by: Dimension, language: Language) -> String {
    let country = name.parse::<Country>().ok().filter(|_| by == Dimension::Country);
    country.map_or_else(|| name.to_owned(), |country| country.name_in(language).to_owned())
}
