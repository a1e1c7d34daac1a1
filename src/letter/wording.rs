//! What depends on a language alone: how it writes a day, and how a letter to an office begins.

use icu_calendar::{Date as IcuDate, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::{Y, YM, YMD};
use icu_locale_core::Locale;
use writeable::Writeable;

use crate::campaign::Recipient;
use crate::vocabulary::{Country, Day, Language};

/// A day as the language writes it; in English, as it is written where the signer lives.
pub(super) fn day(day: Day, language: Language, country: Option<Country>) -> String {
    let locale = locale(language, country);
    let text = match day {
        Day::Date(date) => write(&locale, YMD::long(), (date.year(), date.month(), date.day())),
        Day::Month(year, month) => write(&locale, YM::long(), (year, month, 1)),
        Day::Year(year) => write(&locale, Y::long(), (year, 1, 1)),
    };
    text.unwrap_or_else(|| day.to_string())
}

/// A first and a last day; those of one month share it where the language begins with the day: "1–2 May 2011".
pub(super) fn days(first: Day, last: Day, language: Language, country: Option<Country>) -> String {
    let written = day(last, language, country);
    match (first, last) {
        (Day::Date(first), Day::Date(last))
            if first.first_of_month() == last.first_of_month() && written.starts_with(&format!("{} ", last.day())) =>
        {
            format!("{}–{written}", first.day())
        }
        _ => format!("{} – {written}", day(first, language, country)),
    }
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
    // Without a country English is taken as the world writes it, not the United States.
    let region = country.filter(|_| language == Language::ENGLISH).map_or("001", Country::code);
    let tag = format!("{language}-{region}");
    tag.parse().or_else(|_| language.code().parse()).unwrap_or(Locale::UNKNOWN)
}

/// The first line of a letter, with its punctuation: the campaign's, else one made from the name, else the usual form
/// for an office; `None` in a language whose forms are not known here.
pub(super) fn salutation(recipient: &Recipient, language: Language) -> Option<String> {
    let given = recipient.salutation.as_ref().and_then(|salutation| salutation.get(language)).map(str::to_owned);
    let usual = || match (&recipient.name, language.code()) {
        (Some(name), "en") => Some(format!("Dear {}", name.nearest(language))),
        (None, "en") => Some("Dear Sir or Madam".to_owned()),
        // "Уважаемый" and "Уважаемая" would guess who it is.
        (_, "ru") => Some("Уважаемые дамы и господа".to_owned()),
        _ => None,
    };
    let text = given.or_else(usual)?;
    let ends = text.ends_with([',', '!', ':', '،']);
    let mark = match language.code() {
        _ if ends => "",
        "ru" | "kk" => "!",
        _ => ",",
    };
    Some(text + mark)
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
        assert_eq!(written("2011-05-02", "ru", Some("DE")), "2 мая 2011\u{202f}г.");
        assert_eq!(written("2010-10", "en", Some("GB")), "October 2010");
        assert_eq!(written("2010-10", "ru", None), "октябрь 2010\u{202f}г.");
        assert_eq!(written("2010", "en", None), "2010");
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
        assert_eq!(written("2011-05-01", "2011-05-02", "en", Some("US")), "May 1, 2011 – May 2, 2011");
    }
}
