//! What depends on a language alone and no template can say: how it writes a day or a number, and what ends a salutation.

use icu_calendar::{Date as IcuDate, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::{Y, YM, YMD};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;
use icu_locale_core::Locale;
use writeable::Writeable;

use crate::campaign::Recipient;
use crate::vocabulary::{Country, Day, Language};

/// Where English names the month before the day.
const MONTH_FIRST: [&str; 9] = ["AS", "CA", "GU", "MH", "MP", "PR", "UM", "US", "VI"];

/// A day as the language writes it; in English, as it is written where the signer lives.
pub fn day(day: Day, language: Language, country: Option<Country>) -> String {
    let locale = locale(language, country);
    let text = match day {
        Day::Date(date) => {
            let text = write(&locale, YMD::long(), (date.year(), date.month(), date.day()));
            text.map(|text| with_ordinal(text, language))
        }
        Day::Month(year, month) => write(&locale, YM::long(), (year, month, 1)),
        Day::Year(year) => write(&locale, Y::long(), (year, 1, 1)),
    };
    text.unwrap_or_else(|| day.to_string())
}

/// French counts the first of a month, and no other day; the data built in does not know it.
fn with_ordinal(day: String, language: Language) -> String {
    match day.strip_prefix("1 ") {
        Some(rest) if language.code() == "fr" => format!("1er {rest}"),
        _ => day,
    }
}

/// A first and a last day; those of one month share it: "1–2 May 2011".
pub fn days(first: Day, last: Day, language: Language, country: Option<Country>) -> String {
    let written = [first, last].map(|day| self::day(day, language, country));
    let shared = match (first, last) {
        (Day::Date(first), Day::Date(last)) if first.first_of_month() == last.first_of_month() => shared(&written),
        _ => None,
    };
    shared.unwrap_or_else(|| written.join(" – "))
}

/// Two days that differ in one word, with both words joined by a dash.
fn shared([first, last]: &[String; 2]) -> Option<String> {
    let (ones, others): (Vec<_>, Vec<_>) = (first.split(' ').collect(), last.split(' ').collect());
    let mut differing = ones.iter().zip(&others).enumerate().filter(|(_, (one, other))| one != other);
    let (at, (one, _)) = differing.next().filter(|_| ones.len() == others.len())?;
    let joined = format!("{}–{}", one.trim_end_matches(','), others[at]);
    let words = others.iter().enumerate().map(|(index, word)| if index == at { &joined } else { *word });
    differing.next().is_none().then(|| words.collect::<Vec<_>>().join(" "))
}

/// A number as the language writes it: "1,200", "1.200".
pub(super) fn number(number: usize, language: Language) -> String {
    let formatter = DecimalFormatter::try_new((&locale(language, None)).into(), DecimalFormatterOptions::default());
    let written = formatter.map(|formatter| formatter.format(&Decimal::from(number)).write_to_string().into_owned());
    written.unwrap_or_else(|_| number.to_string())
}

/// What stands between the place and the day at the head of a letter.
pub(super) fn before_the_day(language: Language) -> &'static str {
    if language.code() == "fr" { ", le " } else { ", " }
}

/// Formats with the data built in for the locale; `None` where there is none, or no such day.
macro_rules! define_write {
    ($($fields:ty),*) => {
        trait Write: Sized {
            fn formatted(self, locale: &Locale, date: &IcuDate<Gregorian>) -> Option<String>;
        }
        $(impl Write for $fields {
            fn formatted(self, locale: &Locale, date: &IcuDate<Gregorian>) -> Option<String> {
                let formatter = FixedCalendarDateTimeFormatter::try_new(locale.into(), self).ok()?;
                Some(formatter.format(date).write_to_string().into_owned())
            }
        })*
    };
}
define_write!(YMD, YM, Y);

fn write(locale: &Locale, fields: impl Write, (year, month, day): (i16, i8, i8)) -> Option<String> {
    let date = IcuDate::try_new_gregorian(year.into(), month.try_into().ok()?, day.try_into().ok()?).ok()?;
    fields.formatted(locale, &date)
}

fn locale(language: Language, country: Option<Country>) -> Locale {
    let region = country.map(Country::code).filter(|code| language == Language::ENGLISH && MONTH_FIRST.contains(code));
    // Elsewhere English is written as the world writes it; for a country that it does not know, the data built in would take
    // that of the United States.
    let region = region.unwrap_or("001");
    let tag = format!("{language}-{region}");
    tag.parse().or_else(|_| language.code().parse()).unwrap_or(Locale::UNKNOWN)
}

/// The campaign's own first line of a letter, with its punctuation; the usual ones are partials of the templates.
pub(super) fn salutation(recipient: &Recipient, language: Language) -> Option<String> {
    let text = recipient.salutation.as_ref()?.get(language)?;
    let mark = match language.code() {
        _ if text.ends_with([',', '!', ':', '،']) => "",
        "ru" | "kk" => "!",
        "es" => ":",
        _ => ",",
    };
    Some(format!("{text}{mark}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, language: &str, country: Option<&str>) -> String {
        let country = country.map(|code| code.parse().unwrap());
        day(text.parse().unwrap(), language.parse().unwrap(), country)
    }

    #[test]
    fn a_day_is_written_as_the_language_writes_it() {
        assert_eq!(written("2011-05-02", "en", None), "2 May 2011");
        assert_eq!(written("2011-05-02", "en", Some("US")), "May 2, 2011");
        assert_eq!(written("2011-05-02", "en", Some("CA")), "May 2, 2011");
        for country in ["FR", "RU", "KZ", "GB", "DE"] {
            assert_eq!(written("2011-05-02", "en", Some(country)), "2 May 2011");
        }
        assert_eq!(written("2011-05-02", "ru", Some("DE")), "2 мая 2011\u{202f}г.");
        assert_eq!(written("2010-10", "en", Some("GB")), "October 2010");
        assert_eq!(written("2010-10", "ru", None), "октябрь 2010\u{202f}г.");
        assert_eq!(written("2010", "en", None), "2010");
        assert_eq!(written("2011-05-01", "kk", None), "2011\u{202f}ж. 1 мамыр");
        assert_eq!(written("2011-05-01", "de", Some("AT")), "1. Mai 2011");
        assert_eq!(written("2011-05-01", "fr", None), "1er mai 2011");
        assert_eq!(written("2011-05-11", "fr", None), "11 mai 2011");
        assert_eq!(written("2011-05-01", "es", None), "1 de mayo de 2011");
    }

    #[test]
    fn a_number_is_written_as_the_language_writes_it() {
        let written = |language: &str| number(12_345, language.parse().unwrap());
        assert_eq!(
            ["en", "ru", "kk", "de", "fr", "es"].map(written),
            ["12,345", "12\u{a0}345", "12\u{a0}345", "12.345", "12\u{202f}345", "12.345"]
        );
        assert_eq!(number(31, Language::ENGLISH), "31");
    }

    #[test]
    fn days_of_one_month_share_it() {
        let written = |first: &str, last: &str, language: &str, country: Option<&str>| {
            let country = country.map(|code| code.parse().unwrap());
            days(first.parse().unwrap(), last.parse().unwrap(), language.parse().unwrap(), country)
        };
        assert_eq!(written("2011-05-01", "2011-05-02", "en", None), "1–2 May 2011");
        assert_eq!(written("2011-05-01", "2011-05-02", "ru", None), "1–2 мая 2011\u{202f}г.");
        assert_eq!(written("2011-04-30", "2011-05-02", "en", None), "30 April 2011 – 2 May 2011");
        assert_eq!(written("2011-05-01", "2011-05-02", "en", Some("US")), "May 1–2, 2011");
        assert_eq!(written("2011-05-01", "2011-05-02", "de", None), "1.–2. Mai 2011");
        assert_eq!(written("2011-05-01", "2011-05-02", "fr", None), "1er–2 mai 2011");
        assert_eq!(written("2011-05-01", "2011-05-02", "es", None), "1–2 de mayo de 2011");
        assert_eq!(written("2011-05-01", "2011-05-02", "kk", None), "2011\u{202f}ж. 1–2 мамыр");
    }
}
