use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::reads_as_text;
use crate::source::Unfit;

/// So many letters in so much time: `30/min`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub number: u32,
    /// In how much time.
    pub period: Period,
}

/// The time that a [`Rate`] counts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// A second.
    Second,
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day.
    Day,
}

impl Rate {
    /// The time from one letter to the next.
    pub fn interval(self) -> Duration {
        self.period.duration() / self.number
    }
}

impl Period {
    /// How long it is.
    pub fn duration(self) -> Duration {
        match self {
            Self::Second => Duration::from_secs(1),
            Self::Minute => Duration::from_mins(1),
            Self::Hour => Duration::from_hours(1),
            Self::Day => Duration::from_hours(24),
        }
    }
}

impl FromStr for Rate {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let rate = text.split_once('/').and_then(|(number, period)| {
            let number = number.trim().parse().ok().filter(|&number| number > 0)?;
            let period = match period.trim() {
                "s" | "sec" | "second" => Period::Second,
                "min" | "minute" => Period::Minute,
                "h" | "hour" => Period::Hour,
                "d" | "day" => Period::Day,
                _ => return None,
            };
            Some(Self { number, period })
        });
        rate.ok_or_else(|| Unfit::new(format!("`{text}` is no rate")).hint("write it as 30/min, 60/h, 2/s or 500/day"))
    }
}

reads_as_text!(Rate);

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let period = match self.period {
            Period::Second => "s",
            Period::Minute => "min",
            Period::Hour => "h",
            Period::Day => "day",
        };
        write!(f, "{}/{period}", self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_a_number_in_a_time() {
        let rate: Rate = "30/min".parse().unwrap();
        assert_eq!((rate.interval(), rate.to_string()), (Duration::from_secs(2), "30/min".to_owned()));
        assert_eq!("60 / hour".parse::<Rate>().unwrap().interval(), Duration::from_mins(1));
        for text in ["", "30", "0/min", "-1/min", "1/week", "/min", "many/min", "99999999999/s"] {
            assert!(text.parse::<Rate>().is_err(), "{text}");
        }
    }
}
