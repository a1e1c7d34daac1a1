use jiff::civil::Date;

use crate::source::Unfit;

/// Reads the day on which somebody agreed that letters are sent in their name: `2026-11-01`, or what a spreadsheet makes
/// of it where that can be one day only. A time after it does no harm.
///
/// # Errors
///
/// When it is no day, could be one of two, or is after `today`.
pub(super) fn read_consent(text: &str, today: Date) -> Result<Date, Unfit> {
    let (day, _time) = text.split_once([' ', 'T']).filter(|(_, time)| time.contains(':')).unwrap_or((text, ""));
    let date = match readings(day)[..] {
        [date] => date,
        [one, other] => {
            return Err(Unfit::new(format!("`{text}` is {one} or {other}")).hint("write the day as 2026-11-01"));
        }
        _ => return Err(Unfit::new(format!("`{text}` is no day")).hint("give the day of consent as 2026-11-01")),
    };
    if date > today {
        return Err(Unfit::new(format!("{date} is after today, {today}")).hint("give the day on which they agreed"));
    }
    Ok(date)
}

/// The days that a text can mean: only with slashes or hyphens, and the year at the end, is it unclear whether the month
/// or the day comes first.
fn readings(day: &str) -> Vec<Date> {
    let is_number = |part: &&str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let split = |separator| day.split(separator).filter(is_number).collect::<Vec<_>>();
    let Some(separator) = ['-', '.', '/'].into_iter().find(|&one| day.matches(one).count() == 2) else {
        return Vec::new();
    };
    let date = |year: &str, month: &str, day: &str| {
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok().filter(|_| year.len() == 4)
    };
    let mut dates: Vec<Date> = match split(separator)[..] {
        [year, month, day] if year.len() == 4 => date(year, month, day).into_iter().collect(),
        [day, month, year] if separator == '.' => date(year, month, day).into_iter().collect(),
        [one, other, year] => [date(year, one, other), date(year, other, one)].into_iter().flatten().collect(),
        _ => Vec::new(),
    };
    dates.dedup();
    dates
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_is_read_as_spreadsheets_write_it_when_it_can_be_no_other() {
        for text in [
            "2026-11-21",
            "2026/11/21",
            "21.11.2026",
            "21/11/2026",
            "11/21/2026",
            "21-11-2026",
            "2026-11-21 14:03:59",
            "11/21/2026 14:03",
            "2026-11-21T14:03:59Z",
        ] {
            assert_eq!(read_consent(text, date(2026, 11, 23)), Ok(date(2026, 11, 21)), "{text}");
        }
        assert_eq!(read_consent("3.4.2026", date(2026, 11, 23)), Ok(date(2026, 4, 3)));
        assert_eq!(read_consent("5/5/2026", date(2026, 11, 23)), Ok(date(2026, 5, 5)));
    }

    #[test]
    fn what_is_no_one_day_of_the_past_is_refused() {
        let refused = |text| read_consent(text, date(2026, 11, 23)).unwrap_err().to_string();
        assert!(refused("01/02/2026").starts_with("`01/02/2026` is 2026-01-02 or 2026-02-01"));
        assert!(refused("2026-11-24").starts_with("2026-11-24 is after today, 2026-11-23"));
        for text in ["yes", "46327", "2026", "2026-11", "1.11.26", "31.11.2026", "2026-11-1-1", "..", "11/2026", "--"] {
            assert!(refused(text).contains("is no day"), "{text}");
        }
    }
}
