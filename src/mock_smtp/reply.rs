use serde::{Serialize, Serializer};
use std::fmt::{self, Display};
use std::str::FromStr;

/// A reply of the server (RFC 5321 section 4.2): a code, perhaps an enhanced code (RFC 3463), and text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    code: u16,
    enhanced: Option<String>,
    lines: Vec<String>,
}

impl Reply {
    /// A reply of one line. An empty `enhanced` means none.
    pub(super) fn new(code: u16, enhanced: &str, text: impl Into<String>) -> Self {
        Self {
            code,
            enhanced: Some(enhanced.to_owned()).filter(|enhanced| !enhanced.is_empty()),
            lines: vec![text.into()],
        }
    }

    /// A reply of several lines without an enhanced code, such as the answer to EHLO.
    pub(super) fn of_lines(code: u16, lines: Vec<String>) -> Self {
        Self { code, enhanced: None, lines }
    }

    /// The three digits that clients act on.
    pub fn code(&self) -> u16 {
        self.code
    }

    /// Whether the client was told that what it asked for was done (2xx).
    pub fn is_positive(&self) -> bool {
        self.code / 100 == 2
    }

    /// The same reply for a client that was not offered enhanced codes.
    pub(super) fn without_enhanced_code(self) -> Self {
        Self { enhanced: None, ..self }
    }

    /// The bytes that go over the wire.
    pub(super) fn to_wire(&self) -> String {
        let mut wire = self.to_string().replace('\n', "\r\n");
        wire.push_str("\r\n");
        wire
    }
}

impl Display for Reply {
    /// As it goes over the wire, but with `\n` between lines and none at the end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = self.lines.len().saturating_sub(1);
        for (number, line) in self.lines.iter().enumerate() {
            let (separator, end) = if number == last { (' ', "") } else { ('-', "\n") };
            write!(f, "{}{separator}", self.code)?;
            if let Some(enhanced) = &self.enhanced {
                write!(f, "{enhanced} ")?;
            }
            write!(f, "{line}{end}")?;
        }
        Ok(())
    }
}

impl Serialize for Reply {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for Reply {
    type Err = String;

    /// Reads `NNN [N.N.N] [text]`, a refusal (400 to 599). A code alone gets a sensible text.
    fn from_str(text: &str) -> Result<Self, String> {
        let (code, rest) = split_word(text);
        let code = code
            .parse::<u16>()
            .ok()
            .filter(|number| (400..600).contains(number) && code.len() == 3)
            .ok_or_else(|| format!("`{code}` is no refusing reply code (400 to 599)"))?;
        if !rest.chars().all(|character| !character.is_control()) {
            return Err("a reply is one line without control characters".to_owned());
        }
        let (first, after) = split_word(rest);
        let (enhanced, words) = if is_enhanced_code(first) { (first, after) } else { ("", rest) };
        let words = if words.is_empty() { usual_text(code) } else { words };
        Ok(Self::new(code, enhanced, words))
    }
}

fn split_word(text: &str) -> (&str, &str) {
    let text = text.trim();
    text.split_once(' ').map_or((text, ""), |(word, rest)| (word, rest.trim_start()))
}

/// Whether the word has the form `class.subject.detail` (RFC 3463 section 2).
fn is_enhanced_code(word: &str) -> bool {
    let parts: Vec<_> = word.split('.').collect();
    let [class, subject, detail] = parts.as_slice() else {
        return false;
    };
    let is_number = |part: &str| matches!(part.len(), 1..=3) && part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(*class, "2" | "4" | "5") && is_number(subject) && is_number(detail)
}

fn usual_text(code: u16) -> &'static str {
    match code {
        421 => "service not available, closing the connection",
        450 => "mailbox unavailable, try again later",
        451 => "local error in processing, try again later",
        452 => "insufficient storage, try again later",
        454 => "temporarily not available",
        500 => "command not recognised",
        501 => "syntax error in parameters",
        502 => "command not implemented",
        503 => "bad sequence of commands",
        530 => "authentication required",
        535 => "authentication credentials invalid",
        550 => "mailbox unavailable",
        552 => "mail too large",
        553 => "mailbox name not allowed",
        554 => "transaction failed",
        400..500 => "try again later",
        _ => "refused",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_read_and_printed() {
        for text in ["550 5.1.1 no such user", "451 wait 5.1.1 a little", "421 4.3.2 bye"] {
            assert_eq!(text.parse::<Reply>().unwrap().to_string(), text);
        }
        assert_eq!("535".parse::<Reply>().unwrap().to_string(), "535 authentication credentials invalid");
        for text in ["250 fine", "55", "no", "", "550 a\nb", "+550"] {
            assert!(text.parse::<Reply>().is_err(), "{text}");
        }
    }

    #[test]
    fn every_line_repeats_the_code() {
        let reply = Reply::of_lines(250, vec!["hello".to_owned(), "SIZE 1".to_owned()]);
        assert_eq!(reply.to_wire(), "250-hello\r\n250 SIZE 1\r\n");
        let reply = Reply::new(250, "2.0.0", "done");
        assert_eq!(reply.to_wire(), "250 2.0.0 done\r\n");
        assert_eq!(reply.without_enhanced_code().to_wire(), "250 done\r\n");
    }
}
