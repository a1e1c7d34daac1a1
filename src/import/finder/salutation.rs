use std::collections::BTreeSet;

use super::Finder;
use super::letter_bounds::SHORT;
use crate::import::reading::{Reading, kind_in};
use crate::import::{Cue, Find, Owner, Part, Words};
use crate::vocabulary::Language;

impl Finder<'_> {
    /// Takes what a line says of how to begin a letter; whether nothing else stands there.
    pub(super) fn salutation(&mut self, reading: &Reading<'_>) -> bool {
        let text = &reading.line.text;
        let led = reading.hits.iter().filter(|hit| hit.cue == Cue::Salutation).find_map(|hit| {
            let rest = text[hit.range.end..].trim_start();
            let first = text[reading.marker..hit.range.start].trim_end();
            let stands = first.len() <= 12
                || first.ends_with(['(', '[', '.', ';', ',', '|'])
                || text[hit.range.clone()].starts_with(char::is_uppercase);
            let value = rest.strip_prefix(':').filter(|_| stands)?;
            Some((hit.range.start, text.len() - value.len()))
        });
        let Some((label, start)) = led else { return false };
        let end = text[start..].find([')', '|', ';']).map_or(text.len(), |end| start + end);
        let value = in_own_language(&text[start..end], self.words).trim().trim_end_matches([',', '.']);
        if value.is_empty() || value.chars().count() > SHORT {
            return false;
        }
        let start = value.as_ptr() as usize - text.as_ptr() as usize;
        let mut find = Self::find(Part::Salutation, Owner::Campaign, value, reading.line, reading.index, start);
        find.covers = text.len();
        let before = text[..label].trim_end_matches(['(', '[', ' ']);
        let has_more = before[reading.marker.min(before.len())..].chars().filter(|c| c.is_alphanumeric()).count() > 12
            || reading.has_address();
        if has_more {
            self.salutation = Some(find);
        } else {
            self.push_salutation(find);
        }
        !has_more
    }

    /// Gives a salutation to the recipient that is being read, or was read last.
    pub(super) fn push_salutation(&mut self, find: Find) {
        let is_greeted = self.block.channels.iter().any(|other| other.part == Part::Salutation);
        // Beneath the name of an office that no list has led to, it tells that the office is written to.
        if self.block.is_empty() && !self.block.gap && self.recent_names_office() {
            self.open_block("no word says that letters go there");
            self.block.channels.push(find);
        } else if self.block.is_empty() {
            self.greet_last(find);
        } else if !is_greeted {
            // A second one is left among the lines that went nowhere.
            self.block.channels.push(find);
        }
    }

    fn greet_last(&mut self, mut find: Find) {
        let Some(last) = self.recipients.checked_sub(1) else { return };
        let of = Owner::Recipient(last);
        let is_greeted = self.finds.iter().any(|find| find.of == of && find.part == Part::Salutation);
        if !is_greeted && self.finds.iter().any(|find| find.of == of && find.part != Part::Embassy) {
            find.of = of;
            self.finds.push(find);
        }
    }

    /// Gives the greeting of the printed letter to those whom it may greet: to the one recipient there is, to those of
    /// the office that it names, or, where it names none, to all.
    pub(super) fn greet(&mut self) {
        let Some(greeting) = self.greeting.take() else { return };
        let owners: BTreeSet<Owner> = self
            .finds
            .iter()
            .filter(|find| matches!(find.of, Owner::Recipient(_)) && find.part != Part::Embassy)
            .map(|find| find.of)
            .collect();
        let kind = kind_in(&self.words.hits(&greeting.value), 0..greeting.value.len());
        let has = |of: Owner, part: Part, value: Option<&str>| {
            let is_it =
                |find: &Find| find.of == of && find.part == part && value.is_none_or(|value| find.value == value);
            self.finds.iter().any(is_it)
        };
        let fits = |of: Owner| owners.len() == 1 || kind.is_none_or(|kind| has(of, Part::Kind, Some(kind.name())));
        let greeted: Vec<Owner> =
            owners.iter().copied().filter(|of| fits(*of) && !has(*of, Part::Salutation, None)).collect();
        self.finds.extend(greeted.into_iter().map(|of| Find { of, ..greeting.clone() }));
    }
}

/// Of several salutations with a slash between them, the one in the language of the appeal.
fn in_own_language<'t>(text: &'t str, words: &Words) -> &'t str {
    let parts: Vec<&str> = text.split('/').map(str::trim).collect();
    let greets = |part: &&str| words.hits(part).iter().any(|hit| hit.range.start == 0 && hit.cue == Cue::Greeting);
    let is_english = words.language == Language::ENGLISH;
    let own = |part: &&&str| greets(part) && Words::is_english_greeting(part) == is_english;
    parts.iter().find(own).filter(|_| parts.len() > 1).map_or(text, |part| *part)
}
