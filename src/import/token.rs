use std::ops::Range;

/// An address or a number in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// The address or number.
    pub(super) value: String,
    /// Where it stands in the line, with all that belongs to it.
    pub(super) range: Range<usize>,
    /// Why it is not sure, if it is not.
    pub(super) doubt: Option<String>,
}

/// What kind of address a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A mailbox.
    Email,
    /// A mailbox that the page hides.
    Hidden,
    /// A number that a word calls one of a fax.
    Fax,
    /// A number that a word calls one of a telephone.
    Phone,
    /// A number for both.
    FaxAndPhone,
    /// A number that nothing tells the use of.
    Number,
    /// A web address.
    Web,
}

impl Token {
    pub(super) fn new(kind: TokenKind, value: &str, range: Range<usize>) -> Self {
        Self { kind, value: value.to_owned(), range, doubt: None }
    }
}
