use std::ops::Range;

use jiff::civil::Date;

use crate::vocabulary::Day;

/// A date as it stands in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DateSeen {
    pub(super) year: Option<i16>,
    pub(super) month: i8,
    pub(super) day: Option<i8>,
    pub(super) range: Range<usize>,
    /// Whether day and month could be the other way round.
    pub(super) ambiguous: bool,
}

impl DateSeen {
    /// The day it is; where it says no year, the one given.
    pub(super) fn day(&self, year: Option<i16>) -> Option<Day> {
        let year = self.year.or(year)?;
        match self.day {
            Some(day) => Date::new(year, self.month, day).ok().map(Day::Date),
            None => Some(Day::Month(year, self.month)),
        }
    }
}
