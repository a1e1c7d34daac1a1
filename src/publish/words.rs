use std::collections::BTreeMap;

use crate::source::{Fields, Library, Problem, Problems, Report, Value};
use crate::vocabulary::Language;

/// Where the wording, the structure and the style of published appeals lie.
pub(super) const FOLDER: &str = "letter-templates/appeal";

/// The wording of published appeals in one language, by the names that templates give it.
#[derive(Debug, Clone)]
pub(super) struct Words {
    pub(super) language: Language,
    pub(super) all: BTreeMap<String, String>,
}

/// The languages in which appeals can be published.
pub fn published_languages(library: &Library) -> Vec<Language> {
    let names = library.names(FOLDER, "toml");
    names.iter().filter_map(|name| name.strip_prefix("words.")?.parse().ok()).collect()
}

impl Words {
    /// # Errors
    ///
    /// When there are none in that language, or with every mistake in their file.
    pub(super) fn load(library: &Library, language: Language) -> Result<Self, Problems> {
        let name = format!("{FOLDER}/words.{language}.toml");
        let file = library.find(&name)?.ok_or_else(|| {
            let known = published_languages(library).iter().map(|known| known.code()).collect::<Vec<_>>().join(", ");
            let problem = Problem::error(format!("no appeal can be published in {}", language.name()));
            problem.hint(format!("choose from these with --language: {known}; or write {name}"))
        })?;
        let report = Report::default();
        let all = Fields::of_file(&file, &report, |fields| {
            let word = |(_, key, value): (_, &str, Value<'_>)| Some((key.to_owned(), value.string()?.to_owned()));
            Some(fields.required("words")?.table()?.entries().filter_map(word).collect())
        });
        let (all, _) = report.finish(all)?;
        Ok(Self { language, all })
    }

    /// A word that the program needs; its name where there is none, so that it is seen what is missing.
    pub(super) fn get<'w>(&'w self, name: &'w str) -> &'w str {
        self.all.get(name).map_or(name, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_the_same_words() {
        let library = Library::new([]);
        let languages = published_languages(&library);
        assert_eq!(languages.len(), 6);
        let names = |language| Words::load(&library, language).unwrap().all.into_keys().collect::<Vec<_>>();
        for language in languages {
            assert_eq!(names(language), names(Language::ENGLISH), "{language}");
        }
    }
}
