use std::fmt;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Response;

/// What a server said (RFC 5321, section 4.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The code of three digits.
    pub code: u16,
    /// Its words, on one line.
    pub text: String,
}

impl Reply {
    /// Whether it says that the same may succeed later: 4xx.
    pub fn is_transient(&self) -> bool {
        (400..500).contains(&self.code)
    }

    pub(super) fn of(response: &Response) -> Self {
        let text = response.message().map(clean).collect::<Vec<_>>().join(" ");
        Self { code: response.code().into(), text }
    }

    /// The server's words in an error, when it is a refusal.
    pub(super) fn in_error(error: &Error) -> Option<Self> {
        let code = error.status()?.into();
        let text = std::error::Error::source(error).map(|words| clean(&words.to_string())).unwrap_or_default();
        Some(Self { code, text })
    }
}

/// What a server says is shown on a terminal, which it must not be able to steer.
fn clean(words: &str) -> String {
    let words: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    words.trim().to_owned()
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code, self.text)
    }
}
