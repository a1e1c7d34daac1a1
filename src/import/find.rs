use serde::Serialize;

use super::{Owner, Part};
use crate::vocabulary::Day;

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
