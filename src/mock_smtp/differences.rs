use super::envelope::{Envelope, Recipient};
use super::headers::Headers;
use serde::Serialize;
use std::fmt::{self, Display};

/// Something on which the headers and the envelope of a mail disagree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Difference {
    /// A recipient of the envelope stands in neither To nor Cc: a blind copy.
    BlindCopy {
        /// The recipient.
        address: String,
    },
    /// To or Cc names an address that the mail does not go to.
    NotInEnvelope {
        /// The address named.
        address: String,
    },
    /// To or Cc names an address that the server refused.
    Refused {
        /// The address named.
        address: String,
    },
    /// The address of MAIL does not stand in From.
    OtherSender {
        /// The address of MAIL.
        mail_from: String,
        /// The addresses in From.
        from: Vec<String>,
    },
    /// The mail has a Bcc header, so every recipient learns who got a blind copy.
    BccLeaked {
        /// The addresses in it.
        addresses: Vec<String>,
    },
}

impl Difference {
    /// All differences, senders first, then recipients in the order of envelope and header.
    pub(super) fn between(headers: &Headers, envelope: &Envelope) -> Vec<Self> {
        let mut differences = Vec::new();
        if !contains(&headers.from, &envelope.mail_from) {
            differences.push(Self::OtherSender { mail_from: envelope.mail_from.clone(), from: headers.from.clone() });
        }
        let named = [headers.to.as_slice(), &headers.cc].concat();
        for address in envelope.accepted() {
            if !contains(&named, address) {
                differences.push(Self::BlindCopy { address: address.to_owned() });
            }
        }
        for address in named {
            let mut asked =
                envelope.rcpt_to.iter().filter(|recipient| is_same(&recipient.address, &address)).peekable();
            if asked.peek().is_none() {
                differences.push(Self::NotInEnvelope { address });
            } else if !asked.any(Recipient::is_accepted) {
                differences.push(Self::Refused { address });
            }
        }
        if let Some(addresses) = headers.bcc.clone() {
            differences.push(Self::BccLeaked { addresses });
        }
        differences
    }
}

impl Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BlindCopy { address } => write!(f, "{address} gets it but is in neither To nor Cc"),
            Self::NotInEnvelope { address } => write!(f, "{address} is in the headers but does not get it"),
            Self::Refused { address } => write!(f, "{address} is in the headers but was refused"),
            Self::OtherSender { mail_from, from } => {
                write!(f, "MAIL says <{mail_from}>, From says {}", list(from))
            }
            Self::BccLeaked { addresses } => write!(f, "the Bcc header shows {}", list(addresses)),
        }
    }
}

fn list(addresses: &[String]) -> String {
    if addresses.is_empty() { "nobody".to_owned() } else { addresses.join(", ") }
}

fn contains(addresses: &[String], wanted: &str) -> bool {
    addresses.iter().any(|address| is_same(address, wanted))
}

/// Strictly only the domain is free of case, but no mail server tells local parts apart by it.
fn is_same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}
