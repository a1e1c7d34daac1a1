//! E-mail addresses in the text of a report.

use std::ops::Range;

/// Where addresses stand in a text, in order.
pub(super) fn places(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.match_indices('@').filter_map(|(at, _)| {
        let before = text[..at].rfind(|c: char| !is_local(c)).map_or(0, |end| end + char_at(text, end));
        let local = text[before..at].trim_start_matches(['.', '\'', '=', '-', '/', '*', '#']);
        let after = &text[at + 1..];
        let domain = &after[..after.find(|c: char| !is_domain(c)).unwrap_or(after.len())];
        let domain = domain.trim_end_matches(['.', '-', '_']);
        let is_address = !local.is_empty() && domain.len() > 1 && !domain.starts_with('.');
        is_address.then(|| at - local.len()..at + 1 + domain.len())
    })
}

/// The addresses in a text.
pub(super) fn all(text: &str) -> Vec<String> {
    places(text).map(|place| text[place].to_owned()).collect()
}

/// The first address in a text.
pub(super) fn first(text: &str) -> Option<String> {
    places(text).next().map(|place| text[place].to_owned())
}

/// The address that a text begins with, after signs such as `<` and `*`.
pub(super) fn leading(line: &str) -> Option<Range<usize>> {
    let place = places(line).next()?;
    line[..place.start].chars().all(|c| !c.is_alphanumeric()).then_some(place)
}

fn char_at(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(1, char::len_utf8)
}

fn is_local(c: char) -> bool {
    c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c)
}

fn is_domain(c: char) -> bool {
    c.is_alphanumeric() || ".-_".contains(c)
}
