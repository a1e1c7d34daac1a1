use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::reads_as_text;
use crate::source::{Unfit, nearest};

const RIGHT_TO_LEFT: [&str; 12] = ["ar", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi", "syr"];

/// A language by its ISO 639 code: two letters where there are two (`en`), else three (`ckb`).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Language(isolang::Language);

impl Language {
    /// English, the language of last resort.
    pub const ENGLISH: Self = Self(isolang::Language::Eng);

    /// Its code.
    pub fn code(self) -> &'static str {
        self.0.to_639_1().unwrap_or(self.0.to_639_3())
    }

    /// Whether it is usually written from right to left (CLDR 47, `characterOrder`).
    pub fn is_right_to_left(self) -> bool {
        RIGHT_TO_LEFT.contains(&self.code())
    }

    /// Its name in English.
    pub fn name(self) -> &'static str {
        self.0.to_name()
    }
}

/// Whether a letter is of a script that is written from right to left: Hebrew to Arabic, their presentation forms, and
/// those of the historic scripts and Adlam (Unicode 16, `DerivedBidiClass.txt`).
pub fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

impl PartialOrd for Language {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Language {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.code().cmp(other.code())
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Language {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let known = match text.len() {
            2 => isolang::Language::from_639_1(text),
            3 => isolang::Language::from_639_3(text),
            _ => None,
        };
        let unfit = || {
            let meant =
                Self::named_like(text).map(|language| format!("did you mean `{}` ({})? ", language, language.name()));
            Unfit::no("language", text).hint(meant.unwrap_or_default() + "give its ISO 639 code, like `en` or `ru`")
        };
        known.map(Self).ok_or_else(unfit)
    }
}

impl Language {
    /// The language with two letters that has a name like this in English.
    fn named_like(text: &str) -> Option<Self> {
        let known = isolang::languages().filter(|known| known.to_639_1().is_some());
        let known: BTreeMap<_, _> = known.map(|known| (known.to_name().to_lowercase(), Self(known))).collect();
        known.get(nearest(&text.to_lowercase(), known.keys().map(String::as_str))?).copied()
    }
}

reads_as_text!(Language);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_that_is_called_by_its_name_is_known_again() {
        for (text, code) in [("english", "en"), ("Russain", "ru"), ("Kazak", "kk")] {
            let hint = text.parse::<Language>().unwrap_err().to_string();
            assert!(hint.contains(&format!("did you mean `{code}`")), "{hint}");
        }
        assert!(!"xx".parse::<Language>().unwrap_err().to_string().contains("did you mean"));
    }

    #[test]
    fn the_shorter_code_is_the_name() {
        assert_eq!("rus".parse::<Language>().unwrap().code(), "ru");
        assert_eq!("ckb".parse::<Language>().unwrap().code(), "ckb");
        for text in ["", "xx", "english", "EN"] {
            assert!(text.parse::<Language>().is_err(), "{text}");
        }
    }
}
