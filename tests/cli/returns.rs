//! `ledger returns`: what comes back of letters that were sent.

use std::fmt::Write;

use serde_json::Value;
use snapbox::str;

use crate::home::Home;
use crate::server::Server;

const ALEX: &str = "name = \"Alex\"\nemail = \"alex@example.org\"\n";

/// A home from which Alex' letters to the court and the ministry went, and their Message-IDs.
fn sent() -> (Home, String, String) {
    let (home, server) = (Home::with_printers().file("alex.toml", ALEX), Server::start(&[]));
    server.send_from(&home, "--yes").assert().success();
    let id_to = |address: &str| {
        let received = server.received();
        let mail = received.iter().find(|mail| mail.envelope.rcpt_to[0].address == address).unwrap();
        let header = |(name, value): &(String, String)| (name == "Message-ID").then(|| value.clone());
        let id = mail.decoded_headers().iter().find_map(header).unwrap();
        format!("<{}>", id.trim_matches(['<', '>']))
    };
    let (court, ministry) = (id_to("court@example.org"), id_to("ministry@example.org"));
    (home, court, ministry)
}

pub fn postfix(id: &str, to: &str, action: &str, status: &str) -> String {
    format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.org (Mail Delivery System)\nTo: alex@example.org\n\
         Subject: Undelivered Mail Returned to Sender\nDate: Sun, 22 Nov 2026 10:00:00 +0000\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n\
         --b\nContent-Type: text/plain\n\nThis is the mail system at host mx.example.org.\n\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n\
         Final-Recipient: rfc822; {to}\nOriginal-Recipient: rfc822;{to}\nAction: {action}\nStatus: {status}\n\
         Diagnostic-Code: smtp; 550 {status} <{to}>: as it is\n\n\
         --b\nContent-Type: message/rfc822\n\nMessage-ID: {id}\nTo: {to}\nSubject: x\n\nx\n--b--\n"
    )
}

fn exim(id: &str, to: &str) -> String {
    format!(
        "Return-path: <>\nX-Failed-Recipients: {to}\nAuto-Submitted: auto-replied\n\
         From: Mail Delivery System <Mailer-Daemon@example.org>\nTo: alex@example.org\n\
         Subject: Mail delivery failed: returning message to sender\nDate: Sun, 22 Nov 2026 10:00:00 +0000\n\n\
         This message was created automatically by mail delivery software.\n\n\
         A message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error.\n\n  \
         {to}\n    host mx.example.org [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<{to}>:\n    \
         550 5.2.1 mailbox disabled\n\n------ This is a copy of the message, including all the headers. ------\n\n\
         Return-path: <alex@example.org>\nMessage-ID: {id}\nTo: x@example.org\n\nx\n"
    )
}

pub fn answer(id: &str, from: &str, more: &str) -> String {
    format!(
        "From: {from}\nTo: alex@example.org\nSubject: Re: x\nDate: Mon, 23 Nov 2026 08:00:00 +0000\nIn-Reply-To: {id}\n{more}\nx\n"
    )
}

pub fn mbox(mails: &[String]) -> String {
    let mut mbox = String::new();
    for mail in mails {
        write!(mbox, "From x Mon Nov 23 10:00:00 2026\n{mail}\n").unwrap();
    }
    mbox
}

fn kinds(home: &Home, arguments: &str) -> Vec<(String, bool)> {
    let output = home.run(&format!("ledger returns --json {arguments}")).assert().success().get_output().stdout.clone();
    let line = |line: &str| {
        let mail: Value = serde_json::from_str(line).unwrap();
        (mail["kind"].as_str().unwrap().to_owned(), mail["matched"].as_bool().unwrap())
    };
    String::from_utf8(output).unwrap().lines().map(line).collect()
}

#[test]
fn reports_and_answers_are_noted_beside_the_letters_they_are_about_and_only_once() {
    let (home, court, ministry) = sent();
    let mails = [
        postfix(&court, "court@example.org", "failed", "5.1.1"),
        exim(&ministry, "campaign@example.org"),
        answer(&ministry, "Ministry <press@ministry.example>", ""),
    ];
    let home = home.file("inbox", mbox(&mails));
    let told = str![[r#"
3 mails read
  2 returned, 2 of letters in this ledger
  1 answer, 1 of letters in this ledger
printers court: 1 returned (5.1.1 unknown user)
printers ministry: 1 answered
printers ministry: 1 copy returned (5.2.1 mailbox disabled)

"#]];
    home.run("ledger returns inbox --dry-run").assert().success().stdout_eq(told.clone()).stderr_eq(str![[r#"
3 facts noted; this was a dry run, and the ledger is as it was

"#]]);
    home.run("ledger").assert().success().stdout_eq(str![[r#"
printers
  court: 1 accepted
  ministry: 1 accepted

"#]]);
    home.run("ledger returns inbox").assert().success().stdout_eq(told).stderr_eq(str![[r#"
3 facts noted

"#]]);
    let counts = str![[r#"
printers
  court: 1 accepted, 1 returned (5.1.1 unknown user)
  ministry: 1 accepted, 1 copy returned (5.2.1 mailbox disabled), 1 answered

"#]];
    home.run("ledger").assert().success().stdout_eq(counts.clone());
    home.run("ledger returns inbox").assert().success().stderr_eq(str![[r#"
nothing new to note

"#]]);
    home.run("ledger").assert().success().stdout_eq(counts);
    home.run("ledger returns inbox inbox").assert().success().stdout_eq(str![[r#"
6 mails read
...
printers court: 1 returned (5.1.1 unknown user)
...

"#]]);
    let rows = home.run("ledger --json").assert().success().get_output().stdout.clone();
    let rows: Vec<Value> =
        String::from_utf8(rows).unwrap().lines().map(|row| serde_json::from_str(row).unwrap()).collect();
    let facts = |row: &Value| ["returned", "copy_returned", "answered"].map(|fact| row[fact].clone());
    assert_eq!(facts(&rows[0]), [Value::from("5.1.1"), Value::Null, Value::Null]);
    assert_eq!(facts(&rows[1]), [Value::Null, Value::from("5.2.1"), Value::from("2026-11-23")]);
    let shown = home.run("show printers").assert().success().get_output().stdout.clone();
    assert!(String::from_utf8(shown).unwrap().contains("court: 1 accepted, 1 returned (5.1.1 unknown user)"));
}

#[test]
fn what_only_pretends_or_is_no_return_is_not_noted() {
    let (home, court, _) = sent();
    let forged = format!("<{}@example.org>", "0123456789abcdef".repeat(2));
    let mails = [
        postfix(&forged, "court@example.org", "failed", "5.1.1"),
        postfix(&court, "court@example.org", "delayed", "4.4.1"),
        postfix(&court, "court@example.org", "delivered", "2.1.5"),
        answer(&forged, "court@example.org", ""),
        answer(&court, "court@example.org", "Auto-Submitted: auto-replied\n"),
        // The signer adds something, and who gets a copy thanks.
        answer(&court, "alex@example.org", ""),
        answer(&court, "campaign@example.org", ""),
        // A person tells of a report.
        format!(
            "From: court@example.org\nSubject: Undelivered Mail Returned to Sender\n\nIt could not be delivered: 550 5.1.1\n\nMessage-ID: {court}\n"
        ),
    ];
    let home = home.file("inbox", mbox(&mails));
    let expected = [
        ("returned", false),
        ("delayed", true),
        ("receipt", true),
        ("answer", false),
        ("auto-reply", true),
        ("other", true),
        ("other", true),
        ("other", false),
    ];
    assert_eq!(kinds(&home, "inbox"), expected.map(|(kind, matched)| (kind.to_owned(), matched)));
    home.run("ledger").assert().success().stdout_eq(str![[r#"
printers
  court: 1 accepted
  ministry: 1 accepted

"#]]);
}

#[test]
fn a_file_without_mails_is_named_and_one_in_a_folder_is_passed_over() {
    let (home, court, _) = sent();
    let home = home
        .file("cat.jpg", b"\xff\xd8\xff")
        .file("mails/index.msf", "// <mdb")
        .file("mails/1.eml", answer(&court, "a@example.org", ""));
    home.run("ledger returns cat.jpg").assert().code(1).stderr_eq(str![[r#"
error: cat.jpg holds no mail
hint: export the mailbox as mbox or as .eml files, and name that
nothing new to note

"#]]);
    assert_eq!(kinds(&home, "mails"), [("answer".to_owned(), true)]);
}

#[test]
fn what_cannot_be_read_is_told_and_keeps_nothing_else_from_being_read() {
    let (home, court, ministry) = sent();
    let home = home
        .file("mails/1.eml", answer(&court, "a@example.org", ""))
        .file("mails/2.mbox.gz", b"\x1F\x8B\x08")
        .file("mails/3.eml", answer(&ministry, "a@example.org", ""));
    home.run("ledger returns gone mails").assert().code(1).stderr_eq(str![[r#"
error: gone cannot be read
caused by: No such file or directory (os error 2)
error: mails/2.mbox.gz is compressed (gzip), and was not read
hint: unpack it, and name what is in it
2 facts noted

"#]]);
}

/// A home to which the court's mailbox came back from the letters of Alex, and somebody else who is to write.
fn court_is_dead() -> Home {
    let (home, court, _) = sent();
    let home = home.file("inbox", mbox(&[postfix(&court, "court@example.org", "failed", "5.1.1")]));
    home.run("ledger returns inbox").assert().success();
    home.file("alex.toml", "name = 'Bo'\nemail = 'bo@example.org'\nstatement = 'I read what they print.'\n")
}

#[test]
fn a_mailbox_that_returned_is_told_in_the_next_plan_and_can_be_left_out() {
    let home = court_is_dead();
    let told = "court: letters to court@example.org returned before (5.1.1 unknown user); 1 letter would go there";
    let words = |command: snapbox::cmd::Command| {
        let output = command.assert().success().get_output().clone();
        String::from_utf8(output.stderr).unwrap()
    };
    let server = Server::start(&[]);
    let dry = words(server.send_from(&home, "--dry-run"));
    assert!(dry.contains(told) && dry.contains("to court@example.org (1 demand"), "{dry}");
    let left_out = words(server.send_from(&home, "--yes --without-returned"));
    assert!(left_out.contains(told) && !left_out.contains("to court@example.org (1 demand"), "{left_out}");
    let to = |server: &Server| {
        let mut to: Vec<_> = server.received().iter().map(|mail| mail.envelope.rcpt_to[0].address.clone()).collect();
        to.sort();
        to
    };
    assert_eq!(to(&server), ["ministry@example.org"]);
    // Nobody is left, and that is no error.
    let none = words(server.send_from(&home, "--yes --without-returned --to court"));
    assert!(none.ends_with("nothing is owed\n"), "{none}");
    // Unless somebody says so the letter goes.
    let sent = words(server.send_from(&home, "--yes"));
    assert!(sent.contains(told) && sent.contains("letters go there all the same"), "{sent}");
    assert_eq!(to(&server), ["court@example.org", "ministry@example.org"]);
    // Nobody writes there any more, so nothing is told.
    let after = words(server.send_from(&home, "--yes"));
    assert!(!after.contains("returned before"), "{after}");
}

#[cfg(unix)]
#[test]
fn somebody_at_a_terminal_is_asked_before_the_letters_are() {
    use crate::terminal::{ENTER, Terminal};
    const ASKED: &str = "Leave out recipients who have no other mailbox?";
    let send = |home: &Home, more: &str| {
        let server = Server::start(&[]);
        let terminal = Terminal::run(home, &format!("send printers --signer alex.toml {} {more}", server.flag()));
        (server, terminal)
    };
    let to = |server: &Server| -> Vec<_> {
        server.received().iter().map(|mail| mail.envelope.rcpt_to[0].address.clone()).collect()
    };
    // Whoever leaves the question has sent nothing.
    let home = court_is_dead();
    let (server, mut terminal) = send(&home, "");
    let (status, _) = terminal.until("letters to court@example.org returned before").until(ASKED).escape().end();
    assert_eq!((status.code(), to(&server)), (Some(130), vec![]));
    let (server, mut terminal) = send(&home, "");
    let (status, written) =
        terminal.until(ASKED).press("y").until("left out: ").until("Send 1 letter").press("y").end();
    assert!(status.success(), "{written}");
    assert_eq!(to(&server), ["ministry@example.org"]);
    // What is pressed first of all lets the letter go.
    let (server, mut terminal) = send(&home, "");
    let (status, written) =
        terminal.until(ASKED).press(ENTER).until("all the same").until("Send 1 letter").press("y").end();
    assert!(status.success(), "{written}");
    assert_eq!(to(&server), ["court@example.org"]);
    // A flag has answered.
    let home = court_is_dead();
    let (server, mut terminal) = send(&home, "--without-returned");
    let (_, written) = terminal.until("left out: ").until("Send 1 letter").press("y").end();
    assert!(!written.contains(ASKED) && to(&server) == ["ministry@example.org"], "{written}");
}

#[test]
fn a_copy_that_returned_is_told_and_still_required() {
    let (home, court, _) = sent();
    let home = home.file("inbox", mbox(&[exim(&court, "lawyers@example.org")]));
    home.run("ledger returns inbox").assert().success();
    let home = home.file("alex.toml", "name = 'Bo'\nemail = 'bo@example.org'\n");
    let server = Server::start(&[]);
    let output = server.send_from(&home, "--yes --without-returned").assert().success().get_output().clone();
    let told =
        "court: copies for lawyers@example.org returned before (5.2.1 mailbox disabled); 1 letter would go there";
    assert!(String::from_utf8(output.stderr).unwrap().contains(told));
    let received = server.received();
    assert!(received.iter().any(|mail| mail.envelope.accepted().any(|to| to == "lawyers@example.org")));
}

#[test]
fn a_mailbox_that_no_letter_went_to_is_not_taken_for_dead_whatever_a_report_says() {
    let (home, court, _) = sent();
    // Who got a letter knows its Message-ID, and can write a report that speaks of somebody else.
    let home = home.file("inbox", mbox(&[postfix(&court, "ministry@example.org", "failed", "5.1.1")]));
    home.run("ledger returns inbox").assert().success();
    home.run("check printers").assert().success().stderr_eq(str![[r#"
1 file checked: 0 errors, 0 warnings

"#]]);
    home.run("ledger").assert().success().stdout_eq(str![[r#"
printers
  court: 1 accepted, 1 returned (5.1.1 unknown user)
  ministry: 1 accepted

"#]]);
}

#[test]
fn an_embassy_that_returned_a_letter_is_known_for_that() {
    let directory = "country = 'AQ'\n\n[[embassies]]\nin = 'DE'\nemail = ['embassy@example.org']\n";
    let alex = ALEX.to_owned() + "country = 'DE'\n";
    let home = Home::with_printers().file("alex.toml", alex).file("campaigns/directory/antarctica.toml", directory);
    let server = Server::start(&[]);
    server.send_from(&home, "--yes --to embassy --keep kept").assert().success();
    let mail = std::fs::read_dir(home.path("kept")).unwrap().next().unwrap().unwrap().path();
    let mail = std::fs::read_to_string(mail).unwrap();
    let id = mail.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap();
    let home = home.file("inbox", mbox(&[postfix(id, "embassy@example.org", "failed", "5.1.1")]));
    home.run("ledger returns inbox").assert().success();
    let told = home.run("check").assert().success().get_output().stderr.clone();
    let told = String::from_utf8(told).unwrap();
    assert!(told.contains("embassy@example.org returned a letter (5.1.1)"), "{told}");
}

#[test]
fn check_warns_of_a_mailbox_that_returned() {
    let home = court_is_dead();
    home.run("check printers").assert().success().stderr_eq(str![[r#"
warning: campaigns/printers.toml: `court`: court@example.org returned a letter (5.1.1)
hint: look for another address, or take this one out
1 file checked: 0 errors, 1 warning

"#]]);
}

#[test]
fn a_ledger_that_cannot_be_read_keeps_nobody_from_checking() {
    let home = Home::with_printers().file("ledger.db", "Dear Sir or Madam,\n".repeat(100));
    home.run("check printers --ledger ledger.db").assert().success().stderr_eq(str![[r#"
warning: the ledger ledger.db cannot be used: addresses that returned are not known
...
1 file checked: 0 errors, 1 warning

"#]]);
}

#[test]
fn mails_are_kept_as_they_went_and_reports_of_them_are_understood() {
    let home = Home::with_printers();
    let server = Server::start(&["rcpt=ministry@*: 550 5.1.1 unknown"]);
    server.send_from(&home, "--yes --keep kept").assert().code(3);
    let files: Vec<_> = std::fs::read_dir(home.path("kept")).unwrap().map(|file| file.unwrap().path()).collect();
    let [file] = &files[..] else { panic!("what was rejected is not kept: {files:?}") };
    let name = file.file_name().unwrap().to_str().unwrap();
    assert!(
        name.starts_with("court-") && !name.contains("alex") && file.extension().is_some_and(|end| end == "eml"),
        "{name}"
    );
    #[cfg(unix)]
    for (path, mode) in [(file.clone(), 0o600), (home.path("kept"), 0o700)] {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, mode);
    }
    let mail = std::fs::read_to_string(file).unwrap();
    let received = server.received();
    assert_eq!(received[0].content, mail.as_bytes());
    // A letter that is in the mailbox too is none that came back.
    assert_eq!(kinds(&home, "kept"), [("other".to_owned(), false)]);
    let id = mail.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().to_owned();
    let home = home.file("inbox", mbox(&[exim(&id, "court@example.org")]));
    assert_eq!(kinds(&home, "inbox"), [("returned".to_owned(), true)]);
}
