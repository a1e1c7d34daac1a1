use std::collections::BTreeMap;

use serde::Serialize;

use super::TextList;
use super::text_reader::TextReader;
use crate::source::{Fields, Problem, is_name};

/// Alternatives for places in a template, so that a thousand letters are not one letter a thousand times.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Variants(BTreeMap<String, TextList>);

impl Variants {
    pub(super) fn read(fields: &Fields<'_>, texts: &TextReader) -> Self {
        let mut variants = BTreeMap::new();
        for (at_key, place, value) in fields.entries() {
            if !is_name(place) {
                let problem = Problem::error(format!("`{place}` cannot be the name of a place in a template"));
                at_key.report(problem.hint("use letters, digits, hyphens and underscores"));
            }
            variants.extend(texts.list(value).map(|list| (place.to_owned(), list)));
        }
        Self(variants)
    }

    /// Each place with its alternatives.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &TextList)> {
        self.0.iter().map(|(place, list)| (place.as_str(), list))
    }
}
