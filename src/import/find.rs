use serde::Serialize;

use super::reading::Reading;
use super::{Owner, Part};
use crate::vocabulary::{Day, EmailAddress, Number};

/// Something that was found in an appeal, and what it is taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Find {
    /// What it is.
    pub part: Part,
    /// Whose it is.
    pub of: Owner,
    /// The value as a campaign file takes it.
    pub value: String,
    /// The day, of what has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    /// The line of the file it was read from.
    pub line: usize,
    /// The character in that line where it begins, from 1.
    pub column: usize,
    /// What may be wrong with it; nothing where it is sure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt: Option<String>,
    /// The line as it reads.
    pub context: String,
    /// The line among those of the appeal.
    #[serde(skip)]
    pub(super) index: usize,
    /// How much of the line it accounts for, in bytes.
    #[serde(skip)]
    pub(super) covers: usize,
}

impl Find {
    /// What a line says of the campaign, from one of its bytes on.
    pub(super) fn in_line(part: Part, value: &str, reading: &Reading<'_>, start: usize) -> Self {
        Self {
            part,
            of: Owner::Campaign,
            value: value.to_owned(),
            day: None,
            line: reading.line.number_at(start),
            column: 1,
            doubt: None,
            context: reading.line.text.clone(),
            index: reading.index,
            covers: value.len(),
        }
    }

    /// What a page or a mail says of itself, on a line of the file.
    pub(super) fn of_metadata(part: Part, value: &str, line: usize) -> Self {
        Self {
            part,
            of: Owner::Campaign,
            value: value.to_owned(),
            day: None,
            line,
            column: 1,
            doubt: None,
            context: value.to_owned(),
            index: 0,
            covers: 0,
        }
    }

    /// What the value can be for a recipient, by how it is written: a mailbox, or a number of either kind; nothing where no
    /// letter can go to it.
    pub fn channels(&self) -> &'static [Part] {
        if self.value.parse::<EmailAddress>().is_ok() {
            &[Part::Email]
        } else if self.value.parse::<Number>().is_ok() {
            &[Part::Fax, Part::Phone]
        } else {
            &[]
        }
    }

    /// Takes it for something else than the appeal seems to say, because a person says so.
    pub fn take_for(&mut self, part: Part, of: Owner) {
        (self.part, self.of) = (part, of);
        self.covers = self.value.len();
        self.doubt = Some("taken by hand".to_owned());
    }

    /// Puts another value in the place of the one that was read; the comment in the file keeps that one.
    pub fn change(&mut self, value: String) {
        if value != self.value {
            let former = std::mem::replace(&mut self.value, value).replace('\n', " / ");
            self.doubt = Some(format!("changed by hand, it reads: {former}"));
        }
    }
}
