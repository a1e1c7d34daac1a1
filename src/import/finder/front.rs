use std::collections::BTreeSet;

use jiff::civil::Date;

use super::issued::{BESIDE, issued};
use super::{Head, LetterBounds};
use crate::import::reading::Reading;
use crate::import::sentences::sentences;
use crate::import::{Appeal, Cue, Find, Part};
use crate::vocabulary::Day;

/// How many lines can stand before the text begins.
const FRONT: usize = 30;

/// The longest title, in characters.
const TITLE: usize = 200;

/// The longest line that is no paragraph, in characters.
const SHORT: usize = 120;

/// What an appeal says of itself.
#[derive(Debug, Default)]
pub(super) struct Front {
    pub(super) finds: Vec<Find>,
    /// The lines that say nothing else.
    pub(super) taken: BTreeSet<usize>,
    /// The line that is the title and nothing else.
    pub(super) title: Option<usize>,
    /// The year of issue, for dates without one.
    pub(super) year: Option<i16>,
}

/// Finds title, day of issue, publisher and web address of an appeal.
pub(super) fn front(appeal: &Appeal, readings: &[Reading<'_>], letters: &LetterBounds) -> Front {
    let mut front = Front::default();
    front.metadata(appeal);
    front.title(appeal, readings);
    if let Some(find) = issued(appeal, readings, letters) {
        front.issued(readings, find);
    }
    let lines = readings.iter().filter(|reading| !reading.line.is_blank() && !reading.line.apart);
    let title = front.title;
    for reading in lines.filter(|reading| Some(reading.index) != title) {
        front.publisher(reading);
    }
    let first_year = || readings.iter().take(400).find_map(|reading| reading.dates.iter().find_map(|date| date.year));
    let issued = front.find(Part::Issued).and_then(|find| find.day).map(|day| day.first().year());
    front.year = issued.or_else(first_year);
    front
}

impl Front {
    /// The day of issue, where the appeal tells a whole date.
    pub(super) fn issued_on(&self) -> Option<Date> {
        match self.find(Part::Issued)?.day? {
            Day::Date(date) => Some(date),
            _ => None,
        }
    }

    fn find(&self, part: Part) -> Option<&Find> {
        self.finds.iter().find(|find| find.part == part)
    }

    /// Takes what a page or a mail says of itself.
    fn metadata(&mut self, appeal: &Appeal) {
        let metadata = &appeal.metadata;
        for (part, value) in
            [(Part::Title, &metadata.title), (Part::Publisher, &metadata.publisher), (Part::Url, &metadata.url)]
        {
            if let Some((value, line)) = value {
                self.finds.push(Find::of_metadata(part, value, *line));
            }
        }
    }

    /// Takes the first heading, or the first line with a text, as the title.
    fn title(&mut self, appeal: &Appeal, readings: &[Reading<'_>]) {
        let known = appeal.metadata.title.as_ref().map(|(title, _)| title);
        let at = if let Some(title) = known {
            readings.iter().position(|reading| !reading.line.is_blank() && title.starts_with(&reading.line.text))
        } else {
            let lines = readings.iter().filter(|reading| !reading.line.apart && may_be_title(reading));
            let heading = lines.clone().find(|reading| reading.line.heading && reading.index < FRONT);
            let best = || before_text(readings).into_iter().rev().max_by_key(|reading| likeness(readings, reading));
            heading.or_else(best).or_else(|| lines.clone().next()).map(|reading| reading.index)
        };
        let Some(at) = at else { return };
        let reading = &readings[at];
        self.title = Some(at).filter(|_| reading.length() <= TITLE);
        self.taken.extend(self.title);
        if let Some(found) = self.find(Part::Title) {
            // The line repeats it: it is accounted for.
            let found = Find { index: at, covers: reading.line.text.len(), value: String::new(), ..found.clone() };
            self.finds.push(found);
        } else {
            let first = sentences(&reading.line.text).into_iter().next().unwrap_or_default();
            let range = if reading.length() <= TITLE { 0..reading.line.text.len() } else { first };
            let value = &reading.line.text[range];
            if value.chars().count() <= TITLE {
                self.finds.push(Find::in_line(Part::Title, value, reading, 0));
            }
        }
    }

    /// Takes the day of issue; a line with nothing else is taken whole.
    fn issued(&mut self, readings: &[Reading<'_>], find: Find) {
        let reading = &readings[find.index];
        let letters = reading.line.text.chars().filter(|c| c.is_alphabetic()).count();
        if find.covers > 0 && !reading.has_address() && letters <= find.value.chars().count() + BESIDE {
            self.taken.insert(find.index);
        }
        self.finds.push(find);
    }

    /// Takes who published it or where, where a line tells it.
    fn publisher(&mut self, reading: &Reading<'_>) {
        let text = &reading.line.text;
        let first = reading.first(Cue::Publisher).filter(|hit| reading.length() <= SHORT && hit.range.start <= 2);
        let Some(hit) = first
            .filter(|hit| text[hit.range.end..].trim_start().starts_with(':') || text[hit.range.clone()].contains(' '))
        else {
            return;
        };
        let url = reading.tokens.iter().find(|token| token.value.starts_with("http"));
        let (part, value) = match url {
            Some(url) => (Part::Url, url.value.clone()),
            None => (Part::Publisher, Head::new(&text[hit.range.end..], reading.index, hit.range.end).text),
        };
        if !value.is_empty() && self.find(part).is_none() && !reading.has_address() {
            let find = Find::in_line(part, &value, reading, hit.range.end);
            self.finds.push(Find { covers: text.len(), ..find });
            self.taken.insert(reading.index);
        }
    }
}

/// Lines that may be a title, before the first paragraph.
fn before_text<'r, 'a>(readings: &'r [Reading<'a>]) -> Vec<&'r Reading<'a>> {
    let lines = readings.iter().take(FRONT).take_while(|reading| !is_text(reading));
    lines.filter(|reading| !reading.line.apart && may_be_title(reading)).collect()
}

fn is_text(reading: &Reading<'_>) -> bool {
    let is_sentence = reading.line.text.ends_with(['.', ':']) && reading.length() > SHORT / 3;
    reading.length() > 2 * SHORT || is_sentence || reading.has(Cue::Send) && reading.length() > SHORT
}

/// How much a line is like a title.
fn likeness(readings: &[Reading<'_>], reading: &Reading<'_>) -> usize {
    let text = &reading.line.text;
    let words = text.split_whitespace().count();
    let rest = || readings[reading.index + 1..].iter().filter(|next| !next.line.is_blank());
    let heads_text = rest().take(4).find(|next| !is_beside(next)).is_some_and(is_text);
    let cries = [Cue::Slogan, Cue::Plea, Cue::Thing, Cue::Banner].into_iter().any(|cue| reading.has(cue));
    let is_sentence = (4..=20).contains(&words);
    let is_plain =
        !text.contains(['|', '>', '»', '©']) && !text.ends_with(['.', ',', ':']) && reading.tokens.is_empty();
    let is_first = readings[..reading.index].iter().all(|before| !may_be_title(before));
    2 * usize::from(heads_text)
        + 2 * usize::from(is_sentence)
        + usize::from(cries)
        + 2 * usize::from(is_plain)
        + usize::from(is_first)
}

/// Whether a line can stand between a title and the text: a date, a label with its value, a menu, or how a letter begins.
fn is_beside(reading: &Reading<'_>) -> bool {
    let text = &reading.line.text;
    !may_be_title(reading) || text.contains(": ") && reading.length() <= SHORT || text.split_whitespace().count() <= 3
}

/// Whether a line says enough for a title, and is not what stands above many.
fn may_be_title(reading: &Reading<'_>) -> bool {
    let text = &reading.line.text;
    let is_banner = text.starts_with('[')
        || reading
            .hits
            .iter()
            .any(|hit| hit.cue == Cue::Banner && hit.range.start <= 6 && text.len() <= hit.range.end + 12);
    let is_menu = text.matches(['|', '·', '>', '»', '/']).count() >= 2;
    let dates: usize = reading.dates.iter().map(|date| date.range.len()).sum();
    let is_date = dates > 0 && text.len() <= dates + BESIDE;
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let is_call = reading.hits.iter().any(|hit| hit.cue == Cue::Send && hit.range == (0..text.len()));
    let is_other = is_call
        || [Cue::Nobody, Cue::Greeting, Cue::Issued, Cue::Copies].into_iter().any(|cue| reading.begins_with(cue));
    letters >= 8 && !is_banner && !is_menu && !is_date && !is_other && !reading.is_item() && !reading.has_address()
}
