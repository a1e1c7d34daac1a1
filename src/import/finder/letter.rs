use super::{Finder, Section};
use crate::import::reading::Reading;
use crate::import::{Cue, Find, Owner, Part};

/// The longest line that begins or ends a letter, in characters.
const SHORT: usize = 100;

/// Why a salutation is not sure that no word calls one.
const PRINTED: &str = "the letter that the appeal prints begins so";

impl Finder<'_> {
    /// Takes what a line says of how to begin a letter; whether nothing else stands there.
    pub(super) fn salutation(&mut self, reading: &Reading<'_>) -> bool {
        let text = &reading.line.text;
        let led = reading.hits.iter().filter(|hit| hit.cue == Cue::Salutation).find_map(|hit| {
            let rest = text[hit.range.end..].trim_start();
            let first = text[reading.marker..hit.range.start].trim_end();
            let stands = first.is_empty() || first.ends_with(['(', '[', '.', ';', ',', '|']) || first.len() <= 12;
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
        if has_more && !self.block.is_empty() {
            self.block.channels.push(find);
            return false;
        }
        if !self.block.is_empty() {
            self.block.channels.push(find);
        } else if !has_more {
            self.greet_last(find);
        }
        !has_more
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

    /// Takes the first line of a letter that the appeal prints; whether it was one.
    pub(super) fn greeting(&mut self, reading: &Reading<'_>) -> bool {
        let text = &reading.line.text;
        let starts = reading.begins_with(Cue::Greeting) && reading.length() <= SHORT && reading.tokens.is_empty();
        if !starts || !text.ends_with([',', ':', '!', '»', '"']) || reading.has(Cue::Copies) {
            return false;
        }
        let is_sentence = |next: &Reading<'_>| -> bool {
            next.length() > 70 && next.kind().is_none() || next.line.text.ends_with(['.', '!', '?']) || next.length() > 100
        };
        let beneath = matches!(self.section, Section::Recipients) && !self.block.is_empty();
        if !self.following(reading.index).take(2).any(is_sentence) {
            return false;
        }
        let value = reading.body().trim_matches(['«', '»', '"', '“', '”', '„', ',', ':', ' ', '*', '.']);
        let value = if text.ends_with('!') { value } else { value.trim_end_matches('!') };
        let start = value.as_ptr() as usize - text.as_ptr() as usize;
        let mut find = Self::find(Part::Salutation, Owner::Campaign, value, reading.line, reading.index, start);
        find.covers = text.len();
        find.doubt = Some(PRINTED.to_owned());
        if beneath {
            if !self.block.channels.iter().any(|find| find.part == Part::Salutation) {
                self.block.channels.push(find);
            }
        } else if self.greeting.is_none() {
            self.greeting = Some(find);
        }
        self.flush();
        self.recent.clear();
        self.section = Section::Letter;
        true
    }

    /// Takes a line that a letter follows, or one that ends it; whether it was one.
    pub(super) fn letter(&mut self, reading: &Reading<'_>) -> bool {
        if reading.length() > SHORT || reading.has_address() {
            return false;
        }
        if reading.begins_with(Cue::Closing) && reading.kind().is_none() {
            self.flush();
            self.recent.clear();
            self.section = Section::Text;
            return true;
        }
        let begins = reading.begins_with(Cue::Letter)
            && (reading.is_heading() || reading.line.text.ends_with([':', ',', '.']));
        if begins {
            self.flush();
            self.recent.clear();
            self.section = Section::Letter;
        }
        begins
    }

    /// Gives the greeting of the printed letter to the recipient, where there is one alone.
    pub(super) fn greet(&mut self) {
        let Some(find) = self.greeting.take() else { return };
        let is_other = |find: &Find| find.part == Part::Salutation;
        let embassies = self.finds.iter().filter(|find| find.part == Part::Embassy).count();
        if self.recipients - embassies.min(self.recipients) != 1 || self.finds.iter().any(is_other) {
            return;
        }
        let owner = |find: &Find| matches!(find.of, Owner::Recipient(_)) && find.part != Part::Embassy;
        if let Some(of) = self.finds.iter().find(|find| owner(find)).map(|find| find.of) {
            self.finds.push(Find { of, ..find });
        }
    }
}

/// Of several salutations with a slash between them, the one in the language of the appeal.
fn in_own_language<'t>(text: &'t str, words: &crate::import::Words) -> &'t str {
    let parts: Vec<&str> = text.split('/').collect();
    let greets = |part: &&&str| words.hits(part.trim()).iter().any(|hit| hit.range.start == 0 && hit.cue == Cue::Greeting);
    let all_greet = parts.iter().all(|part| greets(&part));
    match parts.last() {
        Some(last) if parts.len() > 1 && all_greet && words.language != crate::vocabulary::Language::ENGLISH => last,
        Some(_) if parts.len() > 1 && all_greet => parts[0],
        _ => text,
    }
}
