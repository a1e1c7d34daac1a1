use std::fmt;
use std::str::FromStr;

use phonenumber::country::Id;
use phonenumber::metadata::{DATABASE, Metadata};
use phonenumber::{Mode, PhoneNumber};

use super::number_list::each_whole;
use super::{Country, reads_as_text};
use crate::source::Unfit;

/// A telephone or fax number, as it was written and, where that can be understood, in E.164.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    written: String,
    e164: Option<String>,
}

impl Number {
    /// The number as the appeal prints it.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// `+`, country code and number (ITU-T E.164), when the written form could be understood.
    pub fn e164(&self) -> Option<&str> {
        self.e164.as_deref()
    }

    /// The number as it is dialled in that country; where it is not known which, or the number was not understood, as well as
    /// can be told: in international form (ITU-T E.123), or as it was written.
    pub fn dialled_from(&self, country: Option<Country>) -> String {
        self.understood().map_or_else(|| self.written.clone(), |number| dialled(&number, country))
    }

    fn understood(&self) -> Option<PhoneNumber> {
        phonenumber::parse(None, self.e164.as_deref()?).ok()
    }

    /// This number, read as one of `country` when it was written without a country code.
    #[must_use]
    pub fn within(self, country: Country) -> Self {
        let e164 = self.e164.or_else(|| e164(&self.written, country.code().parse().ok()));
        Self { written: self.written, e164 }
    }
}

/// Understands `++7`, `+7` and `007`, as appeals print them, as the beginning of an international number.
fn e164(written: &str, country: Option<Id>) -> Option<String> {
    let dialled: String = written.chars().filter(|c| !c.is_whitespace()).collect();
    let international = match dialled.trim_start_matches('+') {
        rest if rest.len() < dialled.len() => format!("+{rest}"),
        rest => rest.strip_prefix("00").map_or_else(|| rest.to_owned(), |rest| format!("+{rest}")),
    };
    let plain = || international.chars().filter(|c| !matches!(c, '(' | ')' | '-' | '.' | '/')).collect::<String>();
    let digits = match international.strip_prefix('+') {
        // What is written in full needs no table of the world's numbering plans, which takes a tenth of a second to load.
        Some(rest) if !rest.contains("(0)") && plain()[1..].bytes().all(|byte| byte.is_ascii_digit()) => plain(),
        None if country.is_none() => return None,
        _ => phonenumber::parse(country, &international).ok()?.format().mode(Mode::E164).to_string(),
    };
    // E.164 allows fifteen digits; fewer than eight reach nobody across a border.
    ((9..=16).contains(&digits.len()) && !digits.starts_with("+0")).then_some(digits)
}

fn dialled(number: &PhoneNumber, country: Option<Country>) -> String {
    let here: Option<Id> = country.and_then(|country| country.code().parse().ok());
    let international = number.format().mode(Mode::International).to_string();
    let Some(here) = here else { return international };
    if number.country().id() == Some(here) {
        return number.format().mode(Mode::National).to_string();
    }
    let metadata = DATABASE.by_id(here.as_ref());
    let rest = international.trim_start_matches('+');
    // Within the North American Numbering Plan other countries are dialled like other towns.
    if metadata.is_some_and(|metadata| metadata.country_code() == 1) && number.country().code() == 1 {
        return rest.to_owned();
    }
    let preferred = metadata.and_then(Metadata::preferred_international_prefix);
    let usual = || Some(metadata?.international_prefix()?.as_str());
    // Some countries let their people choose a carrier: there it is for them to know what comes before the country code.
    match preferred.or_else(usual).filter(|prefix| prefix.bytes().all(|byte| byte.is_ascii_digit() || byte == b'~')) {
        // The tilde is where one waits for another tone.
        Some(prefix) => format!("{} {rest}", prefix.replace('~', " ")),
        None => international,
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl FromStr for Number {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let plausible =
            text.chars().filter(char::is_ascii_digit).count() >= 3 && text.chars().all(|c| !c.is_control() && c != '@');
        if !plausible {
            return Err(Unfit::no("telephone number", text).hint("write it as +7 7172 000000"));
        }
        let numbers = each_whole(text);
        if !numbers.is_empty() {
            let count = if numbers.len() == 2 { "two".to_owned() } else { numbers.len().to_string() };
            let unfit = Unfit::new(format!("`{text}` is {count} numbers"));
            return Err(unfit.hint(format!("write each of them whole, in a list: {numbers:?}")));
        }
        let written = text.trim().to_owned();
        let e164 = e164(&written, None);
        Ok(Self { written, e164 })
    }
}

reads_as_text!(Number);

#[cfg(test)]
mod tests {
    use super::*;

    fn e164(text: &str) -> Option<String> {
        text.parse::<Number>().unwrap().e164().map(str::to_owned)
    }

    #[test]
    fn the_broken_forms_that_appeals_print_are_understood() {
        assert_eq!(e164("++7727 2715802").as_deref(), Some("+77272715802"));
        assert_eq!(e164("++7 (7172) 74 55 24").as_deref(), Some("+77172745524"));
        assert_eq!(e164("0073 2536 32503").as_deref(), Some("+73253632503"));
        assert_eq!(e164("0073 25 36 355 65").as_deref(), Some("+73253635565"));
        assert_eq!(e164("+44 20 7946 0000").as_deref(), Some("+442079460000"));
        assert_eq!(e164("32466"), None);
    }

    #[test]
    fn a_number_is_dialled_as_one_does_where_one_lives() {
        let number: Number = "++7 (7172) 74 55 24".parse().unwrap();
        let dialled = |country: &str| number.dialled_from(Some(country.parse().unwrap()));
        assert_eq!(dialled("DE"), "00 7 7172 74 55 24");
        assert_eq!(dialled("US"), "011 7 7172 74 55 24");
        assert_eq!(dialled("KZ"), "8 (7172) 74 55 24");
        assert_eq!(dialled("RU"), "8 10 7 7172 74 55 24");
        assert_eq!(number.dialled_from(None), "+7 7172 74 55 24");
        let number: Number = "+1 416 555 0100".parse().unwrap();
        assert_eq!(number.dialled_from(Some("US".parse().unwrap())), "1 416-555-0100");
        let number: Number = "32466".parse().unwrap();
        assert_eq!(number.dialled_from(Some("DE".parse().unwrap())), "32466");
    }

    #[test]
    fn a_national_number_is_understood_within_its_country() {
        let number: Number = "030 901820".parse().unwrap();
        assert_eq!(number.within("DE".parse().unwrap()).e164(), Some("+4930901820"));
    }
}
