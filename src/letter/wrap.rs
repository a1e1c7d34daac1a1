use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// The width of a letter on a screen, in columns: that of a plain-text mail (RFC 3676, section 4.2 asks for 78 or less).
pub const WIDTH: usize = 72;

/// Breaks the lines of a text between words. A line that is a list item hangs under its number or dash.
pub fn wrap(text: &str, width: usize) -> String {
    let lines = text.lines().map(|line| {
        let hang = " ".repeat(item_mark(line));
        let options = Options::new(width)
            .subsequent_indent(&hang)
            .break_words(false)
            .word_separator(WordSeparator::AsciiSpace)
            .word_splitter(WordSplitter::NoHyphenation)
            .wrap_algorithm(WrapAlgorithm::FirstFit);
        textwrap::wrap(line, options).join("\n")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The width of the number or dash that a list item begins with, and of the space behind it.
fn item_mark(line: &str) -> usize {
    let Some((mark, _)) = line.split_once(' ') else { return 0 };
    let number = mark.strip_suffix('.').is_some_and(|digits| digits.parse::<u8>().is_ok());
    if number || matches!(mark, "-" | "–" | "—" | "•") { mark.chars().count() + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_items_hang() {
        assert_eq!(wrap("aaa bbb ccc\n\n1. ddd eee fff", 8), "aaa bbb\nccc\n\n1. ddd\n   eee\n   fff");
        assert_eq!(wrap("see https://example.org/a-b", 8), "see\nhttps://example.org/a-b");
        assert_eq!(wrap("a-very-long-word-that-cannot-be-broken", 8), "a-very-long-word-that-cannot-be-broken");
    }
}
