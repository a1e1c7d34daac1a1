use std::fmt;
use std::str::FromStr;

use super::country_name::{in_a_sentence, name_in};
use super::{Language, reads_as_text};
use crate::source::Unfit;

/// A country by its ISO 3166-1 alpha-2 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(celes::Country);

impl Country {
    /// The code of two capital letters.
    #[expect(clippy::misnamed_getters, reason = "what celes calls `code` are three digits")]
    pub fn code(self) -> &'static str {
        self.0.alpha2
    }

    /// The usual name in English, as it stands in a sentence: "the United Kingdom".
    pub fn name(self) -> &'static str {
        in_a_sentence(self.code()).unwrap_or(self.0.long_name)
    }

    /// Its name in that language as it stands alone, in an address or a list; in English where that language is not known.
    pub fn name_in(self, language: Language) -> &'static str {
        let name = name_in(self.code(), language).or_else(|| name_in(self.code(), Language::ENGLISH));
        name.unwrap_or_else(|| self.name())
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Country {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let unknown = || Unfit::no("country", text).hint("give its ISO 3166-1 code, like `DE` or `KZ`");
        let known = (text.len() == 2).then(|| celes::Country::from_alpha2(text).ok()).flatten();
        known.map(Self).ok_or_else(unknown)
    }
}

reads_as_text!(Country);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_stand_in_a_sentence() {
        let name = |code: &str| code.parse::<Country>().unwrap().name();
        assert_eq!(name("GB"), "the United Kingdom");
        assert_eq!(name("KZ"), "Kazakhstan");
        // The list spells some as headings; whatever it adds is to be spelt here.
        for country in celes::Country::get_countries() {
            let name = Country(country).name();
            let heading = |word: &str| matches!(word, "The" | "Of" | "And") || word.ends_with("Republic)");
            assert!(!name.split(' ').any(heading), "{name}");
        }
    }

    #[test]
    fn every_country_has_a_name_in_every_language_of_the_table() {
        let name = |code: &str, language: &str| {
            let country: Country = code.parse().unwrap();
            country.name_in(language.parse().unwrap())
        };
        assert_eq!(name("KZ", "en"), "Kazakhstan");
        assert_eq!(name("KZ", "ru"), "Казахстан");
        assert_eq!(name("KZ", "kk"), "Қазақстан");
        assert_eq!(name("GB", "de"), "Vereinigtes Königreich");
        assert_eq!(name("DE", "fr"), "Allemagne");
        assert_eq!(name("PS", "es"), "Palestina");
        assert_eq!(name("GB", "en"), "United Kingdom");
        assert_eq!(name("DE", "tr"), "Germany");
        for country in celes::Country::get_countries() {
            for language in ["en", "ru", "kk", "de", "fr", "es"] {
                let name = name_in(country.alpha2, language.parse().unwrap());
                assert!(name.is_some_and(|name| !name.is_empty()), "{} {language}", country.alpha2);
            }
        }
    }

    #[test]
    fn only_two_letter_codes_are_countries() {
        assert_eq!("kz".parse::<Country>().unwrap().code(), "KZ");
        for text in ["", "KAZ", "XX", "Kazakhstan", "К3", "é"] {
            assert!(text.parse::<Country>().is_err(), "{text}");
        }
    }
}
