use std::str::FromStr;

use serde::Serialize;

use super::audience::Readers;
use super::text_reader::TextReader;
use super::{Audience, Recipient, Text};
use crate::source::{Fields, FromValue, Problem, Unfit, Value, is_id};

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

/// An id, as demands and recipients have one.
pub(super) struct Id(pub(super) String);

impl FromStr for Id {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let id = is_id(text).then(|| Self(text.to_owned()));
        id.ok_or_else(|| Unfit::no("id", text).hint("use small letters, digits and hyphens"))
    }
}

impl FromValue for Id {
    fn from_value(value: Value<'_>) -> Option<Self> {
        value.parse()
    }
}

/// Reports every id that was given before, at its table.
pub(super) fn report_repeated(fields: &Fields<'_>, id: Option<&str>, known: &mut Vec<String>) {
    let Some(id) = id else { return };
    if known.iter().any(|other| other == id) {
        fields.report(Problem::error(format!("the id `{id}` is given twice")).hint("give each its own `id`"));
    }
    known.push(id.to_owned());
}
