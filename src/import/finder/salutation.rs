use super::Finder;
use super::greeting::{Greeting, opening, tidy};
use super::letter_bounds::SHORT;
use crate::import::reading::Reading;
use crate::import::{Cue, Find, Hit, Owner, Part, Words};

impl Finder<'_> {
    /// Takes what a line says of how to begin a letter; whether nothing else stands there.
    pub(super) fn salutation(&mut self, reading: &Reading<'_>) -> bool {
        let text = &reading.line.text;
        let led = reading.hits.iter().filter(|hit| hit.cue == Cue::Salutation).find_map(|hit| self.led(reading, hit));
        let Some((label, start, of_all)) = led else { return false };
        let end = text[start..].find([')', '|', ';', '”', '»']).map_or(text.len(), |end| start + end);
        let quoted = text[start..end].trim_start_matches(['"', '“', '„', '«', '*', ' ']);
        let quoted = quoted.split(['"', '“']).next().unwrap_or_default();
        let quoted = opening(quoted).unwrap_or(quoted);
        let value = tidy(in_own_language(quoted, self.words));
        if value.is_empty() || value.chars().count() > SHORT {
            return false;
        }
        let start = value.as_ptr() as usize - text.as_ptr() as usize;
        let mut find = Self::find(Part::Salutation, Owner::Campaign, value, reading.line, reading.index, start);
        find.covers = text.len();
        let before = text[..label].trim_end_matches(['(', '[', ' ']);
        let has_more = before[reading.marker.min(before.len())..].chars().filter(|c| c.is_alphanumeric()).count() > 12
            || reading.has_address();
        if of_all {
            self.greetings.push(Greeting { find, to: None, beneath: None });
        } else if has_more {
            self.salutation = Some(find);
        } else {
            self.push_salutation(find);
        }
        !has_more
    }

    /// Where a word for salutations stands, where the salutation begins that it leads to, and whether that is one for all.
    fn led(&self, reading: &Reading<'_>, label: &Hit) -> Option<(usize, usize, bool)> {
        const BETWEEN: usize = 30;
        let text = &reading.line.text;
        let rest = &text[label.range.end..];
        let before = text[reading.marker..label.range.start].trim_end();
        let stands = before.len() <= 12
            || before.ends_with(['(', '[', '.', ';', ',', '|'])
            || text[label.range.clone()].starts_with(char::is_uppercase);
        let sign = rest.find([':', '"', '“', '„', '«']).filter(|sign| *sign <= BETWEEN && stands)?;
        let between = rest[..sign].trim();
        let start = label.range.end + sign + usize::from(rest[sign..].starts_with(':'));
        if between.is_empty() && rest[sign..].starts_with(':') {
            return Some((label.range.start, start, false));
        }
        // With other words between, only what greets is meant.
        let value = text[start..].trim_start_matches(['"', '“', '„', '«', '*', ' ']);
        let greets = self.words.hits(value).iter().any(|hit| hit.cue == Cue::Greeting && hit.range.start == 0);
        let stands_apart = self.block.channels.is_empty() || self.block.gap;
        let of_all = !between.is_empty() && before.is_empty() && stands_apart;
        greets.then_some((label.range.start, start, of_all))
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
}

/// Of several salutations with a slash between them, the one in the language of the appeal.
fn in_own_language<'t>(text: &'t str, words: &Words) -> &'t str {
    let mut parts = text.split('/').map(str::trim);
    let own = parts.find(|part| words.language_greets(part));
    own.filter(|_| text.contains('/')).unwrap_or(text)
}
