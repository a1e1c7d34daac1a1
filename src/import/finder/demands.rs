use std::collections::BTreeSet;

use super::LetterBounds;
use super::asked::{asked, is_of_reader};
use super::items::{ends_with_lead, first_item, heads_address, is_demand, is_item, is_office, is_subheading};
use crate::import::fold::fold;
use crate::import::reading::Reading;
use crate::import::{Cue, Find, Hit, Part};

/// The shortest demand, in characters.
const SHORTEST: usize = 8;

/// How far before the end of a line the word may stand that a list of demands follows, in bytes.
pub(super) const BREAK: usize = 45;

/// How many of ten longer words two demands have in common that are one.
const SAME: usize = 7;

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

/// Finds what an appeal demands; the title is no demand. Where a list outside of a printed letter has the demands, what letters and
/// sentences ask for beside it is none. Stops at `most`, and then gives at least one more.
pub(super) fn demands(readings: &[Reading<'_>], letters: &LetterBounds, title: Option<usize>, most: usize) -> Demands {
    let (mut appeal, mut letter) = (Demands::default(), Demands::default());
    let lines = readings.iter().filter(|reading| !reading.line.is_blank() && !reading.line.apart);
    for reading in lines.filter(|reading| Some(reading.index) != title) {
        if appeal.finds.len() + letter.finds.len() > most {
            break;
        }
        if letters.begin_at(reading.index) {
            (appeal.list, letter.list) = (None, None);
            continue;
        }
        let in_letter = letters.hold(reading.index);
        let demands = if in_letter { &mut letter } else { &mut appeal };
        if demands.begin(readings, reading)
            || demands.list.is_some() && demands.line(readings, reading)
            || demands.item(readings, reading)
        {
            demands.taken.insert(reading.index);
        } else {
            for (range, doubt) in asked(reading, in_letter) {
                demands.push(reading, range.start, range.end, Some(doubt));
            }
        }
    }
    if appeal.finds.iter().any(Demands::is_listed) {
        appeal.finds.retain(|find| find.doubt.is_none());
    } else {
        appeal.finds.append(&mut letter.finds);
        appeal.finds.sort_by_key(|find| find.index);
        appeal.taken.append(&mut letter.taken);
    }
    if appeal.finds.len() <= most {
        appeal.leave_out_repeated();
    }
    appeal
}

impl Demands {
    /// Takes a line that a list of demands follows; whether it was one.
    fn begin(&mut self, readings: &[Reading<'_>], reading: &Reading<'_>) -> bool {
        let text = &reading.line.text;
        let asks = |hit: &&Hit| matches!(hit.cue, Cue::Demands | Cue::Demand | Cue::Asking);
        if self.begin_bare(readings, reading) {
            return true;
        }
        let Some(last) = reading.hits.iter().filter(asks).map(|hit| hit.range.end).max() else { return false };
        let opens = text.ends_with([':', '…']);
        let is_title = (reading.is_heading() || text.ends_with('?'))
            && reading.length() <= 60
            && (text.len() == last
                || reading.hits.iter().filter(asks).any(|hit| hit.range.start <= reading.marker + 4));
        let Some(next) = first_item(readings, reading.index) else { return false };
        let items = is_item(readings, next);
        let is_near = text.len() - last <= BREAK || ends_with_lead(reading);
        let breaks_off = items && !is_item(readings, reading) && is_near && !text.ends_with(['.', '!', '?']);
        if !(opens || is_title || breaks_off) || reading.has_address() {
            return false;
        }
        if next.has_address() || is_office(next) && (reading.has(Cue::Send) || !items) {
            return false;
        }
        if !items && !is_demand(next) && (is_title && !opens || heads_address(&readings[next.index..])) {
            return false;
        }
        self.list = Some(List { read: 0, items });
        true
    }

    /// Takes a call to write whose next lines say what, each with a word that asks for it, but without the sign of a list.
    fn begin_bare(&mut self, readings: &[Reading<'_>], reading: &Reading<'_>) -> bool {
        let says = |next: &Reading<'_>| {
            next.begins_with(Cue::Item) && next.begins_with(Cue::Asking) && !next.has_address() && next.length() > BREAK
        };
        let next = readings.get(reading.index + 1);
        let begins = reading.has(Cue::Send) && reading.line.text.ends_with(':') && next.is_some_and(says);
        if begins && !reading.has_address() && next.is_some_and(|next| !is_item(readings, next)) {
            self.list = Some(List { read: 0, items: false });
            return true;
        }
        false
    }

    /// Takes an item that demands something, though no line before it has said that demands follow; whether it was one.
    fn item(&mut self, readings: &[Reading<'_>], reading: &Reading<'_>) -> bool {
        let is_one = is_item(readings, reading)
            && !reading.has_address()
            && is_demand(reading)
            && reading.length() > 20
            && !is_of_reader(reading, reading.marker);
        if !is_one {
            return false;
        }
        self.list = Some(List { read: 0, items: true });
        self.line(readings, reading)
    }

    /// Takes a line of a list of demands; whether it was one.
    fn line(&mut self, readings: &[Reading<'_>], reading: &Reading<'_>) -> bool {
        let Some(List { read, items }) = self.list else { return false };
        if !reading.line.text.contains(char::is_alphanumeric) {
            return true;
        }
        let after_gap = reading.index > 0 && readings[reading.index - 1].line.is_blank();
        if items && is_subheading(readings, reading) {
            return true;
        }
        let is_one = if items {
            is_item(readings, reading)
        } else {
            let goes_on = || {
                self.finds.last().is_some_and(|find| {
                    find.context.ends_with([';', ',']) || is_labelled(&find.context) && is_labelled(reading.body())
                })
            };
            let is_next = read == 0 || !after_gap || is_demand(reading) || goes_on();
            let is_office = !is_demand(reading)
                && (reading.has(Cue::Copies)
                    || reading.line.text.ends_with(':')
                    || is_office(reading)
                    || read > 0 && heads_address(&readings[reading.index..]));
            is_next && !is_office && reading.length() <= 600 && (goes_on() || !reading.has(Cue::Send))
        };
        let is_other = reading.has_address()
            || reading.begins_with(Cue::Greeting)
            || reading.line.text.matches('|').count() > 1
            || reading.line.heading
            || reading.begins_with(Cue::Closing)
            || reading.begins_with(Cue::End) && reading.is_heading() && !reading.is_item();
        if is_one && !is_other {
            let is_named = reading.begins_with(Cue::Thing) || reading.begins_with(Cue::Slogan);
            if items && !is_named && is_of_reader(reading, reading.marker) {
                return false;
            }
            self.push(reading, reading.marker, reading.line.text.len(), None);
            self.list = Some(List { read: read + 1, items });
            return true;
        }
        // The rest of an item that was broken into lines.
        let is_open = || self.finds.last().is_some_and(|find| !find.context.ends_with([';', ',', '.', '!', ':']));
        let is_rest = items
            && read > 0
            && !after_gap
            && (reading.body().starts_with(char::is_lowercase) || is_open() && reading.line.text.ends_with([';', '.']));
        if is_rest && !reading.has_address() {
            let text = reading.line.text.trim_end_matches([';', ',', '.', ' ']);
            if let Some(last) = self.finds.iter_mut().rfind(|find| !find.value.is_empty()) {
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

    /// Whether a list has it, and not a sentence.
    fn is_listed(find: &Find) -> bool {
        find.doubt.is_none() && !find.value.is_empty()
    }

    /// Leaves out what sentences ask for where a list, or an earlier sentence, says the same.
    fn leave_out_repeated(&mut self) {
        let said: Vec<BTreeSet<String>> = self.finds.iter().map(|find| stems(&find.value)).collect();
        let listed: Vec<bool> = self.finds.iter().map(Self::is_listed).collect();
        let is_repeated = |at: usize| {
            let others = (0..said.len().min(200)).filter(|other| *other != at && (listed[*other] || *other < at));
            let mut others = others.filter(|other| !said[*other].is_empty());
            others.any(|other| said[at].intersection(&said[other]).count() * 10 >= said[at].len() * SAME)
        };
        let keeps: Vec<bool> =
            (0..said.len()).map(|at| listed[at] || said[at].is_empty() || !is_repeated(at)).collect();
        let mut keeps = keeps.into_iter();
        self.finds.retain(|_| keeps.next().unwrap_or(true));
    }

    fn push(&mut self, reading: &Reading<'_>, from: usize, to: usize, doubt: Option<&str>) {
        let text = &reading.line.text[from..to];
        let value = text
            .trim()
            .trim_start_matches([':', ',', '–', '-', ' ', '…', '*', '•'])
            .trim_end_matches([';', ',', '.', ' ', ':', '–']);
        // The word that leads to the next item says nothing.
        let end = value.as_ptr() as usize - reading.line.text.as_ptr() as usize + value.len();
        let joins = |hit: &&Hit| hit.cue == Cue::Connector && hit.range.end == end && value.len() > hit.range.len();
        let last = reading.hits.iter().find(joins).map_or(0, |hit| hit.range.len());
        let value = value[..value.len() - last].trim_end_matches([';', ',', '.', ' ']);
        if value.chars().count() < SHORTEST || value.ends_with('?') {
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
}

/// The beginnings of the longer words of a text.
fn stems(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= 5);
    words.map(|word| fold(word).chars().take(5).collect()).collect()
}

/// Whether a line begins with a word and a colon, as "Second: …" does.
fn is_labelled(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(|word| word.ends_with(':'))
}
