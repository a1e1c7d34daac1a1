use std::collections::BTreeSet;

use super::Head;
use crate::import::reading::Reading;
use crate::import::{Appeal, Cue, Find, Part};

/// How many lines can stand before the text begins.
const FRONT: usize = 30;

/// What an appeal says of itself.
#[derive(Debug, Default)]
pub(super) struct Front {
    pub(super) finds: Vec<Find>,
    /// The lines that say nothing else.
    pub(super) taken: BTreeSet<usize>,
    /// The line that the title was read from.
    pub(super) title: Option<usize>,
    /// The year of issue, for dates without one.
    pub(super) year: Option<i16>,
}

/// Finds title, day of issue, publisher and web address of an appeal.
pub(super) fn front(appeal: &Appeal, readings: &[Reading<'_>]) -> Front {
    let mut front = Front::default();
    front.metadata(appeal);
    front.title(appeal, readings);
    for reading in readings.iter().filter(|reading| !reading.line.is_blank() && !reading.line.apart) {
        if Some(reading.index) != front.title {
            front.issued(reading);
            front.publisher(reading);
        }
    }
    let first_year = || readings.iter().take(400).find_map(|reading| reading.dates.iter().find_map(|date| date.year));
    let issued = front.find(Part::Issued).and_then(|find| find.day).map(|day| day.first().year());
    front.year = issued.or_else(first_year);
    front
}

impl Front {
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
        if let Some((day, written, line)) = &metadata.published {
            self.finds.push(Find { day: Some(*day), ..Find::of_metadata(Part::Issued, written, *line) });
        }
    }

    /// Takes the first heading, or the first line with a text, as the title.
    fn title(&mut self, appeal: &Appeal, readings: &[Reading<'_>]) {
        let known = appeal.metadata.title.as_ref().map(|(title, _)| title);
        let at = if let Some(title) = known {
            readings.iter().position(|reading| !reading.line.is_blank() && title.starts_with(&reading.line.text))
        } else {
            let first = |wanted: &dyn Fn(&Reading<'_>) -> bool| {
                readings.iter().position(|reading| !reading.line.apart && may_be_title(reading) && wanted(reading))
            };
            first(&|reading| reading.line.heading).filter(|at| *at < FRONT).or_else(|| first(&|_| true))
        };
        let Some(at) = at else { return };
        let reading = &readings[at];
        self.title = Some(at);
        self.taken.insert(at);
        if let Some(found) = self.find(Part::Title) {
            // The line repeats it: it is accounted for.
            let found = Find { index: at, covers: reading.line.text.len(), value: String::new(), ..found.clone() };
            self.finds.push(found);
        } else if reading.length() <= 200 {
            self.finds.push(Find::in_line(Part::Title, &reading.line.text, reading, 0));
        }
    }

    /// Takes the day of issue, where a line tells it.
    fn issued(&mut self, reading: &Reading<'_>) {
        let Some(date) = reading.dates.first().filter(|_| reading.length() <= 120) else { return };
        if self.find(Part::Issued).is_some() {
            return;
        }
        let text = &reading.line.text;
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let said = reading.hits.iter().any(|hit| {
            hit.cue == Cue::Issued && hit.range.end <= date.range.start && date.range.start - hit.range.end <= 4
        });
        let alone = letters <= date.range.len() + 24
            && reading.index < FRONT
            && !reading.has(Cue::Deadline)
            && !reading.has(Cue::DateLead);
        let Some(day) = date.day(None).filter(|_| said || alone) else { return };
        let mut find = Find::in_line(Part::Issued, &text[date.range.clone()], reading, date.range.start);
        find.doubt = (!said).then(|| "it stands alone".to_owned());
        if date.ambiguous {
            find.doubt = Some("day and month may be the other way round".to_owned());
        }
        find.covers = text.len();
        self.finds.push(Find { day: Some(day), ..find });
        if !reading.has_address() {
            self.taken.insert(reading.index);
        }
    }

    /// Takes who published it or where, where a line tells it.
    fn publisher(&mut self, reading: &Reading<'_>) {
        let text = &reading.line.text;
        let first = reading.first(Cue::Publisher).filter(|hit| reading.length() <= 120 && hit.range.start <= 2);
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

/// Whether a line says enough for a title, and is not what stands above many.
fn may_be_title(reading: &Reading<'_>) -> bool {
    let text = &reading.line.text;
    let is_banner = text.starts_with('[')
        || reading
            .hits
            .iter()
            .any(|hit| hit.cue == Cue::Banner && hit.range.start <= 6 && text.len() <= hit.range.end + 12);
    text.chars().filter(|c| c.is_alphabetic()).count() >= 8 && !is_banner
}
