use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use crate::source::{FromValue, Problem, Unfit, Value};

/// A day, or as much of one as the source tells: `2011-05-02`, `2011-09`, `2011`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// A year alone.
    Year(i16),
    /// A month of a year.
    Month(i16, i8),
    /// A whole date.
    Date(Date),
}

impl Day {
    /// The first date it can be.
    pub fn first(self) -> Date {
        match self {
            Self::Year(year) => Date::constant(year, 1, 1),
            Self::Month(year, month) => Date::constant(year, month, 1),
            Self::Date(date) => date,
        }
    }

    /// The last date it can be.
    pub fn last(self) -> Date {
        match self {
            Self::Year(year) => Date::constant(year, 12, 31),
            Self::Month(..) => self.first().last_of_month(),
            Self::Date(date) => date,
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Date(date) => date.fmt(f),
        }
    }
}

impl FromStr for Day {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let number = |digits: &str, width| {
            (digits.len() == width && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse::<i16>().ok())?
        };
        let day = match text.split('-').collect::<Vec<_>>()[..] {
            [year] => number(year, 4).map(Self::Year),
            [year, month] => number(year, 4)
                .zip(number(month, 2).and_then(|month| i8::try_from(month).ok()))
                .filter(|(_, month)| (1..=12).contains(month))
                .map(|(year, month)| Self::Month(year, month)),
            [year, month, day] => number(year, 4)
                .zip(number(month, 2).zip(number(day, 2)))
                .and_then(|(year, (month, day))| Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok())
                .map(Self::Date),
            _ => None,
        };
        let unfit = || Unfit::no("day", text);
        day.ok_or_else(|| unfit().hint("write it as 2011-05-02, or \"2011-05\", or \"2011\""))
    }
}

impl FromValue for Day {
    fn from_value(value: Value<'_>) -> Option<Self> {
        value.accept(value.date_or_string()?.parse())
    }
}

impl FromValue for Date {
    fn from_value(value: Value<'_>) -> Option<Self> {
        match Day::from_value(value)? {
            Day::Date(date) => Some(date),
            day => {
                value.report(Problem::error(format!("`{day}` is no whole date")).hint("give year, month and day"));
                None
            }
        }
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_is_not_whole_may_be_any_in_it() {
        let day: Day = "2010-02".parse().unwrap();
        assert_eq!((day.first().to_string(), day.last().to_string()), ("2010-02-01".into(), "2010-02-28".into()));
    }

    #[test]
    fn a_day_is_no_more_exact_than_its_source() {
        for text in ["2011-05-02", "2011-09", "2011"] {
            assert_eq!(text.parse::<Day>().unwrap().to_string(), text);
        }
        for text in ["", "2011-13", "2011-02-30", "11-05-02", "2011-5", "tomorrow", "2011-05-02T10:00:00"] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }
}
