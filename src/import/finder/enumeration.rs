use std::ops::Range;

use crate::import::Cue;
use crate::import::reading::Reading;

/// Signs before the items of an enumeration, in their order.
const SIGNS: [[char; 9]; 3] = [
    ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'],
    ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    ['а', 'б', 'в', 'г', 'д', 'е', 'ж', 'з', 'и'],
];

/// The items of an enumeration in a part of a line, without their signs: "a) …, b) … and c) …". None where there are fewer
/// than two.
pub(super) fn enumeration(reading: &Reading<'_>, within: &Range<usize>) -> Vec<Range<usize>> {
    SIGNS.iter().map(|signs| items(reading, within, signs)).find(|items| items.len() > 1).unwrap_or_default()
}

fn items(reading: &Reading<'_>, within: &Range<usize>, signs: &[char]) -> Vec<Range<usize>> {
    let text = &reading.line.text;
    let mut found: Vec<Range<usize>> = Vec::new();
    for sign in signs {
        let from = found.last().map_or(within.start, |sign| sign.end);
        let rest = &text[from..within.end];
        let stands = |(at, _): &(usize, &str)| rest[..*at].trim_end_matches('(').ends_with([' ', ':']);
        let Some((at, sign)) = rest.match_indices(&format!("{sign}) ")).find(stands) else { break };
        found.push(from + at..from + at + sign.len());
    }
    let ends = found.iter().skip(1).map(|sign| sign.start).chain([within.end]);
    found.iter().zip(ends).map(|(sign, end)| sign.end..end_of_item(reading, sign.end..end)).collect()
}

/// Where an item ends: before the signs and the word that join it to the next.
fn end_of_item(reading: &Reading<'_>, item: Range<usize>) -> usize {
    let trimmed =
        |end: usize| item.start + reading.line.text[item.start..end].trim_end_matches([' ', ',', ';', '(']).len();
    let end = trimmed(item.end);
    let joins = reading
        .hits
        .iter()
        .find(|hit| hit.cue == Cue::Connector && hit.range.end == end && hit.range.start > item.start);
    joins.map_or(end, |hit| trimmed(hit.range.start))
}
