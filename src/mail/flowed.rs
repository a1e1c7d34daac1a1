use textwrap::{Options, WordSplitter, WrapAlgorithm};

use crate::letter::WIDTH;

/// A text as `format=flowed` (RFC 3676): long lines are broken after a space, which stays, so that a program can put
/// them together again and a person can read them as they are.
pub(super) fn flowed(text: &str) -> String {
    let mut flowed = String::with_capacity(text.len() + text.len() / 16);
    for line in text.lines() {
        // A line that ended in a space would flow into the next one (section 4.2).
        let line = line.trim_end();
        let options = Options::new(WIDTH)
            .break_words(false)
            .word_splitter(WordSplitter::NoHyphenation)
            .wrap_algorithm(WrapAlgorithm::FirstFit);
        let pieces = textwrap::wrap(line, options);
        for (number, piece) in pieces.iter().enumerate() {
            // Space-stuffing (section 4.4).
            if piece.starts_with([' ', '>']) || piece.starts_with("From ") {
                flowed.push(' ');
            }
            flowed.push_str(piece);
            flowed.push_str(if number + 1 < pieces.len() { " \n" } else { "\n" });
        }
    }
    flowed
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a program does that knows the format (section 4.1, without quoting).
    fn unflow(text: &str) -> String {
        let mut lines = String::new();
        for line in text.lines() {
            let line = line.strip_prefix(' ').unwrap_or(line);
            lines.push_str(line);
            if !line.ends_with(' ') {
                lines.push('\n');
            }
        }
        lines
    }

    #[test]
    fn a_flowed_text_can_be_put_together_again() {
        let long = "word ".repeat(60).trim_end().to_owned();
        let text = format!("{long}\n\n> quoted?\n From here\nFrom there\n.\n{}\n", "х".repeat(1200));
        let flowed = flowed(&text);
        assert_eq!(unflow(&flowed), text);
        assert!(flowed.lines().all(|line| line.chars().count() <= 78 || !line.contains(char::is_whitespace)));
    }
}
