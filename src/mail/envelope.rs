use std::fmt;

use crate::vocabulary::EmailAddress;

/// What the server is told of a mail (RFC 5321, section 2.3.1). Blind copies are here and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Where failures are reported to: `MAIL FROM`.
    pub mail_from: EmailAddress,
    /// Who receives it: a `RCPT TO` each.
    pub recipients: Vec<EnvelopeRecipient>,
}

/// One mailbox that receives a mail, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvelopeRecipient {
    /// The mailbox.
    pub address: EmailAddress,
    /// Why it receives the mail.
    pub role: Role,
}

/// Why a mailbox receives a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It is written to.
    Addressee,
    /// It receives a required copy, and everyone sees that.
    Copy,
    /// It receives a required copy, and nobody sees that.
    BlindCopy,
}

impl Role {
    /// Whether it receives a required copy.
    pub fn is_copy(self) -> bool {
        self != Self::Addressee
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Addressee => "addressee",
            Self::Copy => "required copy",
            Self::BlindCopy => "required blind copy",
        })
    }
}
