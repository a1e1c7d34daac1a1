use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;
use include_dir::{Dir, include_dir};

use super::fold::fold;
use super::{Cue, Hit};
use crate::campaign::Kind;
use crate::source::{Fields, Problems, Report, TextFile, Value};
use crate::vocabulary::Language;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/import/words");

/// The words of every language that appeals are read in.
static LANGUAGES: LazyLock<Vec<Words>> = LazyLock::new(|| {
    let file = |file: &include_dir::File<'_>| {
        let language = file.path().file_stem()?.to_str()?.parse().ok()?;
        let text = TextFile::from_bytes(file.path().display().to_string(), file.contents()).ok()?;
        // A file with a mistake is found by a test; here its language is not known.
        Words::read(language, &text).ok()
    };
    FILES.files().filter_map(file).collect()
});

/// The most of an appeal that tells its language, in bytes.
const SAMPLE: usize = 20_000;

/// The first letters of a phrase, as many as it has of these: few phrases begin with the same three.
type Key = [Option<char>; 3];

/// The words by which an appeal in one language is read.
#[derive(Debug, Clone)]
pub(super) struct Words {
    pub(super) language: Language,
    /// The phrases by their first letters.
    phrases: HashMap<Key, Vec<Phrase>, FixedState>,
    /// Each word for a month, with its number.
    pub(super) months: HashMap<String, i8>,
}

#[derive(Debug, Clone)]
struct Phrase {
    cue: Cue,
    text: String,
    /// Whether it stands for every word that begins so.
    is_stem: bool,
    /// What has to follow later in the line.
    later: Option<String>,
}

impl Words {
    /// The words for an appeal: those of its language, and those of English, in which addresses are often given.
    pub(super) fn of(text: &str) -> Self {
        let mut end = text.len().min(SAMPLE);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let sample = fold(&text[..end]);
        let english = |words: &Words| words.language == Language::ENGLISH;
        let common = |words: &Words| words.hits_in(&sample).filter(|hit| hit.cue == Cue::Common).count();
        // Of two that fit as well, English, then the first.
        let best = LANGUAGES.iter().max_by_key(|words| (common(words), english(words)));
        let mut words = best.cloned().unwrap_or_else(Self::none);
        for other in LANGUAGES.iter().filter(|other| other.language != words.language) {
            let shared = |phrase: &&Phrase| if english(other) { phrase.is_shared() } else { phrase.is_of_address() };
            for (key, phrases) in &other.phrases {
                words.phrases.entry(*key).or_default().extend(phrases.iter().filter(shared).cloned());
            }
        }
        if let Some(english) = LANGUAGES.iter().find(|words| english(words)) {
            for (name, month) in &english.months {
                words.months.entry(name.clone()).or_insert(*month);
            }
        }
        words
    }

    /// Whether a letter in the language of the appeal begins so.
    pub(super) fn language_greets(&self, text: &str) -> bool {
        let own = LANGUAGES.iter().find(|words| words.language == self.language);
        own.is_some_and(|words| words.hits(text).iter().any(|hit| hit.cue == Cue::Greeting && hit.range.start == 0))
    }

    fn none() -> Self {
        Self { language: Language::ENGLISH, phrases: HashMap::default(), months: HashMap::new() }
    }

    fn read(language: Language, file: &TextFile) -> Result<Self, Problems> {
        let report = Report::default();
        let words = Fields::of_file(file, &report, |fields| {
            let mut words = Self { language, ..Self::none() };
            for (key, cue) in Cue::KEYS {
                // A language may do without a list.
                words.add(cue, fields.get::<Vec<String>>(key).unwrap_or_default());
            }
            let months: Vec<String> = fields.require("months")?;
            for (number, names) in (1..).zip(&months) {
                words.months.extend(names.split(' ').map(|name| (name.to_owned(), number)));
            }
            let kinds = fields.required("kinds").and_then(Value::table)?;
            kinds.read(|kinds| {
                for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Other) {
                    words.add(Cue::Kind(kind), kinds.get::<Vec<String>>(kind.name()).unwrap_or_default());
                }
                Some(words)
            })
        });
        report.finish(words).map(|(words, _)| words)
    }

    fn add(&mut self, cue: Cue, phrases: Vec<String>) {
        for phrase in phrases {
            let (phrase, later) = match phrase.split_once(" * ") {
                Some((phrase, later)) => (phrase.to_owned(), Some(later.to_owned())),
                None => (phrase, None),
            };
            let text = phrase.trim_end_matches('*').to_owned();
            if text.is_empty() {
                continue;
            }
            let phrase = Phrase { cue, is_stem: phrase.ends_with('*'), text, later };
            self.phrases.entry(key(&phrase.text)).or_default().push(phrase);
        }
    }

    /// Every cue in a line, in the order in which they stand there.
    pub(super) fn hits(&self, text: &str) -> Vec<Hit> {
        self.hits_in(&fold(text)).collect()
    }

    fn hits_in<'t>(&'t self, folded: &'t str) -> impl Iterator<Item = Hit> + 't {
        let mut in_word = false;
        let starts = folded.char_indices().filter(move |(_, c)| {
            let was_in_word = std::mem::replace(&mut in_word, c.is_alphanumeric());
            in_word && !was_in_word
        });
        starts.flat_map(move |(start, _)| {
            let [first, second, third] = key(&folded[start..]);
            // Phrases of one letter, of two, and of more.
            let keys = [[first, None, None], [first, second, None], [first, second, third]];
            let phrases = keys.into_iter().filter_map(|key| self.phrases.get(&key)).flatten();
            phrases.filter_map(move |phrase| phrase.at(folded, start))
        })
    }
}

fn key(text: &str) -> Key {
    let mut letters = text.chars();
    [letters.next(), letters.next(), letters.next()]
}

impl Phrase {
    /// Whether an appeal in another language may hold it: the names of channels and offices, not its sentences.
    fn is_shared(&self) -> bool {
        matches!(
            self.cue,
            Cue::Email
                | Cue::Fax
                | Cue::Phone
                | Cue::Web
                | Cue::Lead
                | Cue::Article
                | Cue::Readers
                | Cue::Government
                | Cue::Webmaster
                | Cue::Greeting
                | Cue::At
                | Cue::Dot
                | Cue::Hidden
                | Cue::Copies
                | Cue::Street
                | Cue::Extension
                | Cue::Particle
        ) || matches!(self.cue, Cue::Kind(_) | Cue::Office | Cue::Nobody | Cue::Closing) && self.text.len() > 4
    }

    /// Whether it may stand in an appeal in any language: the offices of a country and the labels of their addresses are
    /// written in its own.
    fn is_of_address(&self) -> bool {
        match self.cue {
            Cue::Kind(_) | Cue::Office | Cue::Copies => self.text.len() > 5,
            Cue::Phone | Cue::Fax | Cue::Email | Cue::Greeting => self.text.len() > 4,
            Cue::Particle => true,
            _ => false,
        }
    }

    fn at(&self, folded: &str, start: usize) -> Option<Hit> {
        let rest = folded[start..].strip_prefix(&*self.text)?;
        let mut end = start + self.text.len();
        let goes_on = rest.starts_with(char::is_alphanumeric) && self.text.ends_with(char::is_alphanumeric);
        if self.is_stem {
            end += rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        } else if goes_on {
            return None;
        }
        if let Some(later) = &self.later {
            end += folded[end..].find(&**later)? + later.len();
        }
        Some(Hit { cue: self.cue, range: start..end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_every_list_and_twelve_months() {
        for file in FILES.files() {
            let name = file.path().display().to_string();
            let language: Language = file.path().file_stem().unwrap().to_str().unwrap().parse().unwrap();
            let text = TextFile::from_bytes(&name, file.contents()).unwrap();
            let words = Words::read(language, &text).unwrap_or_else(|problems| panic!("{problems}"));
            let months: std::collections::BTreeSet<_> = words.months.values().collect();
            assert_eq!(months.len(), 12, "{name}");
            // Kazakh has the lists that a published appeal needs, and no others yet.
            for (key, _) in Cue::KEYS.iter().filter(|_| language.code() != "kk") {
                assert!(text.text.contains(&format!("\n{key} = ")), "{name} lacks {key}");
            }
        }
        assert_eq!(LANGUAGES.len(), FILES.files().count());
    }

    #[test]
    fn the_language_is_that_whose_words_fit() {
        for (text, code) in [
            ("The police arrested three of the printers in the night and held them", "en"),
            ("Die Polizei hat drei Drucker verhaftet und nicht auf freien Fuß gesetzt", "de"),
            ("La police a arrêté trois imprimeurs dans la nuit et les a battus", "fr"),
            ("La policía detuvo a los tres impresores y los golpeó por la noche", "es"),
            ("Полиция задержала печатников и не отпустила их на свободу", "ru"),
        ] {
            assert_eq!(Words::of(text).language.code(), code);
        }
    }

    #[test]
    fn a_phrase_is_found_as_whole_words_and_a_stem_as_their_beginning() {
        let cues =
            |text: &str| Words::of("the of and to").hits(text).into_iter().map(|hit| hit.cue).collect::<Vec<_>>();
        assert!(cues("Please SEND APPEALS now").contains(&Cue::Send));
        assert!(!cues("resend appealsx").contains(&Cue::Send));
        assert!(cues("the Prosecutor's office").contains(&Cue::Kind(Kind::Prosecutor)));
        assert!(cues("the embassy of Utopia in your country").contains(&Cue::Embassy));
    }
}
