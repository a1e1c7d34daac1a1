use super::{Finder, Section};
use crate::import::reading::Reading;
use crate::import::{Cue, Owner, Part};

impl Finder<'_> {
    /// Takes the head of a table that tells which column holds numbers of faxes; whether it was one.
    pub(super) fn table_head(&mut self, reading: &Reading<'_>) -> bool {
        let text = &reading.line.text;
        let bars = text.matches('|').count();
        let labels = || reading.hits.iter().filter(|hit| matches!(hit.cue, Cue::Fax | Cue::Phone | Cue::Email));
        if bars == 0 {
            self.columns.clear();
        }
        if bars < 2 || reading.has_address() || labels().next().is_none() {
            return false;
        }
        // Where a table has a column for mailboxes or numbers, its rows are of those who have them.
        if !matches!(self.section, Section::Letter | Section::Nobody | Section::Copies { .. }) {
            self.flush();
            self.recent.clear();
            self.section = Section::Recipients;
        }
        self.columns = vec![Cue::Post; bars + 1];
        labels().for_each(|hit| self.columns[text[..hit.range.start].matches('|').count()] = hit.cue);
        true
    }

    /// Takes a cell of a table that holds a salutation.
    pub(super) fn greeting_in_cell(&mut self, reading: &Reading<'_>) {
        let text = &reading.line.text;
        let mut cells = text.match_indices('|').filter_map(|(bar, _)| {
            let cell = text[bar + 1..].split('|').next().unwrap_or_default();
            let start = bar + 1 + (cell.len() - cell.trim_start().len());
            let is_free = reading.tokens.iter().all(|token| !(bar..bar + cell.len() + 1).contains(&token.range.start));
            let greets = reading.hits.iter().any(|hit| hit.cue == Cue::Greeting && hit.range.start == start);
            (greets && is_free).then(|| (start, cell.trim().trim_end_matches([',', ':', '.'])))
        });
        if let Some((start, value)) = cells.next_back().filter(|_| !self.block.is_empty()) {
            let find = Self::find(Part::Salutation, Owner::Campaign, value, reading.line, reading.index, start);
            self.push_salutation(find);
        }
    }
}
