use crate::import::fold::fold;
use crate::import::reading::Reading;
use crate::import::{Appeal, Cue, Words};

/// How many lines at the head of an appeal may name who publishes it.
const HEAD: usize = 3;

/// The longest name of one, in characters.
const LONGEST: usize = 60;

/// The fewest letters of a word of a name that an address has, and how many such words it has to have.
const OWN: (usize, usize) = (5, 2);

/// The fewest letters of an abbreviation.
const ABBREVIATION: usize = 3;

/// What parts the name of whoever publishes from what else stands on a line.
const MARKS: [&str; 6] = [" - ", " – ", " — ", " | ", " → ", " :: "];

/// The most words of a name before the word that asks for something.
const WORDS: usize = 6;

/// What tells whoever publishes an appeal from an office: their names and domains.
#[derive(Debug, Default)]
pub(super) struct Publisher {
    /// In small letters.
    names: Vec<String>,
    /// The name of their site in capitals, in small letters.
    abbreviation: Option<String>,
    domains: Vec<String>,
}

impl Publisher {
    pub(super) fn of(appeal: &Appeal, readings: &[Reading<'_>], words: &Words) -> Self {
        let metadata = &appeal.metadata;
        let shown = || readings.iter().filter(|reading| !reading.line.is_blank());
        let named = metadata.publisher.iter().map(|(name, _)| name.as_str());
        let site = metadata.title.iter().filter_map(|(title, _)| parts(title).nth(1).and(parts(title).last()));
        let abbreviation = named.clone().chain(site).find(|name| is_abbreviation(name)).map(fold);
        let head = shown().take(HEAD).filter(|reading| reading.length() <= LONGEST && !reading.has_address());
        let head = head.flat_map(|reading| parts(&reading.line.text));
        let asking = shown().filter(|reading| !reading.line.apart).filter_map(|reading| who_asks(reading, words));
        let names = named.chain(head).chain(asking).filter(|name| is_telling(name));
        Self { names: names.map(|name| fold(name.trim())).collect(), abbreviation, domains: domains(appeal) }
    }

    /// Whether a text begins with the name of whoever publishes the appeal.
    pub(super) fn is_named(&self, text: &str) -> bool {
        let text = fold(text);
        let goes_on = |name: &String| text[name.len()..].starts_with(char::is_alphanumeric);
        self.names.iter().any(|name| text.starts_with(&**name) && !goes_on(name))
    }

    /// Whether a mailbox has words of their name, or its abbreviation.
    pub(super) fn has_name(&self, address: &str) -> bool {
        let address = fold(address);
        let is_own = |name: &String| {
            let own = name.split_whitespace().filter(|word| word.chars().count() >= OWN.0 && address.contains(word));
            own.count() >= OWN.1
        };
        let is_label = |name: &String| address.split(['@', '.']).any(|label| label == name);
        self.names.iter().any(is_own) || self.abbreviation.iter().any(is_label)
    }

    /// Whether a mailbox has a domain of theirs.
    pub(super) fn has_domain(&self, address: &str) -> bool {
        let domain = address.rsplit('@').next().unwrap_or_default().to_lowercase();
        self.domains.iter().any(|own| domain == *own || domain.ends_with(&format!(".{own}")))
    }
}

/// Who asks for something in a sentence that begins with them: "Example International calls on …".
fn who_asks<'t>(reading: &'t Reading<'_>, words: &Words) -> Option<&'t str> {
    let demand = reading.first(Cue::Demand)?;
    let name = reading.line.text[reading.marker..demand.range.start].trim();
    let article = words.hits(name).into_iter().filter(|hit| hit.cue == Cue::Article && hit.range.start == 0);
    let name = article.map(|hit| hit.range.end).max().map_or(name, |end| name[end..].trim());
    let is_short = name.chars().count() <= LONGEST && name.split_whitespace().count() <= WORDS;
    (is_short && name.starts_with(char::is_uppercase) && !name.contains([',', ';', ':', '.'])).then_some(name)
}

fn parts(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest?;
        let mark = MARKS.iter().filter_map(|mark| text.find(mark).map(|at| (at, at + mark.len()))).min();
        rest = mark.map(|(_, end)| &text[end..]);
        Some(mark.map_or(text, |(at, _)| &text[..at]).trim())
    })
}

/// Whether a name is one that stands for one body alone: of several words, or in capitals.
fn is_telling(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    name.split_whitespace().count() >= 2 && letters >= 6 || is_abbreviation(name)
}

fn is_abbreviation(name: &str) -> bool {
    name.chars().filter(|c| c.is_alphabetic()).count() >= ABBREVIATION && name.chars().all(|c| !c.is_lowercase())
}

/// The domains of whoever sends or publishes an appeal: an authority has its own.
fn domains(appeal: &Appeal) -> Vec<String> {
    let senders = appeal.metadata.senders.iter().filter_map(|sender| sender.split_once('@')).map(|(_, domain)| domain);
    let url = appeal.metadata.url.iter().filter_map(|(url, _)| url.split("//").nth(1)?.split('/').next());
    senders.chain(url).map(|domain| domain.trim_start_matches("www.").to_lowercase()).collect()
}
