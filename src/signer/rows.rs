use std::sync::Arc;

use csv::ByteRecord;
use jiff::civil::Date;

use crate::source::{Place, Problem, Problems};

use super::cells::Cells;
use super::header::Header;
use super::records::{Records, is_blank};
use super::shared_file::SharedFile;
use super::{BadRow, Row};

/// The rows of a roll, one after the other, of which one is in memory at a time. Empty ones are passed over. A file that
/// cannot be read on gives a last bad row that says so.
#[derive(Debug)]
pub struct Rows {
    pub(super) file: String,
    pub(super) header: Arc<Header>,
    pub(super) today: Date,
    /// `None` when there is nothing more to read.
    pub(super) records: Option<Records<SharedFile>>,
    pub(super) record: ByteRecord,
}

impl Iterator for Rows {
    type Item = Result<Row, BadRow>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let records = self.records.as_mut()?;
            let line = records.line();
            let found = records.read(&mut self.record);
            let problems = match found {
                Ok(None) => return None,
                Ok(Some(Ok(()))) if is_blank(&self.record) => continue,
                Ok(Some(Ok(()))) => match Cells::new(&self.header, &self.record).read(line, self.today) {
                    Ok(row) => return Some(Ok(row)),
                    Err(problems) => {
                        problems.into_iter().map(|problem| problem.at(Place::line(&self.file, line))).collect()
                    }
                },
                Ok(Some(Err(fault))) => vec![fault.problem(&self.file)],
                Err(error) => {
                    self.records = None;
                    self.record.clear();
                    vec![Problem::error("cannot read on").at(Place::line(&self.file, line)).because(error)]
                }
            };
            return Some(Err(BadRow { line, problems: Problems(problems), cells: self.record.clone() }));
        }
    }
}
