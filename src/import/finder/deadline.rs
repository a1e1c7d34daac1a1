use std::ops::Range;

use jiff::civil::Date;

use super::issued::BESIDE;
use super::{Front, LetterBounds};
use crate::import::date_seen::DateSeen;
use crate::import::fold::fold;
use crate::import::reading::Reading;
use crate::import::sentences::sentences;
use crate::import::{Cue, Find, Hit, Part, Words};
use crate::vocabulary::Day;

/// How far a date may stand behind the word that makes it the last day, in bytes: "before the trial on 3 May".
const NEAR: usize = 32;

/// The longest label that stands on a line of its own, in characters.
const LABEL: usize = 40;

/// The longest words that say in how many days letters are to go, in bytes.
const RELATIVE: usize = 48;

/// From how much evidence on a date is the last day for letters.
const ENOUGH: i32 = 2;

/// For how many days after its issue an appeal asks for letters at most.
const LASTING: i32 = 400;

/// Finds the last day for letters: of several, the one for which most speaks, and of those the first. One that is told by
/// the day of reading alone is found without a day.
pub(super) fn deadline(readings: &[Reading<'_>], letters: &LetterBounds, front: &Front, words: &Words) -> Option<Find> {
    let lines = || readings.iter().filter(|reading| !reading.line.apart && !reading.line.is_blank());
    let mut best: Option<(i32, Find)> = None;
    for reading in lines() {
        let in_letter = letters.hold(reading.index);
        for range in sentences(&reading.line.text) {
            let sentence = Sentence { readings, reading, range, in_letter };
            for date in sentence.dates(words) {
                let evidence = sentence.evidence(&date.range);
                if evidence < ENOUGH || best.as_ref().is_some_and(|(most, _)| *most >= evidence) {
                    continue;
                }
                if let Some(find) = last_day(reading, &date, front) {
                    best = Some((evidence, find));
                }
            }
        }
    }
    let relative = || lines().filter(|reading| !letters.hold(reading.index)).find_map(relative);
    best.map(|(_, find)| find).or_else(relative)
}

/// A part of a line that may tell the last day.
struct Sentence<'r> {
    readings: &'r [Reading<'r>],
    reading: &'r Reading<'r>,
    range: Range<usize>,
    in_letter: bool,
}

impl Sentence<'_> {
    fn text(&self, range: Range<usize>) -> &str {
        self.reading.line.text.get(range).unwrap_or_default()
    }

    fn hits(&self, cue: Cue) -> impl Iterator<Item = &Hit> {
        let within = |hit: &&Hit| hit.range.start >= self.range.start && hit.range.end <= self.range.end;
        self.reading.hits.iter().filter(within).filter(move |hit| hit.cue == cue)
    }

    fn has(&self, cue: Cue) -> bool {
        self.hits(cue).next().is_some()
    }

    /// Its days, and its months of which the end is named.
    fn dates(&self, words: &Words) -> Vec<DateSeen> {
        let mut dates: Vec<DateSeen> =
            self.reading.dates.iter().filter(|date| self.range.contains(&date.range.start)).cloned().collect();
        for end_of in self.hits(Cue::EndOf) {
            let rest = self.text(end_of.range.end..self.range.end);
            let word = rest.trim_start();
            let start = end_of.range.end + rest.len() - word.len();
            let word = word.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            let month = words.months.get(&fold(word)).copied();
            let is_known = dates.iter().any(|date| date.range.start == start);
            if let Some(month) = month.filter(|_| !is_known && !word.is_empty()) {
                dates.push(DateSeen {
                    year: None,
                    month,
                    day: None,
                    range: start..start + word.len(),
                    ambiguous: false,
                });
            }
        }
        dates.retain(|date| date.day.is_some() || self.leads(Cue::EndOf, date.range.start, 1));
        dates
    }

    /// How much speaks for a date as the last day.
    fn evidence(&self, date: &Range<usize>) -> i32 {
        let asks = self.has(Cue::Send) || self.has(Cue::Reader);
        let speaks_of_letters = asks || self.has(Cue::DeadlineOf);
        let limits = self.leads(Cue::Deadline, date.start, NEAR);
        let is_labelled = self.leads(Cue::LastDay, date.start, NEAR) || self.is_below_label(date.start);
        let is_after = self.leads(Cue::After, date.start, NEAR) && self.has(Cue::Recheck);
        let evidence = [
            (is_labelled, 4),
            (is_after && (speaks_of_letters || self.hits(Cue::After).any(|hit| self.is_first(hit))), 4),
            (limits && asks, 3),
            (limits && speaks_of_letters, 2),
            (limits && self.is_alone(date), 2),
            (self.ends_span(date.start) && speaks_of_letters, 2),
        ];
        let most = evidence.into_iter().filter(|(holds, _)| *holds).map(|(_, weight)| weight).max();
        most.unwrap_or_default() - if self.in_letter { ENOUGH } else { 0 }
    }

    /// Whether such a word leads to what stands there, with nothing between that ends what it says.
    fn leads(&self, cue: Cue, at: usize, near: usize) -> bool {
        self.hits(cue).any(|hit| {
            let end = hit.range.end;
            end <= at && at - end <= near && !self.text(end..at).contains([';', '!', '?', '(', ')'])
        })
    }

    fn is_first(&self, hit: &Hit) -> bool {
        !self.text(self.range.start..hit.range.start).contains(char::is_alphanumeric)
    }

    /// Whether a date is the second of two that a word joins: "from 3 to 5 May".
    fn ends_span(&self, at: usize) -> bool {
        self.hits(Cue::Span).any(|hit| {
            let before = self.text(self.range.start..hit.range.start).trim_end().trim_end_matches('.');
            let is_near = (hit.range.end..=hit.range.end + 1).contains(&at);
            is_near
                && (before.ends_with(|c: char| c.is_ascii_digit())
                    || self.reading.dates.iter().any(|date| date.range.end == self.range.start + before.len()))
        })
    }

    /// Whether the line says little more than the date and what leads to it.
    fn is_alone(&self, date: &Range<usize>) -> bool {
        let text = &self.reading.line.text;
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        let sentence = letters(self.text(self.range.clone())) - letters(&text[date.clone()]);
        let begins = || self.hits(Cue::Deadline).any(|hit| self.is_first(hit));
        sentence <= BESIDE && !self.has(Cue::DateLead) && (begins() || !self.text(self.range.clone()).ends_with('.'))
    }

    /// Whether the line begins with a date, and the one before it is a label.
    fn is_below_label(&self, at: usize) -> bool {
        let letters = self.text(self.range.start..at).chars().filter(|c| c.is_alphabetic()).count();
        let mut before = self.readings[..self.reading.index].iter().rev();
        let label = before.find(|before| !before.line.is_blank());
        self.range.start == 0
            && letters <= BESIDE / 2
            && label.is_some_and(|label| {
                label.begins_with(Cue::LastDay) && label.length() <= LABEL && label.dates.is_empty()
            })
    }
}

/// The last day that a date is; without a year it is the first such day from the day of issue on.
fn last_day(reading: &Reading<'_>, date: &DateSeen, front: &Front) -> Option<Find> {
    let issued = front.issued_on();
    let of_year = |year: Option<i16>| date.day(year).map(Day::last);
    let is_in_time = |last: Date| {
        let days = |issued: Date| last.since(issued).map_or(0, |span| span.get_days());
        issued.is_none_or(|issued| (0..=LASTING).contains(&days(issued)))
    };
    let next_year = || of_year(front.year.map(|year| year + 1)).filter(|_| date.year.is_none() && issued.is_some());
    let last =
        of_year(front.year).filter(|last| is_in_time(*last)).or_else(next_year).filter(|last| is_in_time(*last))?;
    let value = &reading.line.text[date.range.clone()];
    let mut find = Find::in_line(Part::Deadline, value, reading, date.range.start);
    find.doubt = if date.day.is_none() {
        Some("it says no day: the one taken is the last of the month".to_owned())
    } else if date.year.is_none() {
        Some("it says no year: the one taken is that of the appeal".to_owned())
    } else if date.ambiguous {
        Some("day and month may be the other way round".to_owned())
    } else {
        None
    };
    find.covers = date.range.len() + NEAR;
    Some(Find { day: Some(Day::Date(last)), ..find })
}

/// The words that say how long letters can go, from a day that nobody here knows.
fn relative(reading: &Reading<'_>) -> Option<Find> {
    let told = reading.first(Cue::Relative).filter(|hit| hit.range.len() <= RELATIVE)?;
    let range = sentences(&reading.line.text).into_iter().find(|range| range.contains(&told.range.start))?;
    let asks = |hit: &&Hit| matches!(hit.cue, Cue::Send | Cue::Reader) && range.contains(&hit.range.start);
    reading.hits.iter().find(asks)?;
    let value = &reading.line.text[told.range.clone()];
    let find = Find::in_line(Part::Deadline, value, reading, told.range.start);
    let doubt = Some(format!("\"{value}\" is told from a day that the appeal does not say"));
    Some(Find { doubt, covers: told.range.len() + NEAR, ..find })
}
