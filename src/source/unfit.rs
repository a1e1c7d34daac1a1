use std::fmt;

use super::Problem;

/// Why a text cannot be read as what it is meant to be, and what would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    what: String,
    hint: Option<String>,
}

impl Unfit {
    /// Says what is wrong.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), hint: None }
    }

    /// Says that a text is no such thing, or that there is no text.
    pub fn no(thing: &str, text: &str) -> Self {
        if text.trim().is_empty() { Self::new("it is empty") } else { Self::new(format!("`{text}` is no {thing}")) }
    }

    /// Says what would do.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        self.hint.iter().try_for_each(|hint| write!(f, ": {hint}"))
    }
}

impl std::error::Error for Unfit {}

impl From<Unfit> for Problem {
    fn from(Unfit { what, hint }: Unfit) -> Self {
        Self { hint, ..Self::error(what) }
    }
}
