use serde::Serialize;

use super::audience::Readers;
use super::id::Id;
use super::text_reader::TextReader;
use super::{Audience, Recipient, Text};
use crate::source::Fields;

/// One thing asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Demand {
    /// Its name in `--demand`.
    pub id: String,
    /// What is asked, as an imperative without full stop.
    pub text: Text,
    /// Chosen unless the signer takes it out.
    pub core: bool,
    /// Whom it is meant for; empty: everyone.
    #[serde(rename = "for", skip_serializing_if = "Vec::is_empty")]
    pub audience: Vec<Audience>,
}

impl Demand {
    pub(super) fn read(fields: &Fields<'_>, texts: &TextReader, readers: &Readers) -> Option<Self> {
        let id = fields.require::<Id>("id");
        let text = texts.require_letter_line(fields, "text");
        let core = fields.get("core").unwrap_or(false);
        let audience = Audience::read(fields, readers);
        Some(Self { id: id?.0, text: text?, core, audience })
    }

    /// Whether it is meant for that recipient.
    pub fn is_for(&self, recipient: &Recipient) -> bool {
        Audience::includes(&self.audience, recipient)
    }
}
