use serde::Serialize;

/// Whose a find is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Owner {
    /// The campaign itself.
    Campaign,
    /// A recipient, by its number in the appeal.
    Recipient(usize),
    /// The copies of letters to that recipient.
    CopiesOf(usize),
    /// The copies of every letter.
    Copies,
}
