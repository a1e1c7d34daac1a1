use std::ops::Range;

/// A short word in small letters without one is an abbreviation.
const VOWELS: [char; 26] = [
    'a', 'e', 'i', 'o', 'u', 'y', 'á', 'é', 'í', 'ó', 'ú', 'à', 'è', 'ù', 'а', 'е', 'и', 'о', 'у', 'ы', 'э', 'ю', 'я',
    'ä', 'ö', 'ü',
];

/// The sentences of a line. A full stop behind a short word ends none: it is one of a title, an initial or a day.
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
        let is_short = c == '.' && is_abbreviation(word);
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

/// Whether a full stop behind a word ends no sentence: "Mr", "A", "ст", or the two digits of a day.
fn is_abbreviation(word: &str) -> bool {
    let is_number = word.chars().all(|c| c.is_ascii_digit());
    let most = if is_number { 2 } else { 3 };
    let is_short = (1..=most).contains(&word.chars().count());
    is_short && (is_number || word.starts_with(char::is_uppercase) || !word.contains(VOWELS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_initials_end_no_sentence() {
        let text = "Free Mr. A. Example now! Help him. Am 4. Mai 2012. It is urgent";
        let found: Vec<_> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["Free Mr. A. Example now!", "Help him.", "Am 4. Mai 2012.", "It is urgent"]);
    }
}
