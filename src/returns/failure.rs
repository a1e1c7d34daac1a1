use std::fmt;

use serde::Serialize;

use super::Status;

/// What became of a mail on its way to one mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// It does not arrive.
    Failed,
    /// It is still tried.
    Delayed,
    /// It went on, or arrived.
    Delivered,
}

/// What a report says of one mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// The mailbox, as it was written to where that is told; others that it was passed on to follow.
    pub recipients: Vec<String>,
    /// What became of the mail.
    #[serde(skip)]
    pub action: Action,
    /// The enhanced status code.
    pub status: Option<Status>,
    /// The reply code of the server (RFC 5321, section 4.2).
    pub reply: Option<u16>,
    /// Whether the status code is not in the report, and was told from its words.
    pub status_from_words: bool,
}

impl Failure {
    /// Whether the mail would not arrive the next time either.
    pub fn is_permanent(&self) -> bool {
        match (self.status, self.reply) {
            (Some(status), _) => status.class == 5,
            (None, Some(reply)) => reply >= 500,
            (None, None) => true,
        }
    }

    /// The code that tells most: `5.1.1`, `550`, or nothing.
    pub fn code(&self) -> Option<String> {
        let status = self.status.filter(|status| !status.is_vague() || self.reply.is_none());
        let reply = || self.reply.map(|reply| reply.to_string());
        status.map(|status| status.to_string()).or_else(reply)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.status.map(Status::words).unwrap_or_default();
        match self.code() {
            Some(code) => write!(f, "{}", format!("{code} {words}").trim_end()),
            None => f.write_str("no code told"),
        }
    }
}
