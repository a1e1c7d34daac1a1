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

#[cfg(test)]
mod tests {
    use std::sync::{Arc, LazyLock};

    use jiff::civil::date;
    use percent_encoding::percent_decode_str;
    use proptest::prelude::*;

    use super::*;
    use crate::campaign::{self, OwnAddresses};
    use crate::letter::{Choice, Forms};
    use crate::signer::Signer;
    use crate::source::Library;

    static LETTER: LazyLock<Letter> = LazyLock::new(|| {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mail/printers.toml");
        let (campaign, library, _) = campaign::load(&Library::new([]), file, &OwnAddresses::default()).unwrap();
        let choice = Choice { recipients: Some(vec!["court".to_owned()]), ..Choice::default() };
        let signer = Arc::new(Signer::named("Alex Example".parse().unwrap()));
        Forms::new(&library, &campaign, date(2026, 11, 23)).fill(&signer, &choice).unwrap().remove(0)
    });

    fn letter(subject: &str, text: &str, note: Option<&str>) -> Letter {
        let mut letter = LETTER.clone();
        subject.clone_into(&mut Arc::make_mut(&mut letter.form).subject);
        text.clone_into(&mut letter.text);
        letter.note = note.map(str::to_owned);
        letter
    }

    fn to(role: Role, address: &str) -> EnvelopeRecipient {
        EnvelopeRecipient { address: address.parse().unwrap(), role }
    }

    #[test]
    fn a_link_says_who_gets_it_and_what_it_says() {
        let recipients = [
            to(Role::Addressee, "a@example.org"),
            to(Role::BlindCopy, "d@example.org"),
            to(Role::Addressee, "b+c@example.org"),
            to(Role::Copy, "e@example.org"),
        ];
        let link = mailto(&letter("S & T?", "One\n\nTwo", None), &recipients);
        let expected = "mailto:a@example.org,b+c@example.org?cc=e@example.org&bcc=d@example.org&subject=S%20%26%20T%3F\
            &body=One%0D%0A%0D%0ATwo";
        assert_eq!(link, expected);
    }

    #[test]
    fn what_would_be_read_as_part_of_the_link_is_encoded_in_an_address() {
        let link = mailto(&letter("S", "T", None), &[to(Role::Addressee, "a&b?c=d%e/f#g'h@example.org")]);
        assert_eq!(link, "mailto:a%26b%3Fc%3Dd%25e%2Ff%23g%27h@example.org?subject=S&body=T");
        // A domain goes as it does in the DNS.
        let link = mailto(&letter("S", "T", None), &[to(Role::Addressee, "a@пример.example")]);
        assert_eq!(link, "mailto:a@xn--e1afmkfd.example?subject=S&body=T");
    }

    #[test]
    fn a_note_stands_before_the_text() {
        let link = mailto(&letter("S", "T", Some("N")), &[to(Role::Copy, "a@example.org")]);
        assert_eq!(link, "mailto:a@example.org?subject=S&body=N%0D%0A%0D%0AT");
    }

    proptest! {
        #[test]
        fn every_text_comes_out_as_it_went_in(subject in "\\PC{0,40}", text in "(\\PC|\n){0,200}") {
            let link = mailto(&letter(&subject, &text, None), &[to(Role::Addressee, "a@example.org")]);
            assert!(link.is_ascii() && !link.contains([' ', '\r', '\n', '#']), "{link}");
            let fields = link.split_once('?').unwrap().1.split('&');
            for field in fields {
                let (name, value) = field.split_once('=').unwrap();
                let value = percent_decode_str(value).decode_utf8().unwrap();
                match name {
                    "subject" => assert_eq!(value, subject),
                    "body" => assert_eq!(value.replace("\r\n", "\n"), text),
                    _ => panic!("{name}"),
                }
            }
        }
    }
}
