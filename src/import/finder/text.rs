use super::{Finder, Head};
use crate::import::Cue;
use crate::import::reading::Reading;

impl Finder<'_> {
    /// Takes a line of the text: it may hold an address that no word has led to.
    pub(super) fn text_line(&mut self, reading: &Reading<'_>) {
        if self.block.gap && !self.recent.is_empty() && self.recent.len() > 1 {
            self.recent.clear();
        }
        if reading.has_address() {
            let labelled = reading.is_bare() || Self::is_label_first(reading);
            if labelled && self.recent_names_office() && !reading.has(Cue::Nobody) {
                self.open_block("no word says that letters go there");
                return self.block_line(reading);
            }
            if reading.kind().is_some() && self.is_implied(reading) {
                self.recent.clear();
                self.open_block("no word says that letters go there");
                if reading.line.text.ends_with(['.', '!']) || reading.length() > 110 {
                    let tokens = reading.tokens.clone();
                    return self.in_sentence(reading, &tokens, 0);
                }
                return self.block_line(reading);
            }
            return self.nobody(reading, "no word says that letters go there");
        }
        if reading.length() <= 90 && !reading.line.text.ends_with(['.', '!', '?']) {
            if reading.kind().is_some() && self.block.gap {
                self.recent.clear();
            }
            self.recent.push(Head::new(reading.body(), reading.index, reading.marker));
            if self.recent.len() > 6 {
                self.recent.remove(0);
            }
        } else {
            self.recent.clear();
        }
    }
}
