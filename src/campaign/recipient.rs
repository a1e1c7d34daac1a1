use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::entry::Entry;
use super::{Addresses, Copies, Gender, Kind, Text, Title};
use crate::source::{FromValue, Unfit, Value};
use crate::vocabulary::{Channel, Country, Language};

/// An office, and perhaps a person in it, that letters go to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recipient {
    /// Its name in `--to`.
    pub id: String,
    /// What kind of office it is.
    pub kind: Kind,
    /// The office.
    pub office: Text,
    /// What the person is there, when the office does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Text>,
    /// The person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// How the person is addressed; `None`: in the neutral form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// The family name of the person, where the name does not show it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_name: Option<Text>,
    /// How to begin a letter to them, where the usual form will not do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salutation: Option<Text>,
    /// The language this office reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The subject line of letters to it, in place of the campaign's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Text>,
    /// What happened, as it is told to this recipient, in place of the campaign's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Text>,
    /// How it can be reached.
    #[serde(flatten)]
    pub addresses: Addresses,
    /// Copies required with letters to this recipient.
    pub copies: Copies,
    /// Channels that the published appeal names while hiding the address.
    pub withheld: Vec<Channel>,
    /// A note for the person who writes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// Where its addresses were published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The office of the directory it was taken from, as `kazakhstan/foreign-ministry`.
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    pub directory_entry: Option<String>,
    /// Which embassy of the campaign's country it is, when it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embassy: Option<EmbassyIn>,
}

/// In which country an embassy stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmbassyIn {
    /// In the country where the signer lives.
    SignerCountry,
    /// In this country.
    Country(Country),
}

impl Recipient {
    /// What the person who is written to is by their office, as far as it is plain.
    pub fn title(&self) -> Option<Title> {
        Title::of(self.kind, self.position.as_ref())
    }

    /// The channels that the appeal names, whose address it hides and nobody has supplied.
    pub fn missing(&self) -> impl Iterator<Item = Channel> + '_ {
        self.withheld.iter().copied().filter(|&channel| !self.addresses.has(channel))
    }

    /// This recipient with what is known of an embassy wherever the campaign says nothing.
    #[must_use]
    pub(super) fn completed_by(&self, entry: &Entry) -> Self {
        let is_known = self.name.is_some();
        Self {
            position: self.position.clone().or_else(|| entry.position.clone()),
            name: self.name.clone().or_else(|| entry.name.clone()),
            gender: self.gender.or(entry.gender.filter(|_| !is_known)),
            family_name: self.family_name.clone().or_else(|| entry.family_name.clone().filter(|_| !is_known)),
            salutation: self.salutation.clone().or_else(|| entry.salutation.clone()),
            language: self.language.or(entry.language),
            addresses: self.addresses.or(&entry.addresses),
            copies: if self.copies.is_empty() { entry.copies.clone().unwrap_or_default() } else { self.copies.clone() },
            withheld: if self.withheld.is_empty() { entry.withheld.clone() } else { self.withheld.clone() },
            note: self.note.clone().or_else(|| entry.note.clone()),
            source: self.source.clone().or_else(|| entry.source.clone()),
            ..self.clone()
        }
    }
}

impl fmt::Display for EmbassyIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignerCountry => f.write_str("signer-country"),
            Self::Country(country) => country.fmt(f),
        }
    }
}

impl FromStr for EmbassyIn {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        match text {
            "signer-country" => Ok(Self::SignerCountry),
            code => code.parse().map(Self::Country).map_err(|_| {
                Unfit::no("country that an embassy can stand in", code)
                    .hint("write `signer-country`, or an ISO 3166-1 code like `DE`")
            }),
        }
    }
}

impl FromValue for EmbassyIn {
    fn from_value(value: Value<'_>) -> Option<Self> {
        value.parse()
    }
}

impl Serialize for EmbassyIn {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
