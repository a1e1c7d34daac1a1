/// The signs that stand before an item of a list.
const BULLETS: [char; 24] = [
    '•', '–', '—', '-', '*', '·', '■', '▪', '●', '►', '➢', '‣', '◦', '○', '□', '→', '✓', '✔', '◆', '❖', '\u{F0B7}',
    '▸', '>', '!',
];

/// How long a number in words is at most, in bytes.
const ORDINAL: usize = 10;

/// How long the sign or number is that stands before an item of a list, in bytes; 0 where there is none.
pub(super) fn marker(text: &str) -> usize {
    let Some(first) = text.chars().next() else { return 0 };
    if BULLETS.contains(&first) {
        let after = &text[first.len_utf8()..];
        let is_bullet = after.is_empty()
            || after.starts_with(' ')
            || (!matches!(first, '-' | '*' | '!') && after.starts_with(char::is_alphabetic));
        return if is_bullet { text.len() - after.trim_start().len() } else { 0 };
    }
    // Roman numbers in small letters.
    let roman = text.bytes().take_while(|byte| matches!(byte, b'i' | b'v' | b'x')).count();
    if (1..=4).contains(&roman) && (text[roman..].starts_with(". ") || text[roman..].starts_with(") ")) {
        return roman + 2;
    }
    // A number in words, with the sign that parts it: "Primero.- …".
    let word = text.bytes().take(ORDINAL).take_while(u8::is_ascii_alphabetic).count();
    if let Some(after) = [".-", ".–", ".—", "°.-", "º.-"].iter().find_map(|sign| text[word..].strip_prefix(sign))
    {
        return if word > 0 && after.starts_with(' ') { text.len() - after.trim_start().len() } else { 0 };
    }
    let inner = text.strip_prefix('(').unwrap_or(text);
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let letters = usize::from(digits == 0 && inner.starts_with(|c: char| c.is_ascii_lowercase()));
    let name = digits.max(letters);
    if !(1..=2).contains(&name) {
        return 0;
    }
    let after = &inner[name..];
    let ends = if inner.len() < text.len() { &[')'][..] } else { &['.', ')', ':'][..] };
    let Some(after) = after.strip_prefix(ends) else { return 0 };
    // A letter with a full stop is an initial, or "t." for a telephone.
    let is_marker = after.starts_with(' ') || digits > 0 && after.starts_with(char::is_alphabetic);
    let is_letter = letters > 0
        && !text[inner.len().min(1)..].is_empty()
        && after.len() + 1 < inner.len()
        && !inner[name..].starts_with(')');
    if is_marker && !is_letter { text.len() - after.trim_start().len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_told_from_numbers_and_initials() {
        for text in [
            "• one",
            "- one",
            "1. one",
            "12) one",
            "(3) one",
            "a) one",
            "2: one",
            "1.One",
            "–  one",
            "■one",
            "iv. one",
            "> one",
            "Primero.- one",
        ] {
            assert_eq!(text[marker(text)..].to_lowercase(), "one", "{text}");
        }
        assert_eq!(marker("•"), "•".len());
        for text in
            ["t. 123", "2011 was", "1.5 million", "-- ", "8 (7172)", "A. Example", "-one", "", "123. x", "f: 12"]
        {
            assert_eq!(marker(text), 0, "{text}");
        }
    }
}
