use std::str::FromStr;

use crate::signer::Localized;
use crate::source::{Problem, Unfit};
use crate::vocabulary::Language;

/// A text for letters in one language, `de=…`, or in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InLanguage<T> {
    language: Option<Language>,
    text: T,
}

impl<T> InLanguage<T> {
    /// Whether it stands in letters in that language.
    pub(super) fn is_for(&self, language: Language) -> bool {
        self.language.is_none_or(|own| own == language)
    }
}

impl<T: FromStr<Err = Unfit>> FromStr for InLanguage<T> {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let is_code = |code: &str| matches!(code.len(), 2 | 3) && code.bytes().all(|byte| byte.is_ascii_lowercase());
        match text.split_once('=').filter(|(code, _)| is_code(code)) {
            Some((code, text)) => Ok(Self { language: Some(code.parse()?), text: text.parse()? }),
            None => Ok(Self { language: None, text: text.parse()? }),
        }
    }
}

/// What was known, with what a flag gives in its place: a text without a language takes the place of all that was known.
///
/// # Errors
///
/// When the flag gives two for the same letters.
pub(super) fn over<T: Clone>(
    flag: &str,
    given: &[InLanguage<T>],
    known: Option<Localized<T>>,
) -> Result<Option<Localized<T>>, Problem> {
    for (index, InLanguage { language, .. }) in given.iter().enumerate() {
        if given.iter().skip(index + 1).any(|other| other.language == *language) {
            let of = language.map(|language| format!(" for letters in {}", language.name())).unwrap_or_default();
            let problem = Problem::error(format!("{flag} is given twice{of}"));
            return Err(problem.hint(format!("give it once for each language: {flag} en=… {flag} de=…")));
        }
    }
    let for_all = given.iter().find(|given| given.language.is_none());
    let known = for_all.map_or(known, |InLanguage { text, .. }| Some(Localized::from(text.clone())));
    Ok(Localized::over(known, given.iter().filter_map(|given| Some((given.language?, given.text.clone())))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Line;

    fn given(texts: &[&str]) -> Vec<InLanguage<Line>> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn known() -> Option<Localized<Line>> {
        let line = |text: &str| text.parse::<Line>().unwrap();
        Localized::new(Some(line("any")), [("de".parse().unwrap(), line("deutsch"))])
    }

    fn in_languages(localized: Option<Localized<Line>>) -> [String; 2] {
        let localized = localized.unwrap();
        ["de", "ru"].map(|code| localized.get(code.parse().unwrap()).unwrap().to_string())
    }

    #[test]
    fn a_language_is_told_by_its_code_alone() {
        assert_eq!(given(&["de=Lehrer"])[0].language, "de".parse().ok());
        for text in ["Lehrer", "E=mc²", "a=b", "Deutsch=Lehrer", "I say: de=x"] {
            assert_eq!(given(&[text])[0].language, None, "{text}");
        }
        assert!("xx=Lehrer".parse::<InLanguage<Line>>().is_err() && "de=".parse::<InLanguage<Line>>().is_err());
    }

    #[test]
    fn a_text_for_all_letters_takes_the_place_of_every_other() {
        let over = |texts: &[&str]| in_languages(over("--role", &given(texts), known()).unwrap());
        assert_eq!(over(&[]), ["deutsch", "any"]);
        assert_eq!(over(&["de=neu"]), ["neu", "any"]);
        assert_eq!(over(&["new"]), ["new", "new"]);
        assert_eq!(over(&["de=neu", "new"]), ["neu", "new"]);
    }

    #[test]
    fn two_for_the_same_letters_are_refused() {
        for twice in [["a", "b"], ["de=a", "deu=b"]] {
            assert!(over("--role", &given(&twice), None).is_err(), "{twice:?}");
        }
    }
}
