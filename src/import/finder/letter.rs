use super::greeting::{Greeting, opening, tidy};
use super::letter_bounds::{SHORT, closes, greets};
use super::{Finder, Section};
use crate::import::reading::Reading;
use crate::import::{Cue, Owner, Part};

/// What stands for a name in a letter that is to be copied.
const BLANKS: [&str; 3] = ["__", "...", "……"];

/// Why a salutation is not sure that no word calls one.
const PRINTED: &str = "the letter that the appeal prints begins so";

impl Finder<'_> {
    /// Takes the first line of a letter that the appeal prints; whether it was one.
    pub(super) fn greeting(&mut self, reading: &Reading<'_>) -> bool {
        let is_whole = greets(reading);
        let is_opening = self.letters.hold(reading.index)
            && reading.begins_with(Cue::Greeting)
            && !reading.has(Cue::Readers)
            && opening(reading.body()).is_some();
        if !is_whole && !is_opening {
            return false;
        }
        // An office with its place alone, and then the letter to it.
        if is_whole && self.block.is_empty() && self.recent.len() >= 3 && self.recent_names_office() {
            self.open_block("no word says that letters go there");
        }
        let beneath = matches!(self.section, Section::Recipients) && !self.block.is_empty();
        let followed = self.letters.hold(reading.index);
        if !followed && (!beneath || self.block.channels.is_empty()) {
            return false;
        }
        let text = &reading.line.text;
        // A gap to be filled in by whoever writes is no name.
        if BLANKS.iter().any(|blank| text.contains(blank)) {
            self.flush();
            self.section = if followed { Section::Letter } else { Section::Text };
            return true;
        }
        let value = tidy(opening(reading.body()).filter(|_| !is_whole).unwrap_or(reading.body()));
        let start = value.as_ptr() as usize - text.as_ptr() as usize;
        let mut find = Self::find(Part::Salutation, Owner::Campaign, value, reading.line, reading.index, start);
        find.covers = text.len();
        find.doubt = Some(PRINTED.to_owned());
        if !followed {
            self.push_salutation(find);
            return true;
        }
        let above = self.readings[..reading.index].iter().rev().find(|line| !line.line.is_blank());
        let to = above.filter(|line| line.length() <= SHORT && self.letters.hold(line.index)).and_then(Reading::kind);
        self.flush();
        let beneath = self.recipients.checked_sub(1).filter(|last| beneath || self.is_near(*last, reading.index));
        self.greetings.push(Greeting { find, to, beneath });
        self.recent.clear();
        self.section = Section::Letter;
        true
    }

    /// Whether a recipient stands right above a line.
    fn is_near(&self, recipient: usize, index: usize) -> bool {
        const NEAR: usize = 6;
        let of = Owner::Recipient(recipient);
        self.finds.iter().any(|find| find.of == of && find.index < index && find.index + NEAR > index)
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
