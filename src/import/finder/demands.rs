use super::{Finder, Section};
use crate::import::reading::Reading;
use crate::import::sentences::sentences;
use crate::import::{Cue, Hit, Owner, Part};

/// The shortest demand, in characters.
const SHORTEST: usize = 8;

impl Finder<'_> {
    /// Takes a line that a list of demands follows; whether it was one.
    pub(super) fn demands_begin(&mut self, reading: &Reading<'_>) -> bool {
        let text = &reading.line.text;
        let opens = text.ends_with([':', '…']);
        let is_title = reading.is_heading() && reading.begins_with(Cue::Demands) && reading.length() <= 60;
        let asks = [Cue::Demands, Cue::Demand, Cue::Asking].into_iter().any(|cue| reading.has(cue));
        if !asks || !(opens || is_title) || reading.has_address() {
            return false;
        }
        if reading.is_item() && matches!(self.section, Section::Recipients) && !reading.begins_with(Cue::Item) {
            return false;
        }
        let Some(next) = self.following(reading.index).next() else { return false };
        let names_address =
            next.has_address() || next.kind().is_some() && next.length() <= 90 && !Self::is_demand(&next);
        if names_address && (reading.has(Cue::Send) || next.has_address()) {
            return false;
        }
        if is_title && !opens && !next.is_item() && !Self::is_demand(&next) {
            return false;
        }
        self.flush();
        self.section = Section::Demands { read: 0, items: next.is_item() };
        true
    }

    /// Takes an item that demands something, though no line before it has said that demands follow; whether it was one.
    pub(super) fn demand_item(&mut self, reading: &Reading<'_>) -> bool {
        let in_list = matches!(self.section, Section::Recipients) && self.block.is_empty();
        let in_place = matches!(self.section, Section::Text | Section::Recipients) && (reading.is_item() || in_list);
        if !in_place || reading.has_address() || !reading.begins_with(Cue::Item) || reading.length() <= 20 {
            return false;
        }
        self.flush();
        self.section = Section::Demands { read: 0, items: reading.is_item() };
        self.demand_line(reading)
    }

    fn is_demand(reading: &Reading<'_>) -> bool {
        reading.begins_with(Cue::Item) || reading.begins_with(Cue::Slogan) || reading.begins_with(Cue::To)
    }

    /// Takes a line of a list of demands; whether it was one.
    pub(super) fn demand_line(&mut self, reading: &Reading<'_>) -> bool {
        let Section::Demands { read, items } = self.section else { return false };
        let goes_on = |finder: &Self| finder.finds.last().is_some_and(|find| find.context.ends_with([';', ',']));
        let is_one = if items {
            reading.is_item()
        } else {
            let is_next = read == 0 || !self.block.gap || Self::is_demand(reading) || goes_on(self);
            is_next && reading.length() <= 600 && !reading.has(Cue::Send)
        };
        let is_other = reading.has_address()
            || reading.line.heading
            || reading.begins_with(Cue::End) && reading.is_heading() && !reading.is_item();
        if is_one && !is_other {
            self.push_demand(reading, reading.marker, reading.line.text.len(), None);
            self.section = Section::Demands { read: read + 1, items };
            return true;
        }
        // The rest of an item that was broken into lines.
        if items
            && read > 0
            && !self.block.gap
            && reading.body().starts_with(char::is_lowercase)
            && !reading.has_address()
        {
            let text = reading.line.text.trim_end_matches([';', ',', '.', ' ']).to_owned();
            if let Some(last) = self.finds.last_mut().filter(|find| find.part == Part::Demand) {
                last.value.push(' ');
                last.value.push_str(&text);
            }
            let mut rest = Self::find(Part::Demand, Owner::Campaign, "", reading.line, reading.index, 0);
            rest.covers = reading.line.text.len();
            self.finds.push(rest);
            return true;
        }
        self.section = Section::Text;
        false
    }

    fn push_demand(&mut self, reading: &Reading<'_>, from: usize, to: usize, doubt: Option<&str>) {
        let text = &reading.line.text[from..to];
        let value = text
            .trim()
            .trim_start_matches([':', ',', '–', '-', ' ', '…'])
            .trim_end_matches([';', ',', '.', ' ', ':', '–']);
        let value = strip_last_and(value);
        if value.chars().count() < SHORTEST {
            return;
        }
        let start = value.as_ptr() as usize - reading.line.text.as_ptr() as usize;
        let mut find = Self::find(Part::Demand, Owner::Campaign, value, reading.line, reading.index, start);
        find.doubt = doubt.map(str::to_owned);
        find.covers = to - from;
        let same = self.finds.iter().rev().take(100).any(|other| other.part == Part::Demand && other.value == value);
        if !same {
            self.finds.push(find);
        }
    }

    /// Takes what sentences ask for; whether they ask for anything.
    pub(super) fn asked_in_prose(&mut self, reading: &Reading<'_>) -> bool {
        if Some(reading.index) == self.title {
            return false;
        }
        let text = &reading.line.text;
        let mut asked = false;
        for sentence in sentences(text) {
            let within = |hit: &&Hit| hit.range.start >= sentence.start && hit.range.end <= sentence.end;
            let hits: Vec<&Hit> = reading.hits.iter().filter(within).collect();
            let calls = hits.iter().any(|hit| matches!(hit.cue, Cue::Send | Cue::Supporters));
            let asking = |hit: &&&Hit| hit.cue == Cue::Demand || hit.cue == Cue::Asking && calls;
            let supporters = |cue: &Hit| {
                hits.iter().any(|hit| {
                    hit.cue == Cue::Supporters
                        && hit.range.start >= cue.range.end
                        && hit.range.start <= cue.range.end + 30
                })
            };
            let first = hits
                .iter()
                .filter(asking)
                .filter(|hit| !supporters(hit))
                .max_by_key(|hit| (usize::MAX - hit.range.start, hit.range.end));
            let slogan = text[sentence.clone()].ends_with('!')
                && hits.iter().any(|hit| hit.cue == Cue::Slogan && hit.range.start == sentence.start)
                && !matches!(self.section, Section::Recipients | Section::Copies { .. });
            if let Some(cue) = first {
                let to = Self::end_of_demand(reading, cue.range.end, sentence.end);
                let addressed = hits.iter().any(|hit| hit.cue == Cue::Addressed && hit.range.start == cue.range.start);
                let verb = hits.iter().filter(|hit| {
                    hit.cue == Cue::To
                        && hit.range.start >= cue.range.end
                        && hit.range.end < to
                        && hit.range.start <= cue.range.end + 100
                });
                let from = verb.map(|hit| hit.range.end).min().filter(|_| addressed).unwrap_or(cue.range.end);
                if from < to && !text[from..to].trim_matches([' ', ':', ',']).is_empty() {
                    self.push_demand(reading, from, to, Some("it was read from a sentence: say it as an imperative"));
                    asked = true;
                }
            } else if slogan {
                self.push_demand(reading, sentence.start, sentence.end, Some("it is a slogan"));
                asked = true;
            }
        }
        asked
    }

    /// Where a demand in a sentence ends: before an address, and before the word that leads to one.
    fn end_of_demand(reading: &Reading<'_>, from: usize, to: usize) -> usize {
        let text = &reading.line.text;
        let address = reading.tokens.iter().map(|token| token.range.start).find(|start| *start >= from && *start < to);
        let to = address.unwrap_or(to);
        let rest = text[from..to].trim_end_matches([' ', ':']);
        let led = [" to", " an", " à", " a", " на", " по адресу", " auprès de"]
            .iter()
            .find_map(|word| rest.strip_suffix(word));
        from + led.unwrap_or(rest).len()
    }
}

/// An item without the "and" that leads to the next.
fn strip_last_and(text: &str) -> &str {
    let rest = [" and", " und", " et", " y", " и"].iter().find_map(|word| text.strip_suffix(word));
    rest.unwrap_or(text).trim_end_matches([';', ',', '.', ' '])
}
