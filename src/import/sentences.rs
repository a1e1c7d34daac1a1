use std::ops::Range;

/// The sentences of a line. A full stop behind a short word ends none: it is one of a title or an initial.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?' | '…')) {
        let end = at + c.len_utf8();
        let rest = &text[end..];
        let next = rest.trim_start();
        let begins =
            next.starts_with(|c: char| c.is_uppercase() || matches!(c, '¡' | '¿' | '"' | '“' | '«' | '„' | '‘' | '('));
        let word = text[start..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let is_short =
            c == '.' && word.chars().count() <= 3 && !word.is_empty() && !word.chars().all(|c| c.is_ascii_digit());
        if rest.starts_with(' ') && begins && !is_short {
            sentences.push(start..end);
            start = end + (rest.len() - next.len());
        }
    }
    if start < text.len() {
        sentences.push(start..text.len());
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_initials_end_no_sentence() {
        let text = "Free Mr. A. Example now! Drop the charges. It is urgent";
        let found: Vec<_> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["Free Mr. A. Example now!", "Drop the charges.", "It is urgent"]);
    }
}
