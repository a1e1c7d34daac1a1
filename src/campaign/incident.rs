use serde::Serialize;

use super::audience::Readers;
use super::text_reader::TextReader;
use super::{Audience, Recipient, Text};
use crate::source::{Fields, Problem};
use crate::vocabulary::Day;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Incident {
    /// When, as far as the appeal says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The last day, where it went on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Text>,
    /// What, in a sentence; without it the incident is in no letter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// What more the appeal tells; shown, never part of a letter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<Text>,
    /// Whom the letter that tells it goes to; empty: everyone.
    #[serde(rename = "for", skip_serializing_if = "Vec::is_empty")]
    pub audience: Vec<Audience>,
}

impl Incident {
    pub(super) fn read(fields: &Fields<'_>, texts: &TextReader, readers: &Readers) -> Self {
        let date: Option<Day> = fields.get("date");
        let until: Option<Day> = fields.get("until");
        match (date, until) {
            (Some(date), Some(until)) if until.last() < date.first() => {
                fields.report(Problem::error("`until` is earlier than `date`").hint("check the two days"));
            }
            (None, Some(_)) if !fields.has("date") => {
                fields.report(Problem::error("`until` goes with a `date`").hint("add the first day as `date`"));
            }
            _ => {}
        }
        let place = texts.line(fields, "place");
        let text = texts.letter_line(fields, "text");
        let details = texts.prose(fields, "details");
        if !fields.has("text") && !fields.has("details") {
            fields.report(Problem::error("`text` is missing").hint("say what happened, in a sentence"));
        }
        let audience = Audience::read(fields, readers);
        Self { date, until, place, text, details, audience }
    }

    /// Whether a letter to that recipient may tell it.
    pub fn is_for(&self, recipient: &Recipient) -> bool {
        Audience::includes(&self.audience, recipient)
    }
}
