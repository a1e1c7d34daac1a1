use std::fmt;
use std::str::FromStr;

use super::reads_as_text;
use crate::source::{Unfit, one_of};

/// A way to reach a recipient, in the order in which one is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// A mail over SMTP.
    Email,
    /// A page by fax.
    Fax,
    /// A page by post.
    Post,
    /// A telephone call.
    Phone,
}

impl Channel {
    /// All channels, the one preferred first.
    pub const ALL: [Self; 4] = [Self::Email, Self::Fax, Self::Post, Self::Phone];

    /// Its name in a sentence, after "by".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Email => "e-mail",
            Self::Phone => "telephone",
            Self::Fax | Self::Post => self.name(),
        }
    }

    /// Its name in files and flags.
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Fax => "fax",
            Self::Post => "post",
            Self::Phone => "phone",
        }
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Channel {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let unfit = || Unfit::no("channel", text).hint(one_of(text, Self::ALL.map(Self::name)));
        Self::ALL.into_iter().find(|channel| channel.name() == text).ok_or_else(unfit)
    }
}

reads_as_text!(Channel);
