use lettre::message::header::{ContentDisposition, ContentTransferEncoding, ContentType};
use lettre::message::{Body, MultiPart, SinglePart};

use super::flowed::flowed;
use super::header::{mailboxes, plain, unstructured};
use super::{Envelope, EnvelopeRecipient, Further, Mail, Role, Sender, Stamp};
use crate::campaign::CopiedAs;
use crate::config::Relay;
use crate::letter::Letter;
use crate::source::Problem;
use crate::vocabulary::Channel;

/// What the text is (RFC 3676).
const FLOWED: &str = "text/plain; charset=utf-8; format=flowed";

/// The longest line that is sent as it is; RFC 5322, section 2.1.1 allows 998 octets and asks for 78.
const LONGEST_LINE: usize = 78;

/// Makes a letter into a mail from its signer, or a relay for them, to the recipient's mailboxes, with the copies it owes.
///
/// A letter that goes by another channel becomes a mail without addressee, which can be saved and not sent.
///
/// # Errors
///
/// When the signer has no e-mail address, or an address has no form that a header can hold.
pub fn compose(letter: &Letter, relay: Option<&Relay>, stamp: &Stamp) -> Result<Mail, Problem> {
    let sender = Sender::of(letter, relay)?;
    let recipients = recipients(letter);
    let office = letter.form.recipient.office.nearest(letter.form.language);
    let in_role = |role, name| -> Vec<_> {
        recipients.iter().filter(|one| one.role == role).map(|one| (name, &one.address)).collect()
    };
    let mut header = mailboxes("From", &[(Some(&sender.name), sender.address)]);
    if let Some(reply_to) = sender.reply_to {
        header += &mailboxes("Reply-To", &[(Some(&letter.signer.name), reply_to)]);
    }
    header += &mailboxes("To", &in_role(Role::Addressee, Some(office)));
    header += &mailboxes("Cc", &in_role(Role::Copy, None));
    header += &unstructured("Subject", &letter.form.subject);
    // RFC 5322, section 3.3; `+0000` tells no time zone.
    header += &plain("Date", stamp.time.strftime("%a, %d %b %Y %H:%M:%S +0000"));
    header += &plain("Message-ID", format_args!("<{}@{}>", stamp.unique, sender.address.ascii_domain()));
    header += &plain("MIME-Version", "1.0");
    let mut bytes = header.into_bytes();
    let text = body(&flowed(&letter.text))?;
    match letter.form.signatories.as_ref().and_then(|signatories| signatories.attachment()) {
        None => {
            bytes.extend(plain("Content-Type", FLOWED).bytes());
            bytes.extend(plain("Content-Transfer-Encoding", text.encoding()).bytes());
            bytes.extend(b"\r\n");
            bytes.extend(text.into_vec());
        }
        Some(list) => {
            let text = SinglePart::builder().header(ContentType::parse(FLOWED).map_err(unfit)?).body(text);
            let name = ContentDisposition::attachment("signatories.txt");
            let plain = ContentType::parse("text/plain; charset=utf-8").map_err(unfit)?;
            let list = SinglePart::builder().header(plain).header(name).body(body(&list)?);
            bytes.extend(MultiPart::mixed().boundary(&stamp.unique).singlepart(text).singlepart(list).formatted());
        }
    }
    let further = if letter.form.channel() == Some(Channel::Email) { Further::Nothing } else { Further::ByHand };
    Ok(Mail { envelope: Envelope { mail_from: sender.address.clone(), recipients }, bytes, further })
}

/// Everybody who receives a letter.
pub fn recipients(letter: &Letter) -> Vec<EnvelopeRecipient> {
    // A letter that goes another way owes its copies by e-mail all the same, and nobody else gets it there.
    let by_email = letter.form.channel() == Some(Channel::Email);
    let addressees = letter.form.recipient.addresses.email.iter().filter(|_| by_email);
    let addressees = addressees.map(|address| (address, Role::Addressee));
    let copies = letter.form.copies.email.iter().map(|copy| match copy.copied_as {
        CopiedAs::Cc => (&copy.address, Role::Copy),
        CopiedAs::Bcc => (&copy.address, Role::BlindCopy),
    });
    addressees.chain(copies).map(|(address, role)| EnvelopeRecipient { address: address.clone(), role }).collect()
}

/// The text in a form that every server carries unchanged, and that a person can read raw where it is ASCII.
fn body(text: &str) -> Result<Body, Problem> {
    let plain = text.is_ascii() && text.lines().all(|line| line.len() <= LONGEST_LINE);
    let encoding = if plain { ContentTransferEncoding::SevenBit } else { ContentTransferEncoding::QuotedPrintable };
    let unfit = |_| Problem::error("the text of the letter cannot be encoded as a mail");
    Body::new_with_encoding(text.to_owned(), encoding).map_err(unfit)
}

fn unfit(error: impl std::fmt::Display) -> Problem {
    Problem::error("the letter cannot be made into a mail").because(error)
}
