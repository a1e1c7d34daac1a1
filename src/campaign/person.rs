use serde::Serialize;

use super::audience::Readers;
use super::text_reader::TextReader;
use super::{Audience, Recipient, Text};
use crate::source::Fields;

/// Someone the letter speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The name; by language where its spelling differs.
    pub name: Text,
    /// Other spellings that the appeal uses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Who they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Text>,
    /// What became of them; who has one is named in the letter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub situation: Option<Text>,
    /// What more the appeal tells of them; shown, never part of a letter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<Text>,
    /// Whom the letter that names them goes to; empty: everyone.
    #[serde(rename = "for", skip_serializing_if = "Vec::is_empty")]
    pub audience: Vec<Audience>,
}

impl Person {
    pub(super) fn read(fields: &Fields<'_>, texts: &TextReader, readers: &Readers) -> Option<Self> {
        let name = texts.require_line(fields, "name");
        let also = fields.get("also").unwrap_or_default();
        let role = texts.line(fields, "role");
        let situation = texts.letter_line(fields, "situation");
        let details = texts.prose(fields, "details");
        let audience = Audience::read(fields, readers);
        Some(Self { name: name?, also, role, situation, details, audience })
    }

    /// Whether a letter to that recipient may name them.
    pub fn is_for(&self, recipient: &Recipient) -> bool {
        Audience::includes(&self.audience, recipient)
    }
}
