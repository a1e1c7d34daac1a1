use std::collections::BTreeSet;

use crate::import::reading::Reading;
use crate::import::{Cue, Find, Part};

/// Finds paragraphs with a date at their head, in lines that are not taken for something else.
pub(super) fn incidents(readings: &[Reading<'_>], year: Option<i16>, taken: &BTreeSet<usize>) -> Vec<Find> {
    let free = |reading: &&Reading<'_>| !reading.line.apart && !taken.contains(&reading.index);
    readings.iter().filter(free).filter_map(|reading| incident(reading, year)).collect()
}

fn incident(reading: &Reading<'_>, year: Option<i16>) -> Option<Find> {
    let date = reading.dates.first()?;
    let text = &reading.line.text;
    let before = &text[reading.marker..date.range.start.max(reading.marker)];
    let led = reading.hits.iter().any(|hit| {
        hit.cue == Cue::DateLead && hit.range.start <= reading.marker + 1 && hit.range.end <= date.range.start
    });
    let at_head = !before.chars().any(char::is_alphanumeric) || led && before.chars().count() <= 40;
    let rest = text[date.range.end..].chars().filter(|c| c.is_alphabetic()).count();
    if !at_head || rest < 20 || reading.has(Cue::Send) || reading.has_address() {
        return None;
    }
    let mut find = Find::in_line(Part::Incident, text, reading, reading.marker);
    find.day = date.day(year);
    find.doubt = match (find.day, date.year) {
        (None, _) => Some("it says no year".to_owned()),
        (_, None) => Some("it says no year: the one taken is that of the appeal".to_owned()),
        _ => None,
    };
    Some(find)
}
