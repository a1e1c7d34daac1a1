use std::fmt;
use std::str::FromStr;

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

    /// The name in English, as it stands in a sentence: "the United Kingdom of Great Britain and Northern Ireland".
    pub fn name(self) -> String {
        let small = |word| match word {
            "The" | "Of" | "And" => word.to_lowercase(),
            _ => word.to_owned(),
        };
        self.0.long_name.split(' ').map(small).collect::<Vec<_>>().join(" ")
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
        let unknown =
            || Unfit::new(format!("`{text}` is no country")).hint("give its ISO 3166-1 code, like `DE` or `KZ`");
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
        assert_eq!(name("GB"), "the United Kingdom of Great Britain and Northern Ireland");
        assert_eq!(name("KZ"), "Kazakhstan");
    }

    #[test]
    fn only_two_letter_codes_are_countries() {
        assert_eq!("kz".parse::<Country>().unwrap().code(), "KZ");
        for text in ["", "KAZ", "XX", "Kazakhstan", "К3", "é"] {
            assert!(text.parse::<Country>().is_err(), "{text}");
        }
    }
}
