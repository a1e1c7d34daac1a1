//! Which alphabet and which language a text is in. What is doubtful is not told.

use whatlang::{Lang, Script};

use crate::vocabulary::Language;

/// The fewest letters of a text whose language is told. What `whatlang` calls reliable was right from 20 on in all parts of the
/// texts that the program brings.
const LETTERS: usize = 30;

/// The letters that Kazakh has and Russian lacks; some are those of other languages of Central Asia too.
const KAZAKH: &str = "әғқңөұүһі";

/// The one of them that none of those others has.
const ONLY_KAZAKH: char = 'і';

/// The alphabet that most of a text is in; `None` when it has no letters.
pub(super) fn alphabet(text: &str) -> Option<Script> {
    Some(match whatlang::detect_script(text)? {
        // Japanese mixes the three.
        Script::Hiragana | Script::Katakana => Script::Mandarin,
        script => script,
    })
}

/// The language that a text is in, where that is another one than this; `None` when it is this one, or not sure.
pub(super) fn other_language(text: &str, language: Language) -> Option<Language> {
    let text = text.to_lowercase();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters < LETTERS {
        return None;
    }
    let kazakh: Vec<_> = text.chars().filter(|c| KAZAKH.contains(*c)).collect();
    if kazakh.iter().any(|c| *c != ONLY_KAZAKH) {
        // `whatlang` does not know it and takes it for another. A name in a Russian sentence has a few of them.
        let is_kazakh = kazakh.contains(&ONLY_KAZAKH) && kazakh.len() * 8 > letters;
        return "kk".parse().ok().filter(|found| is_kazakh && *found != language);
    }
    let info = whatlang::detect(&text).filter(whatlang::Info::is_reliable)?;
    // Of a language that would not be recognised, nothing is told.
    let is_known = match language.code() {
        "kk" => info.script() == Script::Cyrillic && kazakh.is_empty(),
        _ => info.script().langs().iter().any(|known| read(*known) == Some(language)),
    };
    read(info.lang()).filter(|found| is_known && *found != language)
}

fn read(language: Lang) -> Option<Language> {
    language.code().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Library;

    const LANGUAGES: [&str; 6] = ["en", "ru", "kk", "de", "fr", "es"];

    /// The sentences of the letter templates of that language.
    fn sentences(language: &str) -> Vec<String> {
        let library = Library::new([]);
        let folders = ["letter-templates", "letter-templates/partials"];
        let files = folders.iter().flat_map(|folder| {
            let names = library.names(folder, "hbs").into_iter().filter(|name| name.ends_with(&format!(".{language}")));
            names.map(|name| library.find(&format!("{folder}/{name}.hbs")).unwrap().unwrap().text).collect::<Vec<_>>()
        });
        let text = files.collect::<Vec<_>>().join("\n");
        let mut sentences = Vec::new();
        for line in text.split(['\n', '{', '}', '.', '!', '?']).map(str::trim) {
            if line.contains(' ') && !line.starts_with(['#', '/', '>', '~']) && !line.contains("signer.") {
                sentences.push(line.to_owned());
            }
        }
        sentences
    }

    #[test]
    fn what_is_in_the_language_of_the_letter_is_never_told() {
        for language in LANGUAGES {
            let sentences = sentences(language);
            assert!(sentences.len() > 20, "{language}");
            for sentence in sentences {
                assert_eq!(other_language(&sentence, language.parse().unwrap()), None, "{language}: {sentence}");
            }
        }
    }

    #[test]
    fn a_sentence_of_another_language_is_told() {
        let found = |text: &str, language: &str| other_language(text, language.parse().unwrap()).map(Language::code);
        let english =
            "I teach history, and I tell my pupils that the freedom to assemble is the measure of all others.";
        for language in ["de", "fr", "es"] {
            assert_eq!(found(english, language), Some("en"));
        }
        let russian = "Я преподаю историю и говорю своим ученикам, что свобода собраний важнее всех остальных.";
        let kazakh = "Мен тарих пәнінен сабақ беремін және жиналу еркіндігі бәрінен маңызды деп айтамын.";
        assert_eq!(found(russian, "kk"), Some("ru"));
        assert_eq!(found(kazakh, "ru"), Some("kk"));
        assert_eq!(found(russian, "ru"), None);
        assert_eq!(found(kazakh, "kk"), None);
    }

    #[test]
    fn what_is_doubtful_is_not_told() {
        let told = |text: &str, language: &str| other_language(text, language.parse().unwrap());
        assert_eq!(told("I print too.", "de"), None);
        // A Russian sentence with Kazakh names, and languages that are not recognised.
        assert_eq!(told("Я дружу с Әлией Жүнісовой из Қарағанды и прошу вас освободить её мать.", "ru"), None);
        assert_eq!(told("Мен тарыхтан сабак берем жана окуучуларыма чогулуу эркиндиги жөнүндө айтам.", "ru"), None);
        let basque = "Historia irakasten dut eta nire ikasleei biltzeko askatasuna dela neurria esaten diet.";
        assert_eq!(told(basque, "eu"), None);
    }

    #[test]
    fn an_alphabet_is_what_most_letters_are_of() {
        assert_eq!(alphabet("Әлия из Exampleville, Кентау"), Some(Script::Cyrillic));
        assert_eq!(alphabet("ひらがなと漢字"), alphabet("漢字"));
        assert_eq!(alphabet("123 – 45"), None);
    }
}
