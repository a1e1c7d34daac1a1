use std::time::SystemTime;

use lettre::message::header::{self, ContentTransferEncoding, ContentType};
use lettre::message::{Body, Mailbox, Message};

use super::flowed::flowed;
use super::{Envelope, EnvelopeRecipient, Mail, Role, Stamp};
use crate::campaign::CopiedAs;
use crate::letter::Letter;
use crate::source::Problem;
use crate::vocabulary::EmailAddress;

/// The longest line that is sent as it is; RFC 5322, section 2.1.1 allows 998 octets and asks for 78.
const LONGEST_LINE: usize = 78;

/// Makes a letter into a mail from its signer to the recipient's mailboxes, with the copies it owes.
///
/// A letter whose recipient has no mailbox becomes a mail without addressee, which can be saved and not sent.
///
/// # Errors
///
/// When the signer has no e-mail address, or an address has no form that a header can hold.
pub fn compose(letter: &Letter, stamp: &Stamp) -> Result<Mail, Problem> {
    let signer = &letter.signer;
    let from = signer.email.as_ref().ok_or_else(|| {
        Problem::error(format!("no e-mail address of {} is known: a mail needs one", signer.name))
            .hint("add `email` to the profile, or give --email")
    })?;
    let office = letter.recipient.office.nearest(letter.language);
    let mut builder = Message::builder().from(mailbox(from, Some(&signer.name))?);
    let mut recipients = Vec::new();
    for address in &letter.recipient.addresses.email {
        builder = builder.to(mailbox(address, Some(office))?);
        recipients.push(EnvelopeRecipient { address: address.clone(), role: Role::Addressee });
    }
    for copy in &letter.copies.email {
        let role = match copy.copied_as {
            CopiedAs::Cc => Role::Copy,
            CopiedAs::Bcc => Role::BlindCopy,
        };
        if role == Role::Copy {
            builder = builder.cc(mailbox(&copy.address, None)?);
        }
        recipients.push(EnvelopeRecipient { address: copy.address.clone(), role });
    }
    let domain = mailbox(from, None)?.email.domain().to_owned();
    let envelope = lettre::address::Envelope::new(None, vec![mailbox(from, None)?.email]).map_err(unfit)?;
    let message = builder
        // The real envelope travels beside the bytes; lettre only wants to have one.
        .envelope(envelope)
        .subject(&letter.subject)
        .date(SystemTime::from(stamp.time))
        .message_id(Some(format!("<{}@{domain}>", stamp.unique)))
        .header(header::MIME_VERSION_1_0)
        .header(ContentType::parse("text/plain; charset=utf-8; format=flowed").map_err(unfit)?)
        .body(body(&letter.text)?)
        .map_err(unfit)?;
    Ok(Mail { envelope: Envelope { mail_from: from.clone(), recipients }, bytes: message.formatted() })
}

/// The text in a form that every server carries unchanged, and that a person can read raw where it is ASCII.
fn body(text: &str) -> Result<Body, Problem> {
    let text = flowed(text);
    let plain = text.is_ascii() && text.lines().all(|line| line.len() <= LONGEST_LINE);
    let encoding = if plain { ContentTransferEncoding::SevenBit } else { ContentTransferEncoding::QuotedPrintable };
    let unfit = |_| Problem::error("the text of the letter cannot be encoded as a mail");
    Body::new_with_encoding(text, encoding).map_err(unfit)
}

/// An address as a header holds it: a domain in any script in its ASCII form (RFC 5890).
fn mailbox(address: &EmailAddress, name: Option<&str>) -> Result<Mailbox, Problem> {
    let unfit = |error: String| Problem::error(format!("`{address}` cannot be written to")).because(error);
    let domain = idna::domain_to_ascii(address.domain()).map_err(|error| unfit(error.to_string()))?;
    let address = lettre::Address::new(address.local_part(), domain).map_err(|error| unfit(error.to_string()))?;
    Ok(Mailbox::new(name.map(str::to_owned), address))
}

fn unfit(error: impl std::fmt::Display) -> Problem {
    Problem::error("the letter cannot be made into a mail").because(error)
}
