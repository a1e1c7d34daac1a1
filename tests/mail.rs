//! Letters as mails, read back by another parser and by hand.

#![allow(clippy::unwrap_used)]

#[path = "mail/letters.rs"]
mod letters;

use std::sync::Arc;

use letters::letter_to;
use mail_parser::{Address, HeaderName, Message, MessageParser, MimeHeaders};
use proptest::prelude::*;
use protest_letter::campaign::Text;
use protest_letter::config::Relay;
use protest_letter::letter::{Letter, Signatories};
use protest_letter::mail::{Composer, Mail, Role, Stamp};
use protest_letter::signer::Signer;
use protest_letter::vocabulary::{Language, Line};

fn now() -> Stamp {
    Stamp::at(jiff::Timestamp::UNIX_EPOCH)
}

fn mail(letter: &Letter) -> Mail {
    let stamp = Stamp { time: "2026-11-23T02:36:53+06:00".parse().unwrap(), unique: "0123abcd".to_owned(), number: 0 };
    let mail = Composer::default().compose(letter, &stamp).unwrap().mail.unwrap();
    check_bytes(&mail.bytes);
    mail
}

/// Of the bytes alone: ASCII, lines of CRLF, none longer than it may be (RFC 5322, section 2.1.1), one of each header.
fn check_bytes(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(text.bytes().all(|b| b.is_ascii_graphic() || b" \t\r\n".contains(&b)), "{text:?}");
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']), "{text:?}");
    let (header, body) = text.split_once("\r\n\r\n").unwrap();
    for line in header.split("\r\n").chain(body.split("\r\n")) {
        assert!(line.len() <= 78, "{line}");
    }
    let names: Vec<&str> = header
        .split("\r\n")
        .filter(|line| !line.starts_with(' '))
        .map(|line| line.split_once(": ").unwrap().0)
        .collect();
    let expected = [
        "From",
        "To",
        "Cc",
        "Subject",
        "Date",
        "Message-ID",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
    ];
    assert_eq!(names, expected);
    assert!(!text.contains("blind@example.org"), "{text}");
}

fn parsed(mail: &Mail) -> Message<'_> {
    MessageParser::default().parse(&mail.bytes).unwrap()
}

fn name_in(address: Option<&Address<'_>>) -> String {
    address.unwrap().first().unwrap().name().unwrap().to_owned()
}

/// The text of a mail, its flowed lines put together (RFC 3676, section 4.1).
fn unflowed(mail: &Mail) -> String {
    let message = parsed(mail);
    let mut text = String::new();
    for line in message.body_text(0).unwrap().split_terminator("\r\n") {
        let line = line.strip_prefix(' ').unwrap_or(line);
        text.push_str(line);
        if !line.ends_with(' ') {
            text.push('\n');
        }
    }
    text
}

fn signed_by(name: &str) -> Letter {
    let mut letter = letter_to("court");
    let signer = Signer { name: name.parse().unwrap(), ..(*letter.signer).clone() };
    letter.signer = Arc::new(signer);
    letter
}

/// A letter with another subject.
fn about(subject: &str, mut letter: Letter) -> Letter {
    subject.clone_into(&mut Arc::make_mut(&mut letter.form).subject);
    letter
}

fn saying(text: &str) -> Letter {
    let mut letter = letter_to("court");
    text.clone_into(&mut letter.text);
    letter
}

#[test]
fn a_mail_tells_what_it_has_to_and_nothing_else() {
    let mail = mail(&letter_to("court"));
    let expected = "From: Alex Example <alex@example.org>\r\n\
        To: Supreme Court <court@example.org>\r\n\
        Cc: copy@example.org\r\n\
        Subject: Release the printers\r\n\
        Date: Sun, 22 Nov 2026 20:36:53 +0000\r\n\
        Message-ID: <0123abcd@example.org>\r\n\
        MIME-Version: 1.0\r\n\
        Content-Type: text/plain; charset=utf-8; format=flowed\r\n\
        Content-Transfer-Encoding: 7bit\r\n\
        \r\n\
        Dear Sir or Madam,\r\n\r\nRelease them.\r\n\r\nAlex Example\r\n";
    assert_eq!(String::from_utf8(mail.bytes).unwrap(), expected);
    let recipients: Vec<_> = mail.envelope.recipients.iter().map(|r| (r.address.as_str(), r.role)).collect();
    let expected = [
        ("court@example.org", Role::Addressee),
        ("copy@example.org", Role::Copy),
        ("blind@example.org", Role::BlindCopy),
    ];
    assert_eq!(recipients, expected);
}

const NAMES: [&str; 18] = [
    "Press Office of the National Security Committee (\"KNB\") of the Republic of Kazakhstan, in the City of Astana",
    "Alex",
    "Әлия Нұрланқызы",
    "Björn O'Brien",
    "محمد الأمين",
    "👩‍👩‍👧 🕊️ Ann",
    "Smith, Jane",
    "J. R. Smith",
    "Jane \"Ann\" Smith",
    "back\\slash\\",
    "Jane (Ann) <x@example.org>; y: z",
    "{{x}} {{#if y}}",
    "=?utf-8?q?Eve?= <eve@example.org>",
    "two  spaces",
    "tab-like\u{a0}space",
    "e\u{301}\u{301}\u{301}",
    "From: x",
    "@",
];

#[test]
fn a_relay_sends_for_a_signer_who_is_answered() {
    let relay = Relay { from: "letters@our.example".parse().unwrap(), organisation: "Our Network".parse().ok() };
    let sent = |letter: &Letter| Composer::new(Some(relay.clone())).compose(letter, &now()).unwrap().mail.unwrap();
    let mail = sent(&signed_by("Әлия O'Brien"));
    let message = parsed(&mail);
    assert_eq!(name_in(message.from()), "Әлия O'Brien via Our Network");
    assert_eq!(message.from().unwrap().first().unwrap().address(), Some("letters@our.example"));
    assert_eq!(message.reply_to().unwrap().first().unwrap().address(), Some("alex@example.org"));
    assert_eq!(mail.envelope.mail_from.as_str(), "letters@our.example");
    assert!(message.message_id().unwrap().ends_with("@our.example"));
    // The organisation's own letter is its own.
    let mut own = letter_to("court");
    Arc::make_mut(&mut own.signer).email = Some(relay.from.clone());
    let mail = sent(&own);
    assert_eq!((&*name_in(parsed(&mail).from()), parsed(&mail).reply_to()), ("Alex Example", None));
}

#[test]
fn a_long_list_of_signatories_is_attached() {
    let mut letter = letter_to("court");
    let mut signatories = Signatories::default();
    for number in 0..100 {
        signatories
            .add(&Signer {
                city: "Алматы".parse().ok(), ..Signer::named(format!("Жанар {number}").parse().unwrap())
            });
    }
    Arc::make_mut(&mut letter.form).signatories = Some(Arc::new(signatories));
    let mail = Composer::default().compose(&letter, &now()).unwrap().mail.unwrap();
    let message = parsed(&mail);
    assert!(message.body_text(0).unwrap().starts_with("Dear Sir or Madam"));
    let list = message.attachment(0).unwrap();
    assert_eq!(list.attachment_name(), Some("signatories.txt"));
    let list = list.text_contents().unwrap();
    assert_eq!((list.lines().count(), list.lines().last()), (100, Some("100. Жанар 99, Алматы")));
}

#[test]
fn names_and_subjects_are_read_back_as_they_were() {
    let long = ["x".repeat(500), "Ж".repeat(500), "🕊".repeat(500), "слово ".repeat(83), "a b ".repeat(125)];
    for name in NAMES.into_iter().chain(long.iter().map(|name| name.trim())) {
        let office = Text::new([(Language::ENGLISH, name.to_owned())]).unwrap();
        let mut letter = about(name, signed_by(name));
        let recipient = &mut Arc::make_mut(&mut letter.form).recipient;
        recipient.office = office;
        recipient.addresses.email.push("second@example.org".parse().unwrap());
        let mail = mail(&letter);
        let message = parsed(&mail);
        assert_eq!(name_in(message.from()), name);
        assert_eq!(name_in(message.to()), name);
        assert_eq!(message.to().unwrap().iter().count(), 2);
        assert_eq!(message.subject(), Some(name));
        assert_eq!(message.from().unwrap().iter().count(), 1);
    }
    let subject = "Освободите трёх печатников ".repeat(100);
    let letter = about(subject.trim(), letter_to("court"));
    assert_eq!(parsed(&mail(&letter)).subject(), Some(subject.trim()));
}

#[test]
fn nothing_in_a_subject_or_an_office_becomes_a_header() {
    for text in ["a\r\nBcc: eve@example.org", "a\nBcc: eve@example.org", "a\r\n\r\nbody", "a\u{2028}b\u{85}c\0\x1b"] {
        let mut letter = about(text, letter_to("court"));
        Arc::make_mut(&mut letter.form).recipient.office = Text::new([(Language::ENGLISH, text.to_owned())]).unwrap();
        let mail = mail(&letter);
        let message = parsed(&mail);
        assert!(message.bcc().is_none() && !message.subject().unwrap().contains(char::is_control));
    }
}

#[test]
fn texts_are_read_back_as_they_were() {
    for text in [
        ".",
        "..\n.\n.x",
        "From here\n>From there\n> quoted\n  indented\nFrom",
        "trailing=20 =3D = ==",
        "Әлия said — «no».\n\n👩‍👩‍👧\nمرحبا",
        "1. a\n2. b\n-- \nAlex",
        "a\tb\n\tc",
        "one\n\n\n\nfour",
        "self-determination/autonomy—now  and then ".repeat(40).trim(),
        &"x".repeat(3000),
        &"Ж".repeat(3000),
        &format!("{} {}", "x".repeat(1000), "https://example.org/a-b-c?x=y&z=".repeat(40)),
        &" x".repeat(600),
    ] {
        let lines = text.lines().map(|line| line.trim_end_matches(' ').to_owned() + "\n");
        assert_eq!(unflowed(&mail(&saying(text))), lines.collect::<String>());
    }
}

#[test]
fn what_a_person_may_have_to_read_raw_can_be_read() {
    let mail = mail(&saying("Zürich, a long day.\nRelease all of them."));
    let text = String::from_utf8(mail.bytes).unwrap();
    assert!(text.contains("Content-Transfer-Encoding: quoted-printable\r\n"));
    assert!(text.ends_with("Z=C3=BCrich, a long day.\r\nRelease all of them.\r\n"), "{text}");
}

#[test]
fn a_letter_without_mailboxes_is_a_mail_without_them() {
    let mut letter = letter_to("court");
    Arc::make_mut(&mut letter.form).recipient.addresses.email.clear();
    Arc::make_mut(&mut letter.form).copies.email.clear();
    let mail = Composer::default().compose(&letter, &now()).unwrap().mail.unwrap();
    let message = parsed(&mail);
    assert!(message.to().is_none() && message.cc().is_none() && mail.envelope.recipients.is_empty());
}

#[test]
fn an_address_has_the_form_that_a_header_holds() {
    let mut letter = letter_to("court");
    Arc::make_mut(&mut letter.signer).email = "alex@Bücher.example".parse().ok();
    Arc::make_mut(&mut letter.form).recipient.addresses.email = vec!["\"odd one\"@пример.example".parse().unwrap()];
    let mail = mail(&letter);
    let message = parsed(&mail);
    assert_eq!(message.from().unwrap().first().unwrap().address(), Some("alex@xn--bcher-kva.example"));
    assert!(message.message_id().unwrap().ends_with("@xn--bcher-kva.example"));
    assert!(message.header_raw(HeaderName::To).unwrap().contains("<\"odd one\"@xn--e1afmkfd.example>"));

    // A local part has no form in ASCII: it is written as it is (RFC 6532, section 3.2).
    Arc::make_mut(&mut letter.form).copies.email[0].address = "почта@пример.example".parse().unwrap();
    let mail = Composer::default().compose(&letter, &now()).unwrap().mail.unwrap();
    assert!(parsed(&mail).header_raw(HeaderName::Cc).unwrap().contains("почта@xn--e1afmkfd.example"));
}

#[test]
fn a_signer_without_address_is_told() {
    let mut letter = letter_to("court");
    Arc::make_mut(&mut letter.signer).email = None;
    let problem = Composer::default().compose(&letter, &now()).unwrap_err();
    assert!(problem.hint.unwrap().contains("email"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_name_and_any_subject_is_read_back(name in "[\\PC]{1,60}", subject in "[ -~\u{400}-\u{45f}]{1,200}") {
        // What a line may be is the line's business.
        let Ok(name) = name.parse::<Line>() else { return Ok(()) };
        let Ok(subject) = subject.parse::<Line>() else { return Ok(()) };
        let letter = about(&subject, signed_by(&name));
        let mail = mail(&letter);
        let message = parsed(&mail);
        prop_assert_eq!(name_in(message.from()), &*name);
        prop_assert_eq!(message.subject(), Some(&*subject));
        prop_assert_eq!(message.from().unwrap().iter().count(), 1);
    }

    #[test]
    fn any_text_is_read_back(text in "[ -~\n\u{400}-\u{45f}]{1,600}") {
        let lines = text.lines().map(|line| line.trim_end_matches(' ').to_owned() + "\n");
        prop_assert_eq!(unflowed(&mail(&saying(&text))), lines.collect::<String>());
    }
}
