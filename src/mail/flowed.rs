use crate::letter::WIDTH;

/// A paragraph as `format=flowed` (RFC 3676): broken after spaces, which stay, so that a program can put its lines together
/// again and a person can read them as they are.
pub(super) fn flowed(paragraph: &str) -> String {
    let mut flowed = String::with_capacity(paragraph.len() + paragraph.len() / 16 + 1);
    // A line that ended in a space would flow into the next one (section 4.2).
    for piece in pieces(paragraph.trim_end_matches(' ')) {
        if is_stuffed(piece) {
            flowed.push(' ');
        }
        flowed.push_str(piece);
        flowed.push('\n');
    }
    flowed
}

/// Whether a line has to have a space before it (section 4.4), lest it be read as another kind of line.
pub(super) fn is_stuffed(line: &str) -> bool {
    line.starts_with([' ', '>']) || line.starts_with("From ")
}

/// Breaks a line after spaces and nowhere else: at any other place a program would put a space in when it puts the line
/// together again.
fn pieces(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut end, mut width) = (0, 0, 0);
    for word in line.split_inclusive(' ') {
        // The space behind the last word may stand beyond the width.
        if end > start && width + columns(word.trim_end_matches(' ')) > WIDTH {
            pieces.push(&line[start..end]);
            (start, width) = (end, 0);
        }
        end += word.len();
        width += columns(word);
    }
    pieces.push(&line[start..]);
    pieces
}

/// How many columns of a terminal a text takes.
fn columns(text: &str) -> usize {
    // Most words are, and are counted much faster so.
    if text.is_ascii() { text.len() } else { textwrap::core::display_width(text) }
}

#[cfg(test)]
mod tests {
    use textwrap::core::display_width;

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
    fn lines_break_after_spaces_and_nowhere_else() {
        let text = "self-determination/autonomy—now  and\u{a0}ever\t自由 ".repeat(20).trim_end().to_owned() + "\n";
        let flowed: String = text.lines().map(flowed).collect();
        assert_eq!(unflow(&flowed), text);
        assert!(flowed.lines().count() > 10 && flowed.lines().all(|line| display_width(line) <= 78), "{flowed}");
    }

    #[test]
    fn a_flowed_text_can_be_put_together_again() {
        let long = "word ".repeat(60).trim_end().to_owned();
        let text = format!("{long}\n\n> quoted?\n From here\nFrom there\n.\n{}\n", "х".repeat(1200));
        let flowed: String = text.lines().map(flowed).collect();
        assert_eq!(unflow(&flowed), text);
        assert!(flowed.lines().all(|line| line.chars().count() <= 78 || !line.contains(char::is_whitespace)));
    }
}
