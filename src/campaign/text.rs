use std::collections::BTreeMap;

use serde::Serialize;

use crate::vocabulary::Language;

/// A text in one or more languages. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Text(BTreeMap<Language, String>);

impl Text {
    /// A text in each of the languages given; `None` when there is none.
    pub fn new(texts: impl IntoIterator<Item = (Language, String)>) -> Option<Self> {
        let texts = BTreeMap::from_iter(texts);
        (!texts.is_empty()).then_some(Self(texts))
    }

    /// The text in that language.
    pub fn get(&self, language: Language) -> Option<&str> {
        self.0.get(&language).map(String::as_str)
    }

    /// The text in that language, else in English, else in any: for names and offices, which say in every language
    /// whom they mean.
    pub fn nearest(&self, language: Language) -> &str {
        let any = || self.0.values().next().map_or("", String::as_str);
        self.get(language).or_else(|| self.get(Language::ENGLISH)).unwrap_or_else(any)
    }

    /// The languages it is in.
    pub fn languages(&self) -> impl Iterator<Item = Language> + '_ {
        self.0.keys().copied()
    }
}
