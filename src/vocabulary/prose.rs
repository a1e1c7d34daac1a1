use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use super::reads_as_text;
use crate::source::{Unfit, is_clean};

/// A piece of text that may have several lines, such as a signer's own sentences: no control character but line feeds
/// and tabs, no white space around it. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose(String);

impl Prose {
    /// The most a piece of prose may hold, in characters: several pages.
    pub const LIMIT: usize = 20_000;
}

impl Deref for Prose {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Prose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Prose {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let prose = text.trim();
        if prose.is_empty() {
            Err(Unfit::new("it is empty").hint("fill it in, or take the line out"))
        } else if !is_clean(prose) {
            Err(Unfit::new("it has a control character in it").hint("take it out"))
        } else if prose.chars().count() > Self::LIMIT {
            Err(Unfit::new(format!("it is longer than {} characters", Self::LIMIT)).hint("shorten it"))
        } else {
            Ok(Self(prose.to_owned()))
        }
    }
}

reads_as_text!(Prose);
