use std::fmt;
use std::str::FromStr;

use super::country_lookup::{codes_of, nearest_name};
use super::country_name::{in_a_sentence, name_in};
use super::{Language, reads_as_text};
use crate::source::Unfit;

/// A country by its ISO 3166-1 alpha-2 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(celes::Country);

impl Country {
    /// Every country, by its code.
    pub fn all() -> impl Iterator<Item = Self> {
        celes::Country::get_countries().into_iter().map(Self)
    }

    /// The code of two capital letters.
    #[expect(clippy::misnamed_getters, reason = "what celes calls `code` are three digits")]
    pub fn code(self) -> &'static str {
        self.0.alpha2
    }

    /// The usual name in English, as it stands in a sentence: "the United Kingdom".
    pub fn name(self) -> &'static str {
        in_a_sentence(self.code()).unwrap_or(self.0.long_name)
    }

    /// The one country of that name, in any of the languages that names are known in. Nothing is looked for that is nearly so.
    pub fn named(name: &str) -> Option<Self> {
        let codes = codes_of(name);
        let [code] = codes[..] else { return None };
        celes::Country::from_alpha2(code).ok().map(Self)
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

    /// Reads a code of two or three letters (ISO 3166-1), or a name in one of the languages that the names are known in.
    fn from_str(text: &str) -> Result<Self, Unfit> {
        let text = text.trim();
        let by_code = match text.len() {
            2 => celes::Country::from_alpha2(text).ok(),
            3 => celes::Country::from_alpha3(text).ok(),
            _ => None,
        };
        if let Some(country) = by_code {
            return Ok(Self(country));
        }
        let of_code = |code: &&str| celes::Country::from_alpha2(code).ok().map(Self);
        let named: Vec<Self> = codes_of(text).iter().filter_map(of_code).collect();
        if let [country] = named[..] {
            return Ok(country);
        }
        let shown = |country: &Self| format!("`{}` ({country})", country.name_in(Language::ENGLISH));
        if !named.is_empty() {
            let which = named.iter().map(shown).collect::<Vec<_>>().join(" or ");
            return Err(Unfit::new(format!("`{text}` is more than one country")).hint(format!("write {which}")));
        }
        Err(Unfit::no("country", text).hint(match nearest_name(text) {
            Some((name, code)) => format!("did you mean `{name}` ({code})?"),
            None => "give its name or its ISO 3166-1 code, like `Kazakhstan` or `KZ`".to_owned(),
        }))
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
    fn a_country_is_read_by_its_codes_and_its_names() {
        for (code, texts) in [
            (
                "KZ",
                &["kz", "KAZ", "Kazakhstan", "Казахстан", "КАЗАХСТАН", "Қазақстан", "Kasachstan", " Kazajistán "][..],
            ),
            (
                "GB",
                &["United Kingdom", "the United Kingdom", "Großbritannien", "GROSSBRITANNIEN", "UK", "U.K.", "England"],
            ),
            ("US", &["USA", "U.S.A.", "united states", "EE. UU.", "Etats-Unis", "США", "Америка"]),
            ("CI", &["Côte d'Ivoire", "cote d’ivoire", "Ivory Coast", "Co\u{302}te d'Ivoire"]),
            ("BA", &["Bosnia & Herzegovina", "Bosnia and Herzegovina", "Bosnia-Herzegovina"]),
            ("CD", &["DR Congo", "Congo-Kinshasa"]),
        ] {
            for text in texts {
                assert_eq!(text.parse::<Country>().map(Country::code), Ok(code), "{text}");
            }
        }
    }

    #[test]
    fn a_country_reads_back_by_each_name_it_is_shown_by() {
        for country in celes::Country::get_countries().map(Country) {
            let shown = country.name_in(Language::ENGLISH);
            for text in [country.code(), country.0.alpha3, country.name(), shown] {
                assert_eq!(text.parse(), Ok(country), "{text}");
            }
        }
    }

    #[test]
    fn the_nearest_country_is_offered_and_none_is_guessed() {
        let refused = |text: &str| text.parse::<Country>().unwrap_err().to_string();
        assert_eq!(refused("Kazakstan"), "`Kazakstan` is no country: did you mean `Kazakhstan` (KZ)?");
        assert_eq!(refused("Казакстан"), "`Казакстан` is no country: did you mean `Казахстан` (KZ)?");
        assert_eq!(refused("Oesterreich"), "`Oesterreich` is no country: did you mean `Österreich` (AT)?");
        for text in ["XX", "XYZ", "К3", "é", "Exampleville", &"x".repeat(500)] {
            assert!(refused(text).ends_with("like `Kazakhstan` or `KZ`"), "{text}");
        }
        assert_eq!(
            refused("Congo"),
            "`Congo` is more than one country: write `Congo - Kinshasa` (CD) or `Congo - Brazzaville` (CG)"
        );
        assert_eq!(refused(""), "it is empty: give its name or its ISO 3166-1 code, like `Kazakhstan` or `KZ`");
    }
}
