use std::str::FromStr;

use serde::Serialize;

use super::Text;
use super::addresses::{mailboxes, numbers};
use super::text_reader::TextReader;
use crate::source::{Fields, FromValue, Problem, Unfit, Value};
use crate::vocabulary::{Channel, Country, EmailAddress, Number};

/// The addresses that the appeal requires to receive a copy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Copies {
    /// Mailboxes.
    pub email: Vec<EmailAddress>,
    /// Fax numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fax: Vec<Number>,
    /// Postal addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub post: Vec<Text>,
    /// How the mailboxes are copied; for a recipient's copies, `None` means as for the campaign.
    #[serde(rename = "as", skip_serializing_if = "Option::is_none")]
    pub copied_as: Option<CopiedAs>,
    /// The channel of each address that the published appeal hides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<Channel>,
}

/// Whether those who get the letter see that a copy went out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CopiedAs {
    /// Named in the `Cc` header (RFC 5322, section 3.6.3).
    #[default]
    Cc,
    /// In the envelope alone.
    Bcc,
}

impl Copies {
    pub(super) fn read(fields: &Fields<'_>, texts: &TextReader, country: Option<Country>) -> Self {
        Self {
            email: mailboxes(fields.value("email")),
            fax: numbers(fields.value("fax"), country),
            post: texts.list_of_lines(fields, "post"),
            copied_as: fields.get("as"),
            withheld: fields.get("withheld").unwrap_or_default(),
        }
    }

    /// Adds addresses that the published appeal hides and someone knows: each takes the place of one hidden.
    pub(super) fn reveal(&mut self, known: &Self) {
        let mut reveal = |channel, count| {
            for _ in 0..count {
                if let Some(hidden) = self.withheld.iter().position(|&withheld| withheld == channel) {
                    self.withheld.remove(hidden);
                }
            }
        };
        reveal(Channel::Email, known.email.len());
        reveal(Channel::Fax, known.fax.len());
        reveal(Channel::Post, known.post.len());
        self.email.extend(known.email.iter().cloned());
        self.fax.extend(known.fax.iter().cloned());
        self.post.extend(known.post.iter().cloned());
    }

    /// Whether no copy is required.
    pub fn is_empty(&self) -> bool {
        self.email.is_empty() && self.fax.is_empty() && self.post.is_empty() && self.withheld.is_empty()
    }
}

/// Warns of copies to who gets the letter itself: such a letter goes without them.
pub(super) fn warn_of_own_copies<'r>(fields: &Fields<'_>, recipients: impl IntoIterator<Item = &'r EmailAddress>) {
    let copies = fields.value("copies").filter(|copies| copies.is_table()).and_then(Value::table);
    let emails = copies.and_then(|copies| copies.value("email")).and_then(Value::items).unwrap_or_default();
    let recipients: Vec<_> = recipients.into_iter().collect();
    for email in emails {
        let address = EmailAddress::from_value(email);
        if address.is_some_and(|address| recipients.iter().any(|own| own.is_same_mailbox(&address))) {
            let problem = Problem::warning("a letter to this address goes without this copy");
            email.report(problem.hint("take it out, unless letters to others need it"));
        }
    }
}

impl FromStr for CopiedAs {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        match text {
            "cc" => Ok(Self::Cc),
            "bcc" => Ok(Self::Bcc),
            _ => Err(Unfit::no("way to copy", text).hint("write \"cc\" or \"bcc\"")),
        }
    }
}

impl FromValue for CopiedAs {
    fn from_value(value: Value<'_>) -> Option<Self> {
        value.parse()
    }
}
