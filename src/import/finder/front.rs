use std::collections::BTreeSet;

use jiff::civil::Date;

use super::issued::{BESIDE, issued};
use super::title::{TITLE, title_line, without_site};
use super::{Head, LetterBounds};
use crate::import::reading::Reading;
use crate::import::{Appeal, Cue, Find, Part};
use crate::vocabulary::Day;

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
    front.title(appeal, readings);
    front.metadata(appeal);
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
        for (part, value) in [(Part::Publisher, &metadata.publisher), (Part::Url, &metadata.url)] {
            if let Some((value, line)) = value {
                self.finds.push(Find::of_metadata(part, value, *line));
            }
        }
    }

    /// Takes the line that is the title, or else the title that a page or a mail gives itself.
    fn title(&mut self, appeal: &Appeal, readings: &[Reading<'_>]) {
        let metadata = &appeal.metadata;
        if let Some((at, range)) = title_line(appeal, readings) {
            let reading = &readings[at];
            self.title = Some(at).filter(|_| reading.length() <= TITLE);
            self.taken.extend(self.title);
            let value = without_day(reading, &reading.line.text[range.clone()]);
            if value.chars().count() <= TITLE {
                self.finds.push(Find::in_line(Part::Title, value, reading, range.start));
            }
        }
        if let Some((title, line)) = metadata.title.as_ref().filter(|_| self.find(Part::Title).is_none()) {
            let site = metadata.publisher.as_ref().map(|(site, _)| site.as_str());
            self.finds.push(Find::of_metadata(Part::Title, without_site(title, site), *line));
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

/// A title without the day of issue that was joined to it from the next line.
fn without_day<'t>(reading: &Reading<'_>, title: &'t str) -> &'t str {
    let is_joined = |at: usize| reading.line.joints.iter().any(|(joint, _)| *joint == at);
    let day = reading.dates.iter().find(|date| is_joined(date.range.start));
    let day = day.and_then(|day| reading.line.text.get(day.range.clone()));
    day.and_then(|day| title.strip_suffix(day)).map_or(title, str::trim_end)
}
