//! What holds for every text that anybody may write.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use jiff::civil::date;
use mail_parser::{Address, MessageParser};
use proptest::prelude::*;
use protest_letter::campaign::{self, Campaign, OwnAddresses};
use protest_letter::config::{Account, Tls};
use protest_letter::letter::{Choice, Form, Letter, Pending, Selected, Template, select};
use protest_letter::mail::{Composer, Mail, Stamp};
use protest_letter::mock_smtp::{Chaos, Rule};
use protest_letter::signature::{Provenance, SignatureError, Trust, TrustedKey};
use protest_letter::signer::Signer;
use protest_letter::source::{Library, Problem, TextFile};
use protest_letter::vocabulary::Language;

/// The campaign of the tests of the command line.
static PRINTERS: LazyLock<Campaign> = LazyLock::new(|| read(include_bytes!("cli/printers.toml")).unwrap());
static FORMAL: LazyLock<Arc<Template>> =
    LazyLock::new(|| Arc::new(Template::load(&Library::new([]), "formal", Language::ENGLISH).unwrap()));

/// Pieces of texts that try to be more than a text.
const FRAGMENTS: &[&str] = &[
    "\r\n",
    "\n",
    "\r",
    "\0",
    "\u{2028}",
    "\u{85}",
    "\u{B}",
    "\t",
    " ",
    "  ",
    "Bcc: eve@example.org",
    "<eve@example.org>",
    ", ",
    ";",
    ":",
    "\"",
    "\\",
    "(",
    ")",
    "=?utf-8?q?=0D=0ABcc:_eve?=",
    "=0A",
    "=",
    ".",
    "@",
    "{{x}}",
    "{{> sender}}",
    "Ж",
    "é",
    "漢字",
    "👩‍👧",
    "\u{202E}",
    "\u{FEFF}",
    "-",
    "--",
    "/",
    "https://example.org/a-b/",
    "From ",
    "> ",
    "word word word word word word word word word",
];

/// A campaign, a signature of it that the `minisign` program made, and the key.
const BAKERS: &[u8] = include_bytes!("signatures/bakers.toml");
const SIGNATURE: &str = include_str!("signatures/by-minisign/prehashed.minisig");
static NETWORK: LazyLock<Trust> = LazyLock::new(|| {
    let key = include_str!("signatures/network.pub").parse().unwrap();
    Trust::new(vec![TrustedKey { name: "Network".to_owned(), key }])
});

/// A campaign from the bytes of its file; `None` when it has mistakes.
fn read(bytes: &[u8]) -> Option<Campaign> {
    let file = TextFile::from_bytes("campaign.toml", bytes).ok()?;
    let read = campaign::load_file(&file, "campaign", &Library::new([]), &OwnAddresses::default());
    read.ok().map(|(campaign, _)| campaign)
}

/// Texts that try to be more than a text.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => prop::sample::select(FRAGMENTS).prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec(piece, 1..24).prop_map(|pieces| pieces.concat())
}

/// A signer of whom all that is fit to stand in a letter is made of such texts.
fn signer() -> impl Strategy<Value = Signer> {
    prop::array::uniform5(hostile()).prop_map(|[name, role, organisation, address, statement]| Signer {
        role: role.parse().ok(),
        organisation: organisation.parse().ok(),
        address: address.parse().ok(),
        statement: statement.parse().ok(),
        email: "alex@example.org".parse().ok(),
        ..Signer::named(name.parse().unwrap_or_else(|_| "Alex".parse().unwrap()))
    })
}

fn fill(campaign: &Campaign, selected: Selected<'_>, signer: &Signer) -> Result<Letter, Problem> {
    let form = Form::new(campaign, selected, signer.country, date(2026, 11, 23), Arc::clone(&FORMAL).into(), None)?;
    Pending { form: Arc::new(form), signer: Arc::new(signer.clone()) }.fill()
}

/// The letter to the court, and its mail.
fn write(signer: &Signer) -> (Letter, Mail) {
    let choice = Choice { language: Some(Language::ENGLISH), ..Choice::default() };
    let mut letters = select(&PRINTERS, signer, &choice, |_| true).unwrap();
    let letter = fill(&PRINTERS, letters.swap_remove(0), signer).unwrap();
    let mail = Composer::default().compose(&letter, &Stamp::at(Timestamp::UNIX_EPOCH)).unwrap().mail.unwrap();
    (letter, mail)
}

fn addresses(field: Option<&Address<'_>>) -> Vec<String> {
    field.into_iter().flat_map(Address::iter).filter_map(|one| one.address()).map(str::to_owned).collect()
}

fn without_spaces_at_ends(text: &str) -> String {
    text.lines().map(|line| line.trim_end_matches(' ').to_owned() + "\n").collect()
}

/// What a program does that knows `format=flowed` (RFC 3676, section 4).
fn unflow(text: &str) -> String {
    let mut lines = String::new();
    for line in text.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        lines.push_str(line);
        if !line.ends_with(' ') {
            lines.push('\n');
        }
    }
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_of_a_signer_adds_a_header_or_a_recipient(signer in signer()) {
        let (_, mail) = write(&signer);
        let recipients: Vec<_> = mail.envelope.recipients.iter().map(|one| one.address.as_str()).collect();
        prop_assert_eq!(recipients, ["court@example.org", "lawyers@example.org", "campaign@example.org"]);

        let message = MessageParser::default().parse(&mail.bytes).unwrap();
        let names: Vec<_> = message.headers().iter().map(|header| header.name().to_owned()).collect();
        let expected = ["From", "To", "Cc", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"];
        prop_assert_eq!(&names[..8], expected);
        prop_assert_eq!(&names[8..], ["Content-Transfer-Encoding"]);
        prop_assert_eq!(addresses(message.from()), ["alex@example.org"]);
        prop_assert_eq!(addresses(message.to()), ["court@example.org"]);
        prop_assert_eq!(addresses(message.cc()), ["lawyers@example.org", "campaign@example.org"]);
        prop_assert!(message.attachment_count() == 0);
    }

    #[test]
    fn every_mail_is_ascii_in_lines_that_every_server_takes(signer in signer()) {
        let (_, mail) = write(&signer);
        prop_assert!(mail.bytes.is_ascii());
        let text = str::from_utf8(&mail.bytes).unwrap();
        prop_assert!(text.split("\r\n").all(|line| line.len() <= 998 && !line.contains(['\r', '\n'])), "{}", text);
    }

    #[test]
    fn a_mail_says_what_its_letter_says(signer in signer()) {
        let (letter, mail) = write(&signer);
        let message = MessageParser::default().parse(&mail.bytes).unwrap();
        prop_assert_eq!(unflow(&message.body_text(0).unwrap()), without_spaces_at_ends(&letter.text));
        prop_assert_eq!(message.subject(), Some("Release the three printers of Exampleville"));
        let name = message.from().and_then(Address::first).and_then(|one| one.name()).unwrap_or_default();
        prop_assert_eq!(name, &*signer.name);
    }

    #[test]
    fn any_bytes_leave_the_campaign_reader_standing(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read(&bytes);
    }

    #[test]
    fn any_text_leaves_the_reader_of_signatures_standing(text in any::<String>(), lines in prop::array::uniform4(hostile())) {
        let _ = NETWORK.provenance("bakers.toml", BAKERS, &text);
        let [first, _, third, fourth] = &lines;
        let second = SIGNATURE.lines().nth(1).unwrap();
        let signature = format!("{first}\n{second}\ntrusted comment: {third}\n{fourth}\n");
        let trusted = NETWORK.provenance("bakers.toml", BAKERS, &signature);
        prop_assert!(!matches!(trusted, Ok(Provenance::Signed { .. })), "{signature}");
    }

    #[test]
    fn a_signature_fits_no_other_bytes(at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let mut bytes = BAKERS.to_vec();
        let at = at.index(bytes.len());
        bytes[at] = to;
        let signed = NETWORK.provenance("bakers.toml", &bytes, SIGNATURE);
        if bytes == BAKERS {
            prop_assert!(signed.is_ok_and(|provenance| provenance.is_vouched_for()));
        } else {
            prop_assert_eq!(signed, Err(SignatureError::DoesNotFit { by: "Network".to_owned() }));
        }
    }

    #[test]
    fn no_other_signature_fits(at in any::<prop::sample::Index>(), to in any::<char>()) {
        let mut signature: Vec<_> = SIGNATURE.chars().collect();
        // The first line is anybody's.
        let start = SIGNATURE.lines().next().unwrap().len() + 1;
        let at = start + at.index(signature.len() - 1 - start);
        prop_assume!(signature[at] != to);
        signature[at] = to;
        let signature: String = signature.into_iter().collect();
        let read = NETWORK.provenance("bakers.toml", BAKERS, &signature);
        prop_assert!(!matches!(read, Ok(Provenance::Signed { .. })), "{signature}");
    }

    #[test]
    fn any_text_leaves_the_parsers_standing(text in any::<String>(), scheme in "(smtps?://)?", stage in "(rcpt=|data: )?") {
        let _ = format!("{stage}{text}").parse::<Rule>();
        let _ = format!("{stage}{text}").parse::<Chaos>();
        if let Ok(account) = format!("{scheme}{text}").parse::<Account>() {
            prop_assert!(!account.host.is_empty());
            prop_assert!(account.tls != Tls::None || account.is_loopback());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_change_to_a_campaign_leaves_the_reader_and_its_letters_standing(
        from in any::<prop::sample::Index>(),
        length in 0..40_usize,
        put in prop_oneof![hostile(), Just(String::new()), Just("[[recipients]]\n".to_owned()), Just("\"\"\"".to_owned())],
    ) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("campaigns/may-day-2011.toml");
        let mut bytes = std::fs::read(path).unwrap();
        let from = from.index(bytes.len());
        bytes.splice(from..(from + length).min(bytes.len()), put.into_bytes());
        if let Some(campaign) = read(&bytes) {
            let signer = Signer::example();
            for selected in select(&campaign, &signer, &Choice::default(), |_| true).into_iter().flatten() {
                let _ = fill(&campaign, selected, &signer);
            }
        }
    }
}
