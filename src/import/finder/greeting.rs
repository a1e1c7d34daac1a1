use std::collections::BTreeSet;

use super::Finder;
use crate::campaign::Kind;
use crate::import::fold::fold;
use crate::import::reading::kind_in;
use crate::import::{Cue, Find, Owner, Part, Words};

/// The fewest letters of a word that names somebody.
const NAME: usize = 4;

/// How a letter begins that an appeal prints, or that it asks for.
#[derive(Debug)]
pub(super) struct Greeting {
    pub(super) find: Find,
    /// The office that stands above it in the letter.
    pub(super) to: Option<Kind>,
    /// The recipient beneath whose addresses it stands.
    pub(super) beneath: Option<usize>,
}

impl Finder<'_> {
    /// Gives each greeting to those whom it may greet: to those of the name or of the office in it, or to the one recipient
    /// there is; where it names nobody, to all who have none.
    pub(super) fn greet(&mut self) {
        let greetings: Vec<Greeting> =
            std::mem::take(&mut self.greetings).into_iter().flat_map(|greeting| self.apart(greeting)).collect();
        let recipients: BTreeSet<Owner> =
            self.finds.iter().filter(|find| is_of_recipient(find)).map(|find| find.of).collect();
        // What stands beneath an office greets that office first.
        for greeting in &greetings {
            let Some(of) = greeting.beneath.map(Owner::Recipient) else { continue };
            if self.named_by(greeting, &recipients).contains(&of) {
                self.give(&greeting.find, &BTreeSet::from([of]));
            }
        }
        let mut rest = None;
        for greeting in greetings {
            let named = self.named_by(&greeting, &recipients);
            let beneath = greeting.beneath.map(Owner::Recipient).filter(|of| recipients.contains(of));
            let kind = self.kind_of(&greeting.find.value);
            if !named.is_empty() {
                self.give(&greeting.find, &named);
            } else if recipients.len() == 1 {
                self.give(&greeting.find, &recipients);
            } else if let Some(beneath) = beneath.filter(|_| kind.is_some()) {
                self.give(&greeting.find, &BTreeSet::from([beneath]));
            } else if kind.is_none() && rest.is_none() {
                rest = Some(greeting.find);
            }
        }
        if let Some(find) = rest {
            self.give(&find, &recipients);
        }
    }

    /// Of several greetings with a slash between them, each for an office of its own: "Dear Governor / Dear Director".
    fn apart(&self, greeting: Greeting) -> Vec<Greeting> {
        let parts: Vec<String> = greeting.find.value.split('/').map(|part| part.trim().to_owned()).collect();
        let kinds: Vec<Option<Kind>> = parts.iter().map(|part| self.kind_of(part)).collect();
        let differ = parts.len() > 1 && kinds.iter().all(Option::is_some) && kinds[0] != kinds[1];
        if !differ {
            return vec![greeting];
        }
        let part = |value: String| Find { value: tidy(&value).to_owned(), ..greeting.find.clone() };
        parts.into_iter().map(|value| Greeting { find: part(value), ..greeting }).collect()
    }

    fn kind_of(&self, text: &str) -> Option<Kind> {
        kind_in(&self.words.hits(text), 0..text.len())
    }

    /// The recipients whose name, or else whose office, a greeting has in it.
    fn named_by(&self, greeting: &Greeting, recipients: &BTreeSet<Owner>) -> BTreeSet<Owner> {
        let names = names_in(&greeting.find.value, self.words);
        let tells = |find: &&Find| matches!(find.part, Part::Name | Part::Office | Part::Position | Part::Email);
        let has_name = |of: Owner| {
            let mut said = self.finds.iter().filter(|find| find.of == of).filter(tells).map(|find| fold(&find.value));
            said.any(|said| names.iter().any(|name| said.contains(&**name)))
        };
        let named: BTreeSet<Owner> = recipients.iter().copied().filter(|of| has_name(*of)).collect();
        if !named.is_empty() {
            return named;
        }
        let Some(kind) = self.kind_of(&greeting.find.value).or(greeting.to) else { return BTreeSet::new() };
        let is_it = |find: &Find| find.part == Part::Kind && find.value == kind.name();
        recipients.iter().copied().filter(|of| self.finds.iter().any(|find| find.of == *of && is_it(find))).collect()
    }

    fn give(&mut self, greeting: &Find, recipients: &BTreeSet<Owner>) {
        let has = |of: Owner| self.finds.iter().any(|find| find.of == of && find.part == Part::Salutation);
        let greeted: Vec<Owner> = recipients.iter().copied().filter(|of| !has(*of)).collect();
        self.finds.extend(greeted.into_iter().map(|of| Find { of, ..greeting.clone() }));
    }
}

fn is_of_recipient(find: &Find) -> bool {
    matches!(find.of, Owner::Recipient(_)) && find.part != Part::Embassy
}

/// The words of a greeting that name a person or a body: those with a capital that are no word of greeting or of an office.
fn names_in(greeting: &str, words: &Words) -> Vec<String> {
    let hits = words.hits(greeting);
    let is_said = |start: usize| {
        let says = |cue: Cue| matches!(cue, Cue::Greeting | Cue::Honorific | Cue::Office | Cue::Kind(_));
        hits.iter().any(|hit| says(hit.cue) && hit.range.contains(&start))
    };
    let starts = greeting.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= NAME);
    let start = |word: &str| word.as_ptr() as usize - greeting.as_ptr() as usize;
    starts.filter(|word| word.starts_with(char::is_uppercase) && !is_said(start(word))).map(fold).collect()
}

/// A greeting without the signs around it.
pub(super) fn tidy(text: &str) -> &str {
    let signs = ['«', '»', '"', '“', '”', '„', ',', ':', ' ', '*', '.'];
    let value = text.trim_matches(signs);
    if text.trim_end_matches(signs).ends_with('!') { value } else { value.trim_end_matches('!') }
}

/// How far a greeting goes on a line that goes on with the letter: "Dear Minister, I write to you …".
pub(super) fn opening(body: &str) -> Option<&str> {
    const LONGEST: usize = 60;
    let end = body.char_indices().take(LONGEST).find(|(_, c)| matches!(c, ',' | ':' | '!'))?.0;
    let rest = &body[end + 1..];
    let goes_on = rest.starts_with(' ') && rest.chars().filter(|c| c.is_alphabetic()).count() > LONGEST / 3;
    goes_on.then(|| &body[..=end])
}
