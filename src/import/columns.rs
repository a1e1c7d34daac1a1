use std::collections::{HashMap, HashSet};

use super::Find;

/// How often a value that is not found in its line is looked for: a page may be one line of a megabyte.
const PATIENCE: usize = 200;

/// Tells each find the character where it begins in its line of the file. Where the line reads otherwise, as in a page with
/// marks within an address, that is the first.
pub(super) fn set_columns(finds: &mut [Find], raw: &str) {
    let wanted: HashSet<usize> = finds.iter().map(|find| find.line).collect();
    let numbered = (1..).zip(raw.split('\n')).filter(|(number, _)| wanted.contains(number));
    let raw: HashMap<usize, &str> = numbered.collect();
    let mut missed = 0;
    let (mut line, mut from, mut column) = (0, 0, 1);
    for find in finds.iter_mut() {
        let Some(text) = raw.get(&find.line) else { continue };
        if find.line != line {
            (line, from, column) = (find.line, 0, 1);
        }
        let value = find.value.lines().next().unwrap_or_default();
        if value.is_empty() || missed > PATIENCE {
            continue;
        }
        if let Some(at) = text[from..].find(value) {
            column += text[from..from + at].chars().count();
            from += at;
            find.column = column;
        } else if let Some(at) = text.find(value).filter(|_| text.len() < 10_000) {
            find.column = text[..at].chars().count() + 1;
        } else {
            missed += 1;
        }
    }
}
