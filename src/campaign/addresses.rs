use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::text_reader::TextReader;
use super::web_address::WebAddress;
use super::{Social, Text};
use crate::source::{Fields, FromValue, Problem, Value};
use crate::vocabulary::{Channel, Country, EmailAddress, Number};

/// How an office can be reached, in the order in which its addresses are to be tried.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addresses {
    /// Mailboxes.
    pub email: Vec<EmailAddress>,
    /// Fax numbers.
    pub fax: Vec<Number>,
    /// The postal address, line by line.
    pub post: Option<Text>,
    /// Telephone numbers.
    pub phone: Vec<Number>,
    /// Forms on the web, to be filled in by hand.
    pub web: Vec<String>,
    /// Accounts on social networks, where a person can write to it in public.
    pub social: Vec<Social>,
}

impl Addresses {
    pub(super) fn read(fields: &Fields<'_>, texts: &TextReader, country: Option<Country>) -> Self {
        Self {
            email: mailboxes(fields.value("email")),
            fax: numbers(fields.value("fax"), country),
            post: texts.lines(fields, "post"),
            phone: numbers(fields.value("phone"), country),
            web: fields.get::<Vec<WebAddress>>("web").unwrap_or_default().into_iter().map(|web| web.0).collect(),
            social: fields.tables("social", Social::read),
        }
    }

    /// Whether there is an address for that channel.
    pub fn has(&self, channel: Channel) -> bool {
        match channel {
            Channel::Email => !self.email.is_empty(),
            Channel::Fax => !self.fax.is_empty(),
            Channel::Post => self.post.is_some(),
            Channel::Phone => !self.phone.is_empty(),
        }
    }

    /// The channels that have an address, the one preferred first.
    pub fn channels(&self) -> impl Iterator<Item = Channel> + '_ {
        Channel::ALL.into_iter().filter(|&channel| self.has(channel))
    }

    /// These addresses, and for every channel that has none here, those of `other`.
    #[must_use]
    pub(super) fn or(&self, other: &Self) -> Self {
        fn or<T: Clone>(these: &[T], those: &[T]) -> Vec<T> {
            if these.is_empty() { those.to_vec() } else { these.to_vec() }
        }
        Self {
            email: or(&self.email, &other.email),
            fax: or(&self.fax, &other.fax),
            post: self.post.clone().or_else(|| other.post.clone()),
            phone: or(&self.phone, &other.phone),
            web: or(&self.web, &other.web),
            social: or(&self.social, &other.social),
        }
    }

    /// Adds addresses that are not here yet.
    pub(super) fn add(&mut self, other: &Self) {
        fn add<T: Clone + PartialEq>(these: &mut Vec<T>, those: &[T]) {
            for address in those {
                if !these.contains(address) {
                    these.push(address.clone());
                }
            }
        }
        add(&mut self.email, &other.email);
        add(&mut self.fax, &other.fax);
        self.post = self.post.take().or_else(|| other.post.clone());
        add(&mut self.phone, &other.phone);
        add(&mut self.web, &other.web);
        add(&mut self.social, &other.social);
    }
}

/// Mailboxes; one that may be misspelt is warned of.
pub(super) fn mailboxes(value: Option<Value<'_>>) -> Vec<EmailAddress> {
    let read = |item: Value<'_>| {
        let address = EmailAddress::from_value(item)?;
        if let Some(meant) = address.likely_meant() {
            let problem = Problem::warning(format!("`{address}` may be misspelt"));
            item.report(problem.hint(format!("if so, write {meant}")));
        }
        Some(address)
    };
    value.and_then(Value::items).unwrap_or_default().into_iter().filter_map(read).collect()
}

/// Numbers, each also read as one of `country`; one that cannot be understood is kept and warned of.
pub(super) fn numbers(value: Option<Value<'_>>, country: Option<Country>) -> Vec<Number> {
    let read = |item: Value<'_>| {
        let number = Number::from_value(item)?;
        let number = country.map_or(number.clone(), |country| number.within(country));
        if number.e164().is_none() {
            let problem = Problem::warning(format!("`{number}` is not understood as a telephone number"));
            item.report(problem.hint("write it as +7 7172 000000; as it stands it can only be printed"));
        }
        Some(number)
    };
    value.and_then(Value::items).unwrap_or_default().into_iter().filter_map(read).collect()
}

impl Serialize for Addresses {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        fn e164(numbers: &[Number]) -> Vec<Option<&str>> {
            numbers.iter().map(Number::e164).collect()
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("email", &self.email)?;
        map.serialize_entry("fax", &self.fax)?;
        map.serialize_entry("fax_e164", &e164(&self.fax))?;
        map.serialize_entry("phone", &self.phone)?;
        map.serialize_entry("phone_e164", &e164(&self.phone))?;
        map.serialize_entry("post", &self.post)?;
        map.serialize_entry("web", &self.web)?;
        map.serialize_entry("social", &self.social)?;
        map.end()
    }
}
