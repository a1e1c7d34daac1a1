use std::str::FromStr;

use jiff::civil::Date;

use crate::source::Unfit;
use crate::vocabulary::Day;

/// The day on which somebody agreed that a letter is sent in their name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Consent(pub Date);

/// Reads `2026-11-01`, with a time behind it or without, and `01.11.2026`. With slashes some write the day first and some
/// the month, so a day written like that could be another one.
impl FromStr for Consent {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let day = text.split_once([' ', 'T']).map_or(text, |(day, _)| day);
        let turned = match day.split('.').collect::<Vec<_>>()[..] {
            [day, month, year] => format!("{year}-{month:0>2}-{day:0>2}"),
            _ => day.to_owned(),
        };
        match turned.parse() {
            Ok(Day::Date(date)) => Ok(Self(date)),
            _ => Err(Unfit::new(format!("`{text}` is not a day")).hint("give the day they agreed: 2026-11-01")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_one_day_and_no_other() {
        let day = Date::constant(2026, 11, 1);
        for text in ["2026-11-01", "2026-11-01 10:15:00", "2026-11-01T10:15:00Z", "01.11.2026", "1.11.2026"] {
            assert_eq!(text.parse(), Ok(Consent(day)), "{text}");
        }
        for text in ["yes", "x", "1", "2026", "2026-11", "01/11/2026", "11/1/2026", "31.02.2026", "45962"] {
            assert!(text.parse::<Consent>().is_err(), "{text}");
        }
    }
}
