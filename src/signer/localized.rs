use std::collections::BTreeMap;
use std::str::FromStr;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::source::{FromValue, Problem, Value};
use crate::vocabulary::Language;

/// The key of the text for letters in all other languages.
const OTHER: &str = "other";

/// What a signer says of their own in letters: a text for some languages, and one for all the others. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Localized<T> {
    by_language: BTreeMap<Language, T>,
    other: Option<T>,
}

impl<T> Localized<T> {
    /// The text for letters in all other languages, and one for each of these; `None` when there is none.
    pub fn new(other: Option<T>, by_language: impl IntoIterator<Item = (Language, T)>) -> Option<Self> {
        let by_language = BTreeMap::from_iter(by_language);
        (other.is_some() || !by_language.is_empty()).then_some(Self { by_language, other })
    }

    /// The text for a letter in that language. One that was given for another language only is none for it.
    pub fn get(&self, language: Language) -> Option<&T> {
        self.by_language.get(&language).or(self.other.as_ref())
    }

    /// The text for letters in languages that have none of their own.
    pub fn other(&self) -> Option<&T> {
        self.other.as_ref()
    }

    /// The languages that have a text of their own.
    pub fn languages(&self) -> impl Iterator<Item = Language> + '_ {
        self.by_language.keys().copied()
    }

    /// What was known, with another text for languages that have none of their own.
    pub fn with_other(known: Option<Self>, other: Option<T>) -> Option<Self> {
        Self::new(other, known.map(|known| known.by_language).unwrap_or_default())
    }

    /// What was known, with these texts in place of what stood for their languages.
    pub fn over(known: Option<Self>, texts: impl IntoIterator<Item = (Language, T)>) -> Option<Self> {
        let (other, mut by_language) = known.map(|known| (known.other, known.by_language)).unwrap_or_default();
        by_language.extend(texts);
        Self::new(other, by_language)
    }
}

impl<T: Clone + PartialEq> Localized<T> {
    /// What was known, with what somebody answers for letters in these languages; `None` is no text. Where nothing was told
    /// by language and there is only one, it stays a text without a language.
    pub fn answered(known: Option<&Self>, answers: &[(Language, Option<T>)]) -> Option<Self> {
        let is_same = |(language, answer): &(Language, Option<T>)| {
            known.and_then(|known| known.get(*language)) == answer.as_ref()
        };
        if answers.iter().all(is_same) {
            return known.cloned();
        }
        if let [(_, answer)] = answers
            && known.is_none_or(|known| known.by_language.is_empty())
        {
            return answer.clone().map(Self::from);
        }
        let mut by_language = known.map(|known| known.by_language.clone()).unwrap_or_default();
        for (language, answer) in answers {
            match answer {
                Some(text) => drop(by_language.insert(*language, text.clone())),
                None => drop(by_language.remove(language)),
            }
        }
        // One for all others would stand in the letters that are to have none.
        let stays = answers.iter().all(|(_, answer)| answer.is_some());
        Self::new(known.filter(|_| stays).and_then(|known| known.other.clone()), by_language)
    }
}

impl<T> From<T> for Localized<T> {
    fn from(text: T) -> Self {
        Self { by_language: BTreeMap::new(), other: Some(text) }
    }
}

impl<T: FromStr> FromStr for Localized<T> {
    type Err = T::Err;

    fn from_str(text: &str) -> Result<Self, T::Err> {
        text.parse::<T>().map(Self::from)
    }
}

impl<T: FromValue> FromValue for Localized<T> {
    /// Reads a string, or a table by language.
    fn from_value(value: Value<'_>) -> Option<Self> {
        if !value.is_table() {
            return T::from_value(value).map(Self::from);
        }
        let table = value.table()?;
        if table.entries().next().is_none() {
            value.report(Problem::error("it is empty").hint("fill it in: { en = \"…\", de = \"…\" }, or take it out"));
        }
        let (mut other, mut by_language) = (None, BTreeMap::new());
        for (at_key, key, value) in table.entries() {
            if key == OTHER {
                other = T::from_value(value);
                continue;
            }
            let language = key.parse::<Language>().map_err(|unfit| {
                unfit.hint(format!("give its ISO 639 code, like `en` or `ru`, or `{OTHER}` for all other languages"))
            });
            let (Some(language), Some(text)) = (at_key.accept(language), T::from_value(value)) else { continue };
            if by_language.insert(language, text).is_some() {
                at_key.report(Problem::error(format!("`{language}` stands here twice")).hint("take one of them out"));
            }
        }
        Self::new(other, by_language)
    }
}

impl<T: Serialize> Serialize for Localized<T> {
    /// Writes a string where there is one text for all languages, else a table by language.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let (Some(other), true) = (&self.other, self.by_language.is_empty()) {
            return other.serialize(serializer);
        }
        let mut map = serializer.serialize_map(None)?;
        for (language, text) in &self.by_language {
            map.serialize_entry(language, text)?;
        }
        if let Some(other) = &self.other {
            map.serialize_entry(OTHER, other)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(code: &str) -> Language {
        code.parse().unwrap()
    }

    fn localized(other: Option<&str>, by_language: &[(&str, &str)]) -> Option<Localized<String>> {
        let by_language = by_language.iter().map(|(code, text)| (language(code), (*text).to_owned()));
        Localized::new(other.map(str::to_owned), by_language)
    }

    fn answered(known: Option<&Localized<String>>, answers: &[(&str, Option<&str>)]) -> Option<Localized<String>> {
        let answers = answers.iter().map(|(code, text)| (language(code), text.map(str::to_owned)));
        Localized::answered(known, &answers.collect::<Vec<_>>())
    }

    #[test]
    fn a_letter_takes_its_own_language_else_the_one_for_all_others() {
        let both = localized(Some("any"), &[("de", "deutsch")]).unwrap();
        assert_eq!(both.get(language("de")).unwrap(), "deutsch");
        assert_eq!(both.get(language("ru")).unwrap(), "any");
        assert_eq!(localized(None, &[("de", "deutsch")]).unwrap().get(language("ru")), None);
    }

    #[test]
    fn an_answer_for_one_language_stays_without_a_language_where_none_was_told() {
        let plain = localized(Some("plain"), &[]);
        assert_eq!(answered(None, &[("de", Some("neu"))]), localized(Some("neu"), &[]));
        assert_eq!(answered(plain.as_ref(), &[("de", Some("neu"))]), localized(Some("neu"), &[]));
        assert_eq!(answered(plain.as_ref(), &[("de", None)]), None);
        let german = localized(None, &[("de", "deutsch")]);
        assert_eq!(
            answered(german.as_ref(), &[("en", Some("new"))]),
            localized(None, &[("de", "deutsch"), ("en", "new")])
        );
    }

    #[test]
    fn answers_for_several_languages_stand_by_language() {
        let plain = localized(Some("plain"), &[]);
        let keep = [("en", Some("plain")), ("de", Some("plain"))];
        assert_eq!(answered(plain.as_ref(), &keep), plain);
        let one = [("en", Some("plain")), ("de", Some("neu"))];
        assert_eq!(answered(plain.as_ref(), &one), localized(Some("plain"), &[("en", "plain"), ("de", "neu")]));
        let none = [("en", Some("plain")), ("de", None)];
        assert_eq!(answered(plain.as_ref(), &none), localized(None, &[("en", "plain")]));
        assert_eq!(answered(plain.as_ref(), &[("en", None), ("de", None)]), None);
    }
}
