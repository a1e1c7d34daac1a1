use csv::ByteRecord;

use crate::source::{Problem, Problems};

/// A row of a roll that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// The line in which it begins, as an editor counts.
    pub line: usize,
    /// Every mistake in it, each with the file and line.
    pub problems: Problems,
    /// Its cells as they were, whatever their bytes; the whole row as one cell where cells cannot be told apart.
    pub(super) cells: ByteRecord,
}

impl BadRow {
    /// All that is wrong with it and what to do, in one line without the place.
    pub fn reason(&self) -> String {
        let reason = |Problem { what, hint, .. }: &Problem| {
            hint.as_ref().map_or_else(|| what.clone(), |hint| format!("{what} ({hint})"))
        };
        self.problems.0.iter().map(reason).collect::<Vec<_>>().join("; ")
    }
}
