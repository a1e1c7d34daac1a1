use crate::import::reading::Reading;
use crate::import::{Cue, Find, Part};
use crate::vocabulary::Day;

/// How far a date may stand behind the word that makes it the last day, in bytes.
const NEAR: usize = 32;

/// Finds the last day for letters; a date without a year is taken to be of the year given.
pub(super) fn deadline(readings: &[Reading<'_>], year: Option<i16>) -> Option<Find> {
    readings.iter().filter(|reading| !reading.line.apart).find_map(|reading| last_day(reading, year))
}

fn last_day(reading: &Reading<'_>, year: Option<i16>) -> Option<Find> {
    if !reading.has(Cue::DeadlineOf) && !reading.has(Cue::Send) {
        return None;
    }
    let leads = |start: usize| {
        reading
            .hits
            .iter()
            .any(|hit| hit.cue == Cue::Deadline && hit.range.end <= start && start - hit.range.end <= NEAR)
    };
    let date = reading.dates.iter().find(|date| leads(date.range.start))?;
    let last = date.date(year)?;
    let value = &reading.line.text[date.range.clone()];
    let mut find = Find::in_line(Part::Deadline, value, reading, date.range.start);
    if date.year.is_none() {
        find.doubt = Some("it says no year: the one taken is that of the appeal".to_owned());
    } else if date.ambiguous {
        find.doubt = Some("day and month may be the other way round".to_owned());
    }
    find.covers = date.range.len() + NEAR;
    Some(Find { day: Some(Day::Date(last)), ..find })
}
