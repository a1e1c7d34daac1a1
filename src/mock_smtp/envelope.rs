use super::reply::Reply;
use serde::Serialize;

/// From whom and to whom a mail goes, as the client said in MAIL and RCPT; the headers are not asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Envelope {
    /// The address of MAIL; empty for the null reverse-path `<>`.
    pub mail_from: String,
    /// The addresses of all RCPT commands, refused ones too.
    pub rcpt_to: Vec<Recipient>,
}

/// An address of the envelope and what the server said of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recipient {
    /// The address, without angle brackets.
    pub address: String,
    /// The reply to its RCPT.
    pub reply: Reply,
}

impl Envelope {
    /// The recipients that the server accepted.
    pub fn accepted(&self) -> impl Iterator<Item = &str> {
        self.rcpt_to.iter().filter(|recipient| recipient.is_accepted()).map(|recipient| recipient.address.as_str())
    }

    /// The sender and the accepted recipients: what a glob at `data` and `dot` is matched with.
    pub(super) fn addresses(&self) -> Vec<&str> {
        std::iter::once(self.mail_from.as_str()).chain(self.accepted()).collect()
    }
}

impl Recipient {
    /// Whether the server accepted the address.
    pub fn is_accepted(&self) -> bool {
        self.reply.is_positive()
    }
}
