use std::fmt;
use std::str::FromStr;

use super::{EmailAddress, reads_as_text};
use crate::source::{Unfit, is_id, nearest};

/// A social network, by its name in small letters. Those that are not known are taken as the strictest of the known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    name: String,
    rules: Rules,
}

/// What a network allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rules {
    /// The most characters of a post.
    limit: usize,
    /// How they are counted.
    count: Count,
    /// How an account is named.
    handle: Handle,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Count {
    /// Each as one.
    Plain,
    /// A link as at least 23.
    Links,
    /// So too, and each character beyond Latin, Greek, Cyrillic, Hebrew and Arabic letters as two.
    Weighted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Handle {
    /// `@name@example.org`
    AtServer,
    /// `@name.example.org`
    AtDomain,
    /// `@name`
    AtName,
    /// `name`, with or without `@`
    Name,
}

const fn rules(limit: usize, count: Count, handle: Handle) -> Rules {
    Rules { limit, count, handle }
}

/// The networks that are known, as their own help pages describe them.
const KNOWN: [(&str, Rules); 9] = [
    ("bluesky", rules(300, Count::Plain, Handle::AtDomain)),
    ("facebook", rules(63_206, Count::Plain, Handle::Name)),
    ("instagram", rules(2_200, Count::Plain, Handle::AtName)),
    ("linkedin", rules(3_000, Count::Plain, Handle::Name)),
    ("mastodon", rules(500, Count::Links, Handle::AtServer)),
    ("telegram", rules(4_096, Count::Plain, Handle::AtName)),
    ("threads", rules(500, Count::Plain, Handle::AtName)),
    ("twitter", rules(280, Count::Weighted, Handle::AtName)),
    ("x", rules(280, Count::Weighted, Handle::AtName)),
];

const UNKNOWN: Rules = rules(280, Count::Weighted, Handle::Name);

impl Network {
    /// The most characters of a post.
    pub fn limit(&self) -> usize {
        self.rules.limit
    }

    /// How many characters the network counts in a text, or a few more.
    pub fn length(&self, text: &str) -> usize {
        let count = self.rules.count;
        let weight = |c: char| match c {
            '\0'..='\u{10ff}' | '\u{2000}'..='\u{200d}' | '\u{2010}'..='\u{201f}' | '\u{2032}'..='\u{2037}' => 1,
            _ if count == Count::Weighted => 2,
            _ => 1,
        };
        let links = text.split_whitespace().filter(|word| word.starts_with("https://") || word.starts_with("http://"));
        let short = links.map(|link| 23_usize.saturating_sub(link.chars().count())).sum::<usize>();
        text.chars().map(weight).sum::<usize>() + if count == Count::Plain { 0 } else { short }
    }

    /// The known network that this one, which is not known, is most likely to be.
    pub fn likely(&self) -> Option<&'static str> {
        // Any two letters are near one another.
        let known = KNOWN.iter().map(|(name, _)| *name).filter(|name| name.len() > 3);
        let is_known = KNOWN.iter().any(|(name, _)| *name == self.name);
        nearest(&self.name, known).filter(|_| !is_known && self.name.len() > 3)
    }

    /// Checks that accounts of this network can be named so.
    ///
    /// # Errors
    ///
    /// When they cannot.
    pub fn check(&self, handle: &str) -> Result<(), Unfit> {
        let at = handle.strip_prefix('@');
        let is_name =
            |name: &str, more: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || more.contains(c));
        let (fits, form) = match self.rules.handle {
            Handle::AtServer => (at.is_some_and(|rest| rest.parse::<EmailAddress>().is_ok()), "@name@example.org"),
            Handle::AtDomain => (at.is_some_and(|rest| is_name(rest, "-.") && rest.contains('.')), "@name.example.org"),
            Handle::AtName => (at.is_some_and(|rest| is_name(rest, "_.")), "@name"),
            Handle::Name => (is_name(at.unwrap_or(handle), "_.-"), "@name"),
        };
        let unfit = || Unfit::no(&format!("account on {self}"), handle).hint(format!("write it as {form}"));
        fits.then_some(()).ok_or_else(unfit)
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl FromStr for Network {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        if !is_id(text) {
            return Err(Unfit::no("name of a social network", text).hint("use small letters: mastodon, bluesky, x"));
        }
        let rules = KNOWN.iter().find(|(name, _)| *name == text).map_or(UNKNOWN, |(_, rules)| *rules);
        Ok(Self { name: text.to_owned(), rules })
    }
}

reads_as_text!(Network);

#[cfg(test)]
mod tests {
    use super::*;

    fn network(name: &str) -> Network {
        name.parse().unwrap()
    }

    #[test]
    fn accounts_are_named_as_their_network_names_them() {
        for (name, good, bad) in [
            ("mastodon", "@ministry@example.org", "@ministry"),
            ("bluesky", "@ministry.example.org", "@ministry"),
            ("x", "@ministry_1", "ministry"),
            ("telegram", "@ministry", "https://t.me/ministry"),
            ("facebook", "ministry.of-examples", "the ministry"),
            ("elsewhere", "@ministry", "@"),
        ] {
            assert_eq!(network(name).check(good), Ok(()), "{name}");
            assert!(network(name).check(bad).is_err(), "{name}");
        }
    }

    #[test]
    fn characters_are_counted_as_the_network_counts_them() {
        assert_eq!(network("x").length("Қазақстан “x” 中…"), 9 + 1 + 3 + 1 + 2 + 2);
        assert_eq!(network("bluesky").length("Қазақстан 中…"), 12);
        assert_eq!(network("mastodon").length("a https://a.org"), 2 + 23);
        assert_eq!(network("bluesky").length("a https://a.org"), 15);
        assert_eq!(network("elsewhere").limit(), 280);
    }

    #[test]
    fn a_misspelt_network_is_offered_as_it_is_spelt() {
        assert_eq!(network("mastodn").likely(), Some("mastodon"));
        assert_eq!(network("mastodon").likely(), None);
        assert_eq!(network("vk").likely(), None);
        assert!("Mastodon".parse::<Network>().is_err());
    }
}
