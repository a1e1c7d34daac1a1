use std::fmt;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Response;

/// What a server said (RFC 5321, section 4.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The code of three digits; 0 where it was no mail server that said it.
    pub code: u16,
    /// Its words, on one line.
    pub text: String,
}

impl Reply {
    /// Whether it says that the same may succeed later: 4xx.
    pub fn is_transient(&self) -> bool {
        (400..500).contains(&self.code)
    }

    /// Whether it says of a recipient that the transaction has as many as it can have (RFC 5321, section 4.5.3.1.10; 552 is
    /// taken as 452). Where there is an enhanced code it decides (RFC 3463, section 3.6: X.5.3).
    pub(super) fn says_too_many_recipients(&self) -> bool {
        let enhanced =
            self.text.split_whitespace().next().filter(|code| {
                code.split('.').count() == 3 && code.split('.').all(|number| number.parse::<u16>().is_ok())
            });
        enhanced.map_or(matches!(self.code, 452 | 552), |code| code.ends_with(".5.3"))
    }

    /// What a program said that is no server.
    pub(super) fn said(words: &str) -> Self {
        Self { code: 0, text: clean(words) }
    }

    pub(super) fn of(response: &Response) -> Self {
        Self { code: response.code().into(), text: clean(&response.message().collect::<Vec<_>>().join(" ")) }
    }

    /// The server's words in an error, when it is a refusal.
    pub(super) fn in_error(error: &Error) -> Option<Self> {
        let code = error.status()?.into();
        let text = std::error::Error::source(error).map(|words| clean(&words.to_string())).unwrap_or_default();
        Some(Self { code, text })
    }
}

/// The most that is kept of what a server says, in characters.
const LIMIT: usize = 1000;

/// What a server says is shown on a terminal, which it must not be able to steer or flood.
pub(super) fn clean(words: &str) -> String {
    let clean = |c: char| if c.is_control() || turns_text(c) { ' ' } else { c };
    words.chars().take(LIMIT).map(clean).collect::<String>().trim().to_owned()
}

/// lettre's error in plain words, on one line.
pub(super) fn in_words(error: &Error) -> String {
    let cause = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
    match cause.as_str() {
        CLOSED => "the server closed the connection".to_owned(),
        cause => clean(cause),
    }
}

/// Whether the server said something that is no reply. A connection that breaks is another thing.
pub(super) fn is_nonsense(error: &Error) -> bool {
    error.is_response() && std::error::Error::source(error).is_none_or(|cause| cause.to_string() != CLOSED)
}

/// lettre's words for a connection that ends where a reply should be.
const CLOSED: &str = "incomplete response";

/// The characters that change the direction of what stands beside them (Unicode Standard Annex 9).
fn turns_text(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.code > 0 {
            write!(f, "{} ", self.code)?;
        }
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_recipients_are_told_from_other_refusals() {
        for (code, text, is_so) in [
            (452, "4.5.3 Error: too many recipients", true),
            (452, "too many recipients", true),
            (552, "Too many recipients", true),
            (452, "", true),
            (552, "5.5.3 too many", true),
            (550, "5.5.3 too many", true),
            (451, "4.5.3 too many", true),
            (452, "4.3.1 insufficient system storage", false),
            (552, "5.2.2 mailbox full", false),
            (450, "4.7.1 too many recipients this hour", false),
            (450, "greylisted", false),
            (550, "no such user", false),
        ] {
            assert_eq!(Reply { code, text: text.to_owned() }.says_too_many_recipients(), is_so, "{code} {text}");
        }
    }
}
