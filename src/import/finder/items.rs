use super::demands::BREAK;
use crate::import::reading::Reading;
use crate::import::{Cue, Hit};

/// How many lines of an office may stand before its first address.
const OFFICE: usize = 8;

/// How long the name of who is asked may be, in bytes.
const ADDRESSEE: usize = 60;

/// The next line that says something, behind a heading of some of the items.
pub(super) fn first_item<'r, 'a>(readings: &'r [Reading<'a>], index: usize) -> Option<&'r Reading<'a>> {
    let next = following(readings, index)?;
    if is_subheading(readings, next) { following(readings, next.index) } else { Some(next) }
}

/// Whether a line within a list says whom the items below it are for.
pub(super) fn is_subheading(readings: &[Reading<'_>], reading: &Reading<'_>) -> bool {
    let is_label = reading.line.text.ends_with(':') && reading.length() <= BREAK && !reading.has_address();
    let is_demand = |next: &Reading<'_>| is_item(readings, next) && !next.has_address() && !is_office(next);
    is_label
        && !is_item(readings, reading)
        && !reading.has(Cue::Send)
        && !reading.has(Cue::Copies)
        && following(readings, reading.index).is_some_and(is_demand)
}

/// Whether a line ends with a word that leads to what is asked.
pub(super) fn ends_with_lead(reading: &Reading<'_>) -> bool {
    let end = reading.line.text.trim_end_matches([':', ' ', '…']).len();
    reading.hits.iter().any(|hit| matches!(hit.cue, Cue::Leads | Cue::To) && hit.range.end == end)
}

/// Whether what stands first on a line makes it a demand.
pub(super) fn is_demand(reading: &Reading<'_>) -> bool {
    let pleads = |hit: &Hit| {
        hit.cue == Cue::Plea
            && reading.hits.iter().any(|please| {
                please.cue == Cue::Please
                    && please.range.start <= reading.marker
                    && please.range.end + 1 == hit.range.start
            })
    };
    if reading.hits.iter().any(pleads) {
        return true;
    }
    // "To the prosecutor, to open an investigation".
    let is_told = |hit: &Hit| {
        let before = reading.line.text[..hit.range.start].trim_end();
        hit.cue == Cue::Plea && before.ends_with(',') && before.len() <= reading.marker + ADDRESSEE
    };
    if reading.kind_at_head() && reading.hits.iter().any(is_told) {
        return true;
    }
    let leads = reading.begins_with(Cue::To) && reading.body().starts_with(char::is_lowercase);
    leads || [Cue::Item, Cue::Slogan, Cue::Plea, Cue::Thing].into_iter().any(|cue| reading.begins_with(cue))
}

/// Whether a line is an item of a list; its sign may stand on the line before.
pub(super) fn is_item(readings: &[Reading<'_>], reading: &Reading<'_>) -> bool {
    let before = readings[..reading.index].last();
    reading.is_item()
        || before.is_some_and(|line| !line.line.is_blank() && !line.line.text.contains(char::is_alphanumeric))
}

/// The next line that says something.
pub(super) fn following<'r, 'a>(readings: &'r [Reading<'a>], index: usize) -> Option<&'r Reading<'a>> {
    readings[index + 1..].iter().find(|next| next.line.text.contains(char::is_alphanumeric))
}

/// Whether a line names an office, and not what it has to do.
pub(super) fn is_office(reading: &Reading<'_>) -> bool {
    let is_name = reading.kind().is_some() && reading.length() <= 90;
    is_name && !is_demand(reading) && !reading.has(Cue::Must) && !reading.line.text.ends_with([';', '.', '!'])
}

/// Whether lines without a gap lead to an address: they are those of an office.
pub(super) fn heads_address(readings: &[Reading<'_>]) -> bool {
    let block = readings.iter().take_while(|reading| !reading.line.is_blank());
    block.take(OFFICE).take_while(|reading| reading.length() <= 100).any(Reading::has_address)
}
