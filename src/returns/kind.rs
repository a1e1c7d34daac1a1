use std::fmt;

use serde::Serialize;

/// What a mail is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A report that a mail did not arrive.
    Returned,
    /// A report that a mail has not arrived yet, and is still tried.
    Delayed,
    /// A report that a mail arrived, was read or was deleted (RFC 3464, RFC 8098).
    Receipt,
    /// A report that somebody complained about a mail (RFC 5965).
    Complaint,
    /// What a program answers for somebody, who is away perhaps (RFC 3834).
    AutoReply,
    /// Somebody wrote back.
    Answer,
    /// Any other mail.
    Other,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Returned => "returned",
            Self::Delayed => "delayed",
            Self::Receipt => "receipt",
            Self::Complaint => "complaint",
            Self::AutoReply => "auto-reply",
            Self::Answer => "answer",
            Self::Other => "other",
        })
    }
}
