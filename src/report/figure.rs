use std::fmt;

use serde::{Serialize, Serializer};

/// A figure as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// So many letters.
    Of(usize),
    /// Fewer than [`Figure::SMALL`], or none.
    Few,
    /// It is not shown: it is about few people, or a small one could be computed from it.
    Hidden,
}

impl Figure {
    /// From that number on a figure is shown.
    pub const SMALL: usize = 5;

    /// The number, where it is shown.
    pub fn number(self) -> Option<usize> {
        match self {
            Self::Of(number) => Some(number),
            Self::Few | Self::Hidden => None,
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Of(number) => f.pad(&number.to_string()),
            Self::Few => f.pad("fewer than 5"),
            Self::Hidden => f.pad("not shown"),
        }
    }
}

impl Serialize for Figure {
    /// A number, or the words.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Of(number) => serializer.serialize_u64(*number as u64),
            Self::Few | Self::Hidden => serializer.collect_str(self),
        }
    }
}
