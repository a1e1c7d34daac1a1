use std::fmt;
use std::str::FromStr;

use super::country_name::in_a_sentence;
use super::reads_as_text;
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
    fn only_two_letter_codes_are_countries() {
        assert_eq!("kz".parse::<Country>().unwrap().code(), "KZ");
        for text in ["", "KAZ", "XX", "Kazakhstan", "К3", "é"] {
            assert!(text.parse::<Country>().is_err(), "{text}");
        }
    }
}
