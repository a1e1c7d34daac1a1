use std::ops::Range;

use super::numbers::{LONG, SHORT};

/// The most digits of a number (ITU-T E.164, section 6.2.1).
const MOST: usize = 15;

/// Rows of digits as numbers are written, each without what does not belong to it.
pub(super) fn candidates(text: &str, taken: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut before = ' ';
    let mut start: Option<usize> = None;
    for (at, c) in text.char_indices().chain([(text.len(), '\n')]) {
        let is_taken = taken.iter().any(|range| range.contains(&at));
        let belongs = !is_taken
            && (c.is_ascii_digit() || matches!(c, '+' | '(' | ')' | ' ' | '-' | '.' | '/' | '–' | '‑' | '\u{2010}'));
        match start {
            None if belongs && (c.is_ascii_digit() || matches!(c, '+' | '(')) && !before.is_alphanumeric() => {
                start = Some(at);
            }
            Some(first) if !belongs => {
                // Letters at its end make it the name of something.
                let is_name = c.is_alphabetic() && before.is_ascii_digit();
                if !is_name {
                    split(text, trimmed(text, first..at), &mut found);
                }
                start = None;
            }
            _ => {}
        }
        before = c;
    }
    found
}

/// Takes off what stands around a number.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let value = &text[range.clone()];
    let mut value = value.trim_end_matches([' ', '-', '.', '/', '(', '+', '–', '‑', '\u{2010}']);
    // What opens has to close, and the other way round.
    loop {
        let (opened, closed) = (value.matches('(').count(), value.matches(')').count());
        if closed > opened {
            let end = value.rfind(')').unwrap_or(0);
            value = value[..end].trim_end();
        } else if opened > closed && value.starts_with('(') {
            value = value[1..].trim_start();
        } else if opened > closed {
            let end = value.rfind('(').unwrap_or(0);
            value = value[..end].trim_end();
        } else if value.starts_with('(') && value.ends_with(')') && opened == 1 {
            value = value[1..value.len() - 1].trim();
        } else {
            break;
        }
    }
    let value = value.trim_end_matches([' ', '-', '.', '/', '–']);
    let start = range.start + (value.as_ptr() as usize - text[range].as_ptr() as usize);
    start..start + value.len()
}

/// Splits numbers that stand side by side: at a slash between two long ones, and before a plus.
fn split(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let value = &text[range.clone()];
    let digits = |part: &str| part.bytes().filter(u8::is_ascii_digit).count();
    let mut at = None;
    for (index, c) in value.char_indices().skip(1) {
        let (left, right) = (digits(&value[..index]), digits(&value[index + c.len_utf8()..]));
        let is_plus = c == '+' && left >= SHORT && !value[..index].ends_with('(');
        // A dash between spaces parts two long ones.
        let is_dash =
            matches!(c, '–' | '-') && value[..index].ends_with(' ') && value[index + c.len_utf8()..].starts_with(' ');
        // No number has so many digits as two have.
        let is_grouped = |group: Option<&str>| group.is_some_and(|group| group.contains('-') && digits(group) >= LONG);
        let is_between = c == ' '
            && left + right > MOST
            && is_grouped(value[..index].split(' ').next_back())
            && is_grouped(value[index + 1..].split(' ').next());
        let parts = c == '/' || is_dash && left > LONG || is_between;
        if is_plus || parts && left >= LONG && right >= SHORT {
            at = Some((index, if is_plus { index } else { index + c.len_utf8() }));
            break;
        }
    }
    match at {
        Some((end, next)) => {
            found.push(trimmed(text, range.start..range.start + end));
            let rest = &value[next..];
            let lead = rest.len() - rest.trim_start().len();
            split(text, trimmed(text, range.start + next + lead..range.end), found);
        }
        None if !value.is_empty() => found.push(range),
        None => {}
    }
}
