use std::collections::BTreeMap;

use serde::Serialize;

use crate::vocabulary::Language;

/// A list of texts in one or more languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct TextList(pub(super) BTreeMap<Language, Vec<String>>);

impl TextList {
    /// The texts in that language; none when there are none.
    pub fn get(&self, language: Language) -> &[String] {
        self.0.get(&language).map_or(&[], Vec::as_slice)
    }

    /// The texts in that language, else in English, else in any.
    pub fn nearest(&self, language: Language) -> &[String] {
        let found = [self.get(language), self.get(Language::ENGLISH)].into_iter().find(|list| !list.is_empty());
        found.unwrap_or_else(|| self.0.values().next().map_or(&[], Vec::as_slice))
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(Vec::is_empty)
    }
}
