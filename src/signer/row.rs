use std::sync::Arc;

use csv::ByteRecord;

use super::{BadRow, Signer};
use crate::source::Problems;

/// A row of a roll that was taken: a signer who agreed, and what they chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line in which it begins, as an editor counts.
    pub line: usize,
    /// Who signs; their e-mail address is there.
    pub signer: Arc<Signer>,
    /// The ids of the demands they chose; `None` when the row leaves the choice open.
    pub demands: Option<Vec<String>>,
    /// The ids of the recipients they chose; `None` when the row leaves the choice open.
    pub recipients: Option<Vec<String>>,
    /// Its cells as they were.
    pub(super) cells: ByteRecord,
}

impl Row {
    /// This row, which is not taken after all, because of what was found later.
    pub fn refuse(self, problems: Problems) -> BadRow {
        BadRow { line: self.line, problems, cells: self.cells }
    }
}
