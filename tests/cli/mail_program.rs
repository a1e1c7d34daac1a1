//! `draft --open`: letters in somebody's own mail program, which is a script here.

use std::collections::BTreeMap;

use mail_parser::MessageParser;
use percent_encoding::percent_decode_str;
use snapbox::str;

use crate::attached::{attached, parsed};
use crate::home::{Home, PRINTERS};
use crate::output::Output;

/// The mail program keeps what it is given.
fn with_mail_program(home: Home) -> Home {
    home.program("xdg-open", "printf '%s' \"$1\" > \"$HOME/opened\"");
    home
}

/// What a link says (RFC 6068, section 2): `to`, and its fields.
fn decoded(link: &str) -> BTreeMap<String, String> {
    assert!(link.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~:?&=%@+,".contains(&byte)), "{link}");
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
    let (to, fields) = link.strip_prefix("mailto:").unwrap().split_once('?').unwrap();
    let fields = fields.split('&').map(|field| field.split_once('=').unwrap());
    [("to", to)].into_iter().chain(fields).map(|(name, value)| (name.to_owned(), decoded(value))).collect()
}

#[test]
fn a_letter_is_opened_as_a_link() {
    let home = with_mail_program(Home::with_printers());
    let open = home.run("draft printers --signer alex.toml --to ministry --open");
    open.assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
printers: not signed
ministry: opened in your mail program; send it from there

"#]]);
    let link = decoded(&home.read("opened"));
    assert_eq!(link.keys().collect::<Vec<_>>(), ["bcc", "body", "cc", "subject", "to"]);
    assert_eq!(link["to"], "ministry@example.org");
    assert_eq!(link["cc"], "campaign@example.org");
    assert_eq!(link["bcc"], "archive@example.org");
    assert_eq!(link["subject"], "Release the three printers of Exampleville");
    let body = &link["body"];
    assert!(body.starts_with("Alex Example\r\nalex@example.org\r\n\r\n23 November 2026\r\n\r\n"), "{body}");
    assert!(!body.replace("\r\n", "").contains(['\r', '\n']), "{body}");
    // It is still owed, and nobody noted it.
    assert!(!home.has_ledger());
}

#[test]
fn a_link_carries_every_character_of_the_letter() {
    let (subject, own) = ("R&D? 100% = #1 + “два” 🖨", "a&b?c=d%20e#f+g; Да! 🖨️ <tag> \"q\" \\ 'x'");
    let campaign = PRINTERS
        .replace("subject.en = \"Release the three printers of Exampleville\"", &format!("subject.en = '{subject}'"));
    let home = with_mail_program(Home::with_campaign(&campaign)).file("own.txt", own);
    let draft = "draft printers --name Alex --email alex@example.org --to court --statement-file own.txt";
    let open = home.run(&format!("{draft} --open --print")).assert().success();
    let link = decoded(&home.read("opened"));
    assert_eq!(link["subject"], subject);
    assert!(link["body"].contains(&format!("\r\n{own}\r\n")), "{}", link["body"]);
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(&link["body"]), words(&open.stdout()));
}

#[test]
fn a_letter_that_is_too_long_for_a_link_is_opened_as_a_draft() {
    let home = with_mail_program(Home::with_printers());
    let open = || home.run("draft printers --signer alex.toml --to ministry --language ru --open");
    open().assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
printers: not signed
advice: your own sentences are in another alphabet than the letter, which is in Russian
advice: your name is in another alphabet than the letter
ministry: the letter is too long for a link, which mail programs cut; a draft is opened instead
ministry: opened in your mail program; send it from there

"#]]);
    let opened = home.read("opened");
    assert_eq!(opened, home.path(".local/state/protest-letter/drafts/printers-ministry.eml").to_str().unwrap());
    let mail = std::fs::read(&opened).unwrap();
    let message = MessageParser::default().parse(&mail).unwrap();
    assert_eq!(message.header_raw("X-Unsent").map(str::trim), Some("1"));
    assert_eq!(message.to().unwrap().first().unwrap().address(), Some("ministry@example.org"));
    assert_eq!(message.cc().unwrap().first().unwrap().address(), Some("campaign@example.org"));
    assert_eq!(message.bcc().unwrap().first().unwrap().address(), Some("archive@example.org"));
    assert_eq!(message.subject(), Some("Освободите трёх печатников"));
    assert!(message.body_text(0).unwrap().contains("Освободить всех троих"));
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&opened).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    open().assert().success();
}

#[test]
fn a_letter_by_post_is_opened_as_a_draft_of_its_copies() {
    let home = with_mail_program(Home::with_offices());
    let open = home.run("draft printers --signer alex.toml --to registry --via post --open");
    open.assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
printers: not signed
registry: opened in your mail program; send it from there

"#]]);
    let mail = std::fs::read(home.read("opened")).unwrap();
    let message = parsed(&mail);
    assert_eq!(message.to().unwrap().first().unwrap().address(), Some("campaign@example.org"));
    assert_eq!(message.bcc().unwrap().first().unwrap().address(), Some("archive@example.org"));
    assert_eq!(attached(&message).0, "letter.pdf");
}

#[test]
fn the_words_of_a_call_are_opened_for_those_who_get_a_copy() {
    let home = with_mail_program(Home::with_offices());
    home.run("draft printers --signer alex.toml --to registry --via phone --open").assert().success();
    let link = decoded(&home.read("opened"));
    assert!(!link.contains_key("cc"));
    assert_eq!((&*link["to"], &*link["bcc"]), ("campaign@example.org", "archive@example.org"));
    assert!(link["body"].starts_with("These are the words of a telephone call to Court Registry.\r\n\r\n"));
}

#[test]
fn what_nobody_gets_by_mail_is_not_opened() {
    let home = with_mail_program(Home::with_offices_without_copies());
    let open = home.run("draft printers --signer sam.toml --to registry --via post --open");
    open.assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
printers: not signed
registry: nothing of it goes by e-mail

"#]]);
    assert!(!home.path("opened").exists());
}

#[test]
fn a_mail_program_that_cannot_be_opened_is_told() {
    let home = Home::with_printers();
    let open = || home.run("draft printers --signer alex.toml --to court --open --record done");
    open().assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
printers: not signed
error: no mail program could be opened
caused by: No such file or directory (os error 2)
hint: save the letter for your mail program instead: --eml

"#]]);
    home.program("xdg-open", "exit 3");
    open().assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
printers: not signed
error: no mail program could be opened
caused by: what opens links here failed
hint: save the letter for your mail program instead: --eml

"#]]);
    assert!(!home.has_ledger());
}
