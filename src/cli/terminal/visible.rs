//! What others have written cannot steer the terminal, nor turn the text around it.

use std::borrow::Cow;
use std::fmt::Write;

/// What switches a style of this program on or off (ECMA-48, section 8.3.117): plain, bold, dim, underlined, and three colours;
/// and the grey of its questions.
const STYLES: [&str; 8] =
    ["\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[4m", "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[38;5;8m"];

/// A text with all made visible that would steer a terminal: control characters but line feed, tab and form feed, and what changes
/// the direction of writing beyond its line (Unicode Standard Annex 9). Each is written as JSON escapes it, so that JSON stays
/// JSON. The styles of this program stay.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_escaped) {
        return Cow::Borrowed(text);
    }
    let mut visible = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let turns_beyond = !is_balanced(line);
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            let style = STYLES.iter().find(|style| rest.starts_with(**style));
            let (kept, after) = rest.split_at(style.map_or(c.len_utf8(), |style| style.len()));
            if style.is_some() || !is_escaped(c) || is_isolate(c) && !turns_beyond {
                visible += kept;
            } else {
                // Writing to a string cannot fail.
                let _ = write!(visible, "\\u{:04x}", u32::from(c));
            }
            rest = after;
        }
    }
    Cow::Owned(visible)
}

/// A text as [`visible`] gives it, on one line.
pub(crate) fn on_one_line(text: &str) -> String {
    visible(&text.replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t")).into_owned()
}

fn is_escaped(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t' | '\u{C}') || matches!(c, '\u{202A}'..='\u{202E}') || is_isolate(c)
}

/// What begins or ends a piece of text with a direction of its own; names in letters are between two of them.
fn is_isolate(c: char) -> bool {
    matches!(c, '\u{2066}'..='\u{2069}')
}

/// Whether each such piece that begins on a line ends there, and none ends that did not begin.
fn is_balanced(line: &str) -> bool {
    let mut open = 0_usize;
    for c in line.chars().filter(|c| is_isolate(*c)) {
        open = match (c, open) {
            ('\u{2069}', 0) => return false,
            ('\u{2069}', open) => open - 1,
            (_, open) => open + 1,
        };
    }
    open == 0
}

#[cfg(test)]
mod tests {
    use dialoguer::theme::{ColorfulTheme, Theme};

    use super::*;

    #[test]
    fn what_steers_a_terminal_is_seen() {
        for (text, seen) in [
            ("a\x1b[2Jb", "a\\u001b[2Jb"),
            ("\x1b]0;title\x07", "\\u001b]0;title\\u0007"),
            ("\x1b]8;;https://evil.example\x1b\\here", "\\u001b]8;;https://evil.example\\u001b\\here"),
            ("\u{9b}2J\u{7f}\r\x08", "\\u009b2J\\u007f\\u000d\\u0008"),
            ("\x1b[8mhidden", "\\u001b[8mhidden"),
            ("\u{202E}gpj.exe", "\\u202egpj.exe"),
            ("a\u{2067}b\nc", "a\\u2067b\nc"),
            ("\u{2069}\u{2066}", "\\u2069\\u2066"),
        ] {
            assert_eq!(visible(text), seen);
        }
        assert_eq!(on_one_line("a\nb\tc\x1b"), "a\\nb\\tc\\u001b");
    }

    #[test]
    fn questions_keep_their_colours() {
        dialoguer::console::set_colors_enabled_stderr(true);
        let theme = ColorfulTheme::default();
        let mut report = String::new();
        theme.format_input_prompt_selection(&mut report, "Your name", "Alex Example").unwrap();
        theme.format_confirm_prompt_selection(&mut report, "Use this server?", Some(true)).unwrap();
        theme.format_error(&mut report, "this cannot be left empty").unwrap();
        assert!(report.contains('\x1b'), "{report:?}");
        assert_eq!(visible(&report), report);
    }

    #[test]
    fn styles_line_ends_and_names_in_letters_stay() {
        for text in
            ["\x1b[1m\x1b[31mbad\x1b[0m\n\tКазах\u{C}", "\u{2066}\u{2068}القاهرة\u{2069}, 23\u{2069}\n\u{200F}x"]
        {
            assert_eq!(visible(text), text);
        }
    }
}
