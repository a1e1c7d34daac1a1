use super::letter_bounds::{closes, greets};
use super::{Finder, Section};
use crate::import::reading::Reading;
use crate::import::{Owner, Part};

/// Why a salutation is not sure that no word calls one.
const PRINTED: &str = "the letter that the appeal prints begins so";

impl Finder<'_> {
    /// Takes the first line of a letter that the appeal prints; whether it was one.
    pub(super) fn greeting(&mut self, reading: &Reading<'_>) -> bool {
        if !greets(reading) {
            return false;
        }
        let text = &reading.line.text;
        // An office with its place alone, and then the letter to it.
        if self.block.is_empty() && self.recent.len() >= 3 && self.recent_names_office() {
            self.open_block("no word says that letters go there");
        }
        let beneath = matches!(self.section, Section::Recipients) && !self.block.is_empty();
        let followed = self.letters.hold(reading.index);
        if !followed && (!beneath || self.block.channels.is_empty()) {
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
        if !followed {
            return true;
        }
        self.flush();
        self.recent.clear();
        self.section = Section::Letter;
        true
    }

    /// Takes a line that a letter follows, or one that ends it; whether it was one.
    pub(super) fn letter(&mut self, reading: &Reading<'_>) -> bool {
        let begins = self.letters.begin_at(reading.index);
        if begins || closes(reading) {
            self.flush();
            self.recent.clear();
            self.section = if begins { Section::Letter } else { Section::Text };
            return true;
        }
        if self.section == Section::Letter && !self.letters.hold(reading.index) {
            self.section = Section::Text;
        }
        false
    }
}
