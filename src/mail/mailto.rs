use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{EnvelopeRecipient, Role};
use crate::letter::Letter;

/// The longest link that mail programs and systems take. Nothing says where the limit is; some cut at 2,048 characters, and
/// say nothing.
pub const LONGEST_MAILTO: usize = 2_000;

/// What does not stand for itself in a link (RFC 6068, section 2): all but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The same within an address, whose `@` stays.
const RESERVED_IN_ADDRESS: &AsciiSet = &RESERVED.remove(b'@').remove(b'+');

/// A letter as a link that a mail program opens (RFC 6068): its mailboxes, its copies, the hidden ones too, subject and text.
///
/// Nobody knows yet in whose name it will go, and what the program makes of it; [`LONGEST_MAILTO`] says what to expect.
pub fn mailto(letter: &Letter, recipients: &[EnvelopeRecipient]) -> String {
    let addresses = |role| {
        let in_role = recipients.iter().filter(|recipient| recipient.role == role);
        let address = |EnvelopeRecipient { address, .. }: &EnvelopeRecipient| {
            let address = format!("{}@{}", address.local_part(), address.ascii_domain());
            utf8_percent_encode(&address, RESERVED_IN_ADDRESS).to_string()
        };
        in_role.map(address).collect::<Vec<_>>().join(",")
    };
    let note = letter.note.as_ref().map(|note| format!("{note}\n\n")).unwrap_or_default();
    let text = format!("{note}{}", letter.text);
    let encoded = |text: &str| utf8_percent_encode(text, RESERVED).to_string();
    // A copy of what goes another way is a mail to those who are owed one.
    let (to, cc) = match (addresses(Role::Addressee), addresses(Role::Copy)) {
        (to, copies) if to.is_empty() => (copies, to),
        both => both,
    };
    let fields = [
        ("cc", cc),
        ("bcc", addresses(Role::BlindCopy)),
        ("subject", encoded(&letter.form.subject)),
        // RFC 6068, section 5: a line break is %0D%0A.
        ("body", encoded(&text.replace('\n', "\r\n"))),
    ];
    let fields = fields.iter().filter(|(_, value)| !value.is_empty());
    let fields: Vec<_> = fields.map(|(name, value)| format!("{name}={value}")).collect();
    format!("mailto:{to}?{}", fields.join("&"))
}
