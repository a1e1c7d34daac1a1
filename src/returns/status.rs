use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// An enhanced mail system status code (RFC 3463).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Status {
    /// 2 success, 4 for now, 5 for good.
    pub class: u16,
    /// What it is about.
    pub subject: u16,
    /// What precisely.
    pub detail: u16,
}

impl Status {
    /// Whether it says no more than its class.
    pub fn is_vague(self) -> bool {
        (self.subject, self.detail) == (0, 0)
    }

    /// A code of three numbers, whatever it is about.
    pub(super) fn of_field(text: &str) -> Option<Self> {
        let mut numbers = text.split('.').map(|number| match number.len() {
            1..=3 if number.bytes().all(|byte| byte.is_ascii_digit()) => number.parse().ok(),
            _ => None,
        });
        let mut next = || numbers.next().flatten();
        let status = Self { class: next()?, subject: next()?, detail: next()? };
        (numbers.next().is_none() && matches!(status.class, 2 | 4 | 5)).then_some(status)
    }

    /// What it means, in a few words (RFC 3463, section 3, and the registry of IANA).
    pub fn words(self) -> &'static str {
        match (self.subject, self.detail) {
            (1, 1 | 6) => "unknown user",
            (1, 2) | (4, 4) => "unknown domain",
            (1, 10) => "the domain takes no mail",
            (1, _) => "bad address",
            (2, 1) => "mailbox disabled",
            (2, 2) => "mailbox full",
            (2, 3) | (3, 4) => "too large",
            (2, _) => "mailbox",
            (3, _) => "mail system",
            (4, 6) => "loop",
            (4, 7) => "given up after some time",
            (4, _) => "no connection",
            (5, _) => "protocol",
            (6, _) => "content",
            (7, _) => "refused by policy",
            _ => "no reason told",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

impl FromStr for Status {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        // Other numbers with two dots are versions of programs, and the beginnings of addresses.
        Self::of_field(text).filter(|status| status.subject <= 7).ok_or(())
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
