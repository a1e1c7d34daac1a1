use std::collections::BTreeMap;

use super::Language;
use crate::source::{Fields, Library, Problem, Problems, Report, Value};

/// The wording of pages of one kind in one language, by the names that it has in their templates: `words.LANGUAGE.toml` in the
/// folder of these pages.
#[derive(Debug, Clone)]
pub struct Words {
    /// The language.
    pub language: Language,
    /// Each word by its name.
    pub all: BTreeMap<String, String>,
}

impl Words {
    /// The languages in which there is a wording in that folder.
    pub fn languages(library: &Library, folder: &str) -> Vec<Language> {
        let names = library.names(folder, "toml");
        names.iter().filter_map(|name| name.strip_prefix("words.")?.parse().ok()).collect()
    }

    /// Reads the wording in that language.
    ///
    /// # Errors
    ///
    /// When there are none in that language, or with every mistake in their file.
    pub fn load(library: &Library, folder: &str, language: Language) -> Result<Self, Problems> {
        let name = format!("{folder}/words.{language}.toml");
        let file = library.find(&name)?.ok_or_else(|| {
            let known =
                Self::languages(library, folder).iter().map(|known| known.code()).collect::<Vec<_>>().join(", ");
            let problem = Problem::error(format!("there is no wording for a page in {}", language.name()));
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
    pub fn get<'w>(&'w self, name: &'w str) -> &'w str {
        self.all.get(name).map_or(name, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_the_same_words() {
        let library = Library::new([]);
        for folder in ["letter-templates/appeal", "letter-templates/report"] {
            let languages = Words::languages(&library, folder);
            assert_eq!(languages.len(), 6);
            let names = |language| Words::load(&library, folder, language).unwrap().all.into_keys().collect::<Vec<_>>();
            for language in languages {
                assert_eq!(names(language), names(Language::ENGLISH), "{folder} {language}");
            }
        }
    }
}
