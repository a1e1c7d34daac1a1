use std::fmt;

use serde::Serialize;

use super::id::Id;
use super::{Kind, Recipient};
use crate::source::{Fields, FromValue, Problem, Value};

/// Whom something in a letter is meant for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Audience {
    /// Every recipient of a kind.
    Kind(Kind),
    /// One recipient, by its id.
    Recipient(String),
}

/// Whom something can be meant for.
pub(super) struct Readers {
    /// The recipients that can be read.
    pub recipients: Vec<Recipient>,
    /// The ids, of those with mistakes too.
    pub ids: Vec<String>,
    /// Whether all can be read.
    pub are_all: bool,
}

impl Audience {
    /// Reads the key `for`. A name that is no kind has to be the id of one of the recipients; where nobody who is named is
    /// written to, what it stands with is in no letter.
    pub(super) fn read(fields: &Fields<'_>, readers: &Readers) -> Vec<Self> {
        let Some(value) = fields.value("for") else { return Vec::new() };
        let audience = Vec::<Self>::from_value(value).unwrap_or_default();
        let mut all_known = readers.are_all;
        for audience in &audience {
            if let Self::Recipient(id) = audience
                && !readers.ids.contains(id)
            {
                let kinds = Kind::ALL.map(Kind::name).join(", ");
                let problem = Problem::error(format!("`{id}` in `for` is neither a recipient's id nor a kind"));
                value.report(problem.hint(format!("kinds are: {kinds}")));
                all_known = false;
            }
        }
        let means_somebody = readers.recipients.iter().any(|recipient| Self::includes(&audience, recipient));
        // Where there is no recipient at all, that is what is told.
        if all_known && !means_somebody && !readers.recipients.is_empty() {
            let problem = Problem::warning("this is in no letter: `for` means none of the recipients");
            value.report(problem.hint("add a recipient of that kind, or take `for` out"));
        }
        audience
    }

    /// Whether what is meant for these is meant for that recipient; for nobody in particular means for everyone.
    pub(super) fn includes(audience: &[Self], recipient: &Recipient) -> bool {
        audience.is_empty()
            || audience.iter().any(|audience| match audience {
                Self::Kind(kind) => *kind == recipient.kind,
                Self::Recipient(id) => *id == recipient.id,
            })
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind(kind) => kind.fmt(f),
            Self::Recipient(id) => f.write_str(id),
        }
    }
}

impl FromValue for Audience {
    fn from_value(value: Value<'_>) -> Option<Self> {
        let text = value.string()?;
        let audience = text.parse().map(Self::Kind);
        audience.ok().or_else(|| Id::from_value(value).map(|id| Self::Recipient(id.0)))
    }
}
