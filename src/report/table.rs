use super::{Dimension, Measure, Row};

/// Figures of a campaign by one thing that letters have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it is.
    pub by: Dimension,
    /// What is counted, in the order of the columns.
    pub measures: Vec<Measure>,
    /// The rows.
    pub rows: Vec<Row>,
}

impl Table {
    /// The largest figure that is shown, for bars to be measured by.
    pub(super) fn largest(&self) -> usize {
        self.rows.iter().flat_map(|row| &row.figures).filter_map(|figure| figure.number()).max().unwrap_or_default()
    }
}
