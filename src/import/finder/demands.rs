use std::collections::BTreeSet;

use crate::import::reading::Reading;
use crate::import::sentences::sentences;
use crate::import::{Cue, Find, Hit, Part};

/// The shortest demand, in characters.
const SHORTEST: usize = 8;

/// What an appeal demands.
#[derive(Debug, Default)]
pub(super) struct Demands {
    pub(super) finds: Vec<Find>,
    /// The lines that say nothing else: items of lists of demands, and what stands above them.
    pub(super) taken: BTreeSet<usize>,
    list: Option<List>,
}

/// A list of demands that is being read.
#[derive(Debug, Clone, Copy)]
struct List {
    /// How many were read.
    read: usize,
    /// Whether each has a sign of a list before it.
    items: bool,
}

/// Finds what an appeal demands, in lists and in sentences; the title is none.
pub(super) fn demands(readings: &[Reading<'_>], title: Option<usize>) -> Demands {
    let mut demands = Demands::default();
    let lines = readings.iter().filter(|reading| !reading.line.is_blank() && !reading.line.apart);
    for reading in lines.filter(|reading| Some(reading.index) != title) {
        if demands.begin(readings, reading)
            || demands.list.is_some() && demands.line(readings, reading)
            || demands.item(readings, reading)
        {
            demands.taken.insert(reading.index);
        } else {
            demands.in_prose(reading);
        }
    }
    demands
}

impl Demands {
    /// Takes a line that a list of demands follows; whether it was one.
    fn begin(&mut self, readings: &[Reading<'_>], reading: &Reading<'_>) -> bool {
        let text = &reading.line.text;
        let opens = text.ends_with([':', '…']);
        let is_title = reading.is_heading() && reading.begins_with(Cue::Demands) && reading.length() <= 60;
        let asks = [Cue::Demands, Cue::Demand, Cue::Asking].into_iter().any(|cue| reading.has(cue));
        if !asks || !(opens || is_title) || reading.has_address() {
            return false;
        }
        let Some(next) = readings[reading.index + 1..].iter().find(|next| !next.line.is_blank()) else { return false };
        let names_address = next.has_address() || next.kind().is_some() && next.length() <= 90 && !is_demand(next);
        if names_address && (reading.has(Cue::Send) || next.has_address()) {
            return false;
        }
        if is_title && !opens && !next.is_item() && !is_demand(next) {
            return false;
        }
        self.list = Some(List { read: 0, items: next.is_item() });
        true
    }

    /// Takes an item that demands something, though no line before it has said that demands follow; whether it was one.
    fn item(&mut self, readings: &[Reading<'_>], reading: &Reading<'_>) -> bool {
        let is_one =
            reading.is_item() && !reading.has_address() && reading.begins_with(Cue::Item) && reading.length() > 20;
        if !is_one {
            return false;
        }
        self.list = Some(List { read: 0, items: true });
        self.line(readings, reading)
    }

    /// Takes a line of a list of demands; whether it was one.
    fn line(&mut self, readings: &[Reading<'_>], reading: &Reading<'_>) -> bool {
        let Some(List { read, items }) = self.list else { return false };
        let after_gap = reading.index > 0 && readings[reading.index - 1].line.is_blank();
        let is_one = if items {
            reading.is_item()
        } else {
            let goes_on = || self.finds.last().is_some_and(|find| find.context.ends_with([';', ',']));
            let is_next = read == 0 || !after_gap || is_demand(reading) || goes_on();
            is_next && reading.length() <= 600 && !reading.has(Cue::Send)
        };
        let is_other = reading.has_address()
            || reading.line.heading
            || reading.begins_with(Cue::End) && reading.is_heading() && !reading.is_item();
        if is_one && !is_other {
            self.push(reading, reading.marker, reading.line.text.len(), None);
            self.list = Some(List { read: read + 1, items });
            return true;
        }
        // The rest of an item that was broken into lines.
        let is_rest = items && read > 0 && !after_gap && reading.body().starts_with(char::is_lowercase);
        if is_rest && !reading.has_address() {
            let text = reading.line.text.trim_end_matches([';', ',', '.', ' ']);
            if let Some(last) = self.finds.last_mut() {
                last.value.push(' ');
                last.value.push_str(text);
            }
            let rest = Find::in_line(Part::Demand, "", reading, 0);
            self.finds.push(Find { covers: reading.line.text.len(), ..rest });
            return true;
        }
        self.list = None;
        false
    }

    fn push(&mut self, reading: &Reading<'_>, from: usize, to: usize, doubt: Option<&str>) {
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
        let mut find = Find::in_line(Part::Demand, value, reading, start);
        find.doubt = doubt.map(str::to_owned);
        find.covers = to - from;
        if !self.finds.iter().rev().take(100).any(|other| other.value == value) {
            self.finds.push(find);
        }
    }

    /// Takes what sentences ask for.
    fn in_prose(&mut self, reading: &Reading<'_>) {
        let text = &reading.line.text;
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
                && hits.iter().any(|hit| hit.cue == Cue::Slogan && hit.range.start == sentence.start);
            if let Some(cue) = first {
                let to = end_of_demand(reading, cue.range.end, sentence.end);
                let addressed = hits.iter().any(|hit| hit.cue == Cue::Addressed && hit.range.start == cue.range.start);
                let verb = hits.iter().filter(|hit| {
                    hit.cue == Cue::To
                        && hit.range.start >= cue.range.end
                        && hit.range.end < to
                        && hit.range.start <= cue.range.end + 100
                });
                let from = verb.map(|hit| hit.range.end).min().filter(|_| addressed).unwrap_or(cue.range.end);
                if from < to && !text[from..to].trim_matches([' ', ':', ',']).is_empty() {
                    self.push(reading, from, to, Some("it was read from a sentence: say it as an imperative"));
                }
            } else if slogan {
                self.push(reading, sentence.start, sentence.end, Some("it is a slogan"));
            }
        }
    }
}

fn is_demand(reading: &Reading<'_>) -> bool {
    reading.begins_with(Cue::Item) || reading.begins_with(Cue::Slogan) || reading.begins_with(Cue::To)
}

/// Where a demand in a sentence ends: before an address, and before the word that leads to one.
fn end_of_demand(reading: &Reading<'_>, from: usize, to: usize) -> usize {
    let text = &reading.line.text;
    let address = reading.tokens.iter().map(|token| token.range.start).find(|start| *start >= from && *start < to);
    let to = address.unwrap_or(to);
    let rest = text[from..to].trim_end_matches([' ', ':']);
    let led =
        [" to", " an", " à", " a", " на", " по адресу", " auprès de"].iter().find_map(|word| rest.strip_suffix(word));
    from + led.unwrap_or(rest).len()
}

/// An item without the "and" that leads to the next.
fn strip_last_and(text: &str) -> &str {
    let rest = [" and", " und", " et", " y", " и"].iter().find_map(|word| text.strip_suffix(word));
    rest.unwrap_or(text).trim_end_matches([';', ',', '.', ' '])
}
