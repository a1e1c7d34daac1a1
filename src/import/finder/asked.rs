use std::ops::Range;

use super::enumeration::enumeration;
use super::pieces::pieces;
use crate::import::reading::Reading;
use crate::import::sentences::sentences;
use crate::import::{Cue, Hit};

/// How far from the beginning of what is asked a word may stand that tells who is to do it, in characters.
const NEAR: usize = 12;

/// The fewest words of what a sentence asks for, where the first does not say itself that it is demanded.
const WORDS: usize = 3;

/// How far from the beginning of a sentence what has to be done begins, in bytes.
const HEAD: usize = 100;

/// How long the name of who is asked may be, in bytes.
const ADDRESSEE: usize = 100;

/// How far who speaks may stand before what they ask, in bytes.
const SPEAKER: usize = 30;

/// A part of a line that demands something, and what may be wrong with it.
pub(super) type Asked = (Range<usize>, &'static str);

/// What a line asks for in its sentences. A printed letter asks for it directly: there an imperative is a demand.
pub(super) fn asked(reading: &Reading<'_>, in_letter: bool) -> Vec<Asked> {
    let mut asked = Vec::new();
    for sentence in sentences(&reading.line.text) {
        let within = |hit: &&Hit| hit.range.start >= sentence.start && hit.range.end <= sentence.end;
        let hits: Vec<&Hit> = reading.hits.iter().filter(within).collect();
        let sentence = Sentence { reading, range: sentence, hits };
        if in_letter && sentence.is_direction() {
            continue;
        }
        let found = sentence.asked();
        if !found.is_empty() {
            asked
                .extend(found.into_iter().map(|range| (range, "it was read from a sentence: say it as an imperative")));
        } else if sentence.is_slogan() {
            asked.push((sentence.range, "it is a slogan"));
        } else if sentence.is_plain_demand(in_letter) && says_something(reading, &sentence.range) {
            asked.push((sentence.range, "no word says that it is demanded"));
        }
    }
    asked
}

/// Whether what begins there is asked of those who write, as to send copies, and not of those who are written to.
pub(super) fn is_of_reader(reading: &Reading<'_>, from: usize) -> bool {
    let is_told = |hit: &Hit| matches!(hit.cue, Cue::Send | Cue::Reader | Cue::Copies);
    let is_near = |start: usize| reading.line.text.get(from..start).is_some_and(|text| text.chars().count() <= NEAR);
    reading.hits.iter().any(|hit| is_told(hit) && is_near(hit.range.start))
}

/// Whether what stands there says what is to be done: it is no rest of a sentence, nothing that a German verb at its end
/// asks of those who write, and no number to ask for.
fn says_something(reading: &Reading<'_>, range: &Range<usize>) -> bool {
    let text = reading.line.text[range.clone()].trim_end_matches(|c: char| !c.is_alphanumeric());
    let start = range.end - reading.line.text[range.clone()].trim_start().len();
    let end = range.start + text.len();
    let begins = |cues: &[Cue]| reading.hits.iter().any(|hit| cues.contains(&hit.cue) && hit.range.start == start);
    let ends = reading.hits.iter().any(|hit| hit.cue == Cue::Reader && hit.range.end == end);
    let is_whole = text.split_whitespace().count() >= WORDS || begins(&[Cue::Plea, Cue::Thing, Cue::Slogan]);
    let is_number = |hit: &Hit| hit.cue == Cue::Extension && (start..start + NEAR).contains(&hit.range.start);
    is_whole && !ends && !reading.hits.iter().any(is_number) && !text.contains("--")
}

struct Sentence<'r> {
    reading: &'r Reading<'r>,
    range: Range<usize>,
    hits: Vec<&'r Hit>,
}

impl Sentence<'_> {
    fn text(&self, range: Range<usize>) -> &str {
        &self.reading.line.text[range]
    }

    /// Whether it tells whoever reads a letter aloud what to ask for: "Ask for: the director".
    fn is_direction(&self) -> bool {
        let is_label = |hit: &&&Hit| self.text(hit.range.end..self.range.end).trim_start().starts_with(':');
        let mut asks = self.hits.iter().filter(|hit| hit.cue == Cue::Asking && self.is_first(hit.range.start));
        asks.any(|hit| is_label(&hit))
    }

    /// What it asks for, after each word that asks.
    fn asked(&self) -> Vec<Range<usize>> {
        let cues = self.cues();
        let enumerated = self.enumerated(&cues);
        if !enumerated.is_empty() {
            return enumerated;
        }
        let mut asked = Vec::new();
        let mut at = 0;
        while at < cues.len() {
            let cue = cues[at];
            let from = self.start_of_demand(cue);
            let of_reader = is_of_reader(self.reading, from) || self.is_of_supporters(cue);
            let next = cues[at + 1..].iter().position(|next| of_reader || self.is_joined(next.range.start));
            let next = next.map(|skipped| at + 1 + skipped);
            let to = next.map_or(self.range.end, |next| cues[next].range.start);
            let to = end_of_demand(self.reading, cue.range.end, to);
            if !of_reader && from < to {
                let pieces = pieces(self.reading, cue, from..to);
                asked.extend(pieces.into_iter().filter(|piece| says_something(self.reading, piece)));
            }
            at = next.unwrap_or(cues.len());
        }
        asked
    }

    /// The items that a word that asks leads to, and a colon behind it: what stands before is how to ask for them.
    fn enumerated(&self, cues: &[&Hit]) -> Vec<Range<usize>> {
        let items = enumeration(self.reading, &self.range);
        let Some(first) = items.first() else { return Vec::new() };
        let leads = |cue: &&&Hit| {
            cue.range.end <= first.start
                && first.start - cue.range.end <= ADDRESSEE
                && self.text(cue.range.end..first.start).contains(':')
                && !self.is_of_supporters(cue)
        };
        let of_reader = items.iter().any(|item| is_of_reader(self.reading, item.start));
        if of_reader || !cues.iter().any(|cue| leads(&cue)) { Vec::new() } else { items }
    }

    /// The words after which it says what is asked for; of those that begin at one place, the longest.
    fn cues(&self) -> Vec<&Hit> {
        let calls = self.hits.iter().any(|hit| matches!(hit.cue, Cue::Send | Cue::Supporters | Cue::Reader));
        let mut cues: Vec<&Hit> = self
            .hits
            .iter()
            .copied()
            .filter(|hit| {
                hit.cue == Cue::Demand
                    || hit.cue == Cue::Asking && (calls || self.is_spoken(hit) || self.is_first(hit.range.start))
            })
            .collect();
        cues.sort_by_key(|hit| (hit.range.start, usize::MAX - hit.range.end));
        // "Send your appeal to" asks for nothing.
        let sends = |cue: &Hit| {
            let is_within = |hit: &Hit| hit.range.start < cue.range.start && hit.range.end > cue.range.start;
            self.hits.iter().any(|hit| hit.cue == Cue::Send && is_within(hit))
        };
        cues.retain(|cue| !sends(cue));
        let mut end = 0;
        cues.retain(|hit| {
            let is_next = hit.range.start >= end;
            end = end.max(hit.range.end);
            is_next
        });
        cues
    }

    /// Whether a word that asks is followed by who publishes the appeal turns to.
    fn is_of_supporters(&self, cue: &Hit) -> bool {
        let near = cue.range.end..cue.range.end + SPEAKER;
        self.hits.iter().any(|hit| hit.cue == Cue::Supporters && near.contains(&hit.range.start))
    }

    /// Whether nothing stands before it in the sentence but a word that asks politely.
    fn is_first(&self, at: usize) -> bool {
        let start = self.range.start.max(self.reading.marker).min(at);
        let mut before = self.text(start..at);
        if let Some(please) = self.hits.iter().find(|hit| hit.cue == Cue::Please && hit.range.end <= at) {
            before = self.text(please.range.end..at);
        }
        !before.contains(char::is_alphanumeric)
    }

    /// Whether those who write say it themselves: "I therefore ask".
    fn is_spoken(&self, asking: &Hit) -> bool {
        self.hits.iter().any(|hit| {
            let end = hit.range.end;
            hit.cue == Cue::Speaker
                && (end..end + SPEAKER).contains(&asking.range.start)
                && !self.text(end..asking.range.start).contains([',', ';', ':', '('])
        })
    }

    /// Whether a sign or a word joins what stands there to what stands before.
    fn is_joined(&self, at: usize) -> bool {
        let before = self.text(self.range.start..at).trim_end();
        let joins = |hit: &&&Hit| hit.cue == Cue::Connector && hit.range.end == self.range.start + before.len();
        before.ends_with([',', ';', '–', '—']) || self.hits.iter().any(|hit| joins(&hit))
    }

    /// Where what is asked begins: behind who is asked for it, where the words are of that kind.
    fn start_of_demand(&self, cue: &Hit) -> usize {
        let addressed = self.hits.iter().any(|hit| {
            hit.cue == Cue::Addressed && hit.range.start == cue.range.start && hit.range.end >= cue.range.end
        });
        let verbs = self.hits.iter().filter(|hit| hit.cue == Cue::To).map(|hit| hit.range.end);
        let verbs = verbs.filter(|end| (cue.range.end..=cue.range.end + ADDRESSEE).contains(end));
        verbs.min().filter(|_| addressed).unwrap_or(cue.range.end)
    }

    fn is_slogan(&self) -> bool {
        self.text(self.range.clone()).ends_with('!')
            && self.hits.iter().any(|hit| hit.cue == Cue::Slogan && hit.range.start == self.range.start)
    }

    /// Whether it says itself what is to be done: as an imperative in a letter, or with the office that must do it.
    fn is_plain_demand(&self, in_letter: bool) -> bool {
        if self.text(self.range.clone()).ends_with('?') || is_of_reader(self.reading, self.range.start) {
            return false;
        }
        let pleads = self.hits.iter().any(|hit| hit.cue == Cue::Plea && self.is_first(hit.range.start));
        let must = self.hits.iter().find(|hit| hit.cue == Cue::Must && hit.range.start <= self.range.start + HEAD);
        let before = |must: &Hit, cue: &dyn Fn(Cue) -> bool| {
            self.hits.iter().any(|hit| cue(hit.cue) && hit.range.end <= must.range.start)
        };
        let is_told = must.is_some_and(|must| {
            !before(must, &|cue| cue == Cue::Speaker) && (in_letter || before(must, &|cue| matches!(cue, Cue::Kind(_))))
        });
        let is_short = self.text(self.range.clone()).chars().count() <= 300;
        is_short && (in_letter && pleads || is_told)
    }
}

/// Where a demand in a sentence ends: before an address, and before the word that leads to one.
fn end_of_demand(reading: &Reading<'_>, from: usize, to: usize) -> usize {
    let address = reading.tokens.iter().map(|token| token.range.start).find(|start| *start >= from && *start < to);
    let Some(address) = address else { return to };
    let rest = reading.line.text[from..address].trim_end_matches([' ', ':', '(']);
    let leads = |hit: &&Hit| hit.cue == Cue::Stop && hit.range.end == from + rest.len() && hit.range.start > from;
    reading.hits.iter().filter(leads).map(|hit| hit.range.start).min().unwrap_or(from + rest.len())
}
