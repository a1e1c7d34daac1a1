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
