use std::sync::Arc;

use csv::ByteRecord;

use super::Signer;
use crate::source::{Problem, Problems};

/// A row of a roll: somebody who signs, and what they agreed to.
#[derive(Debug, Clone)]
pub struct Row {
    /// The line it begins in.
    pub line: u64,
    /// Who signs.
    pub signer: Arc<Signer>,
    /// The ids of the demands they make; `None`: those that are usual.
    pub demands: Option<Vec<String>>,
    /// The ids of the recipients they write to; `None`: all.
    pub recipients: Option<Vec<String>>,
    pub(super) record: ByteRecord,
}

/// A row that is not taken.
#[derive(Debug, Clone)]
pub struct BadRow {
    /// The line it begins in.
    pub line: u64,
    /// Everything that is wrong with it.
    pub problems: Vec<Problem>,
    pub(super) record: ByteRecord,
}

impl Row {
    /// This row, which is not taken because of what was found later.
    pub fn refuse(self, Problems(problems): Problems) -> BadRow {
        BadRow { line: self.line, problems, record: self.record }
    }
}
