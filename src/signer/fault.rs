use crate::source::{Place, Problem};

/// The most that a record may hold, in bytes: several pages of text and all that belongs to them.
pub(super) const LIMIT: usize = 1 << 20;

/// Why the cells of some lines cannot be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The cell that opens with a quotation mark in this line and column does not end with one.
    Quote(usize, usize),
    /// The record that begins in this line is too large.
    Size(usize),
}

impl Fault {
    /// Says so, with its place in the file of this name.
    pub(super) fn problem(self, file: &str) -> Problem {
        match self {
            Self::Quote(line, column) => {
                let opens = format!("opens with a quotation mark in line {line}, column {column}");
                Problem::error(format!("the cell that {opens} does not end with one"))
                    .at(Place::at(file, line, column))
                    .hint("put one at each end, and write one that belongs to the text twice")
            }
            Self::Size(line) => Problem::error(format!("the row is larger than {} MiB", LIMIT >> 20))
                .at(Place::line(file, line))
                .hint("shorten it"),
        }
    }
}
