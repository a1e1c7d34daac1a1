use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use super::reads_as_text;
use crate::source::{Unfit, is_clean};

/// A piece of text on one line, such as a name: no line break and no control character, so that it can stand in a
/// header or an address block without becoming something else. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line(String);

impl Line {
    /// The most a line may hold, in characters.
    pub const LIMIT: usize = 500;

    /// The name of someone who does not exist.
    pub fn example() -> Self {
        Self("Alex Example".to_owned())
    }
}

impl Deref for Line {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Line {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let line = text.trim();
        if line.is_empty() {
            Err(Unfit::new("it is empty").hint("fill it in, or take the line out"))
        } else if line.chars().count() > Self::LIMIT {
            Err(Unfit::new(format!("it is longer than {} characters", Self::LIMIT)).hint("shorten it"))
        } else if line.contains(is_line_break) {
            Err(Unfit::new(format!("{line:?} has a line break in it")).hint("write it on one line"))
        } else if line.contains(char::is_control) || !is_clean(line) {
            Err(Unfit::new(format!("{line:?} has a control character in it")).hint("take it out"))
        } else {
            Ok(Self(line.to_owned()))
        }
    }
}

reads_as_text!(Line);

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_does_not_repeat_a_whole_page() {
        let unfit = "a\nb".repeat(Line::LIMIT).parse::<Line>().unwrap_err();
        assert_eq!(unfit.to_string(), "it is longer than 500 characters: shorten it");
    }

    #[test]
    fn nothing_can_break_out_of_a_line() {
        for text in [
            "",
            " ",
            "\t",
            "\u{3000}",
            "a\tb",
            "a\r\nBcc: b@example.org",
            "a\nb",
            "a\0b",
            "a\u{2028}b",
            "a\u{85}b",
            "a\x1b[2Jb",
            "a\u{202E}b",
        ] {
            assert!(text.parse::<Line>().is_err(), "{text:?}");
        }
        assert_eq!(&*" Әлия O'Brien {{x}} ".parse::<Line>().unwrap(), "Әлия O'Brien {{x}}");
    }
}
