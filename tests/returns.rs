//! What mails of a mailbox are taken for, and what they tell.

#![allow(clippy::unwrap_used)]

use std::convert::Infallible;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use encoding_rs::{EUC_KR, GB18030, ISO_2022_JP, KOI8_R, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};
use proptest::prelude::*;
use protest_letter::returns::{Finding, Kind, Source, each_mail};
use protest_letter::source::Problem;

const FROM_SERVER: &str = "Return-Path: <>\nTo: alex@example.org\n";

/// The findings of a mailbox.
fn findings(path: &Path) -> Vec<Finding> {
    let (findings, unread) = read(path);
    assert!(unread.is_empty(), "{unread:?}");
    findings
}

/// The findings of a mailbox, and what was not read.
fn read(path: &Path) -> (Vec<Finding>, Vec<Problem>) {
    let mut findings = Vec::new();
    let each = &mut |_: Source<'_>, mail: &[u8]| {
        findings.push(Finding::of(mail));
        Ok::<_, Infallible>(())
    };
    let Ok(unread) = each_mail(path, each);
    (findings, unread)
}

/// What a mail is taken for, in short: `returned court@example.org 5.1.1 550`.
fn told(finding: &Finding) -> String {
    let mut told = finding.kind.to_string();
    for failure in &finding.failures {
        write!(told, " {}", failure.recipients[0]).unwrap();
        for code in [failure.status.map(|status| status.to_string()), failure.reply.map(|reply| reply.to_string())] {
            write!(told, " {}", code.as_deref().unwrap_or("-")).unwrap();
        }
        told += if failure.status_from_words { " by its words" } else { "" };
    }
    told
}

fn told_of(mail: &str) -> String {
    told(&Finding::of(mail.as_bytes()))
}

#[test]
fn reports_of_real_servers_are_understood() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/returns/sisimai");
    for (name, expected) in [
        ("arf-11", "complaint"),
        ("lhost-domino-02", "returned kijitora@example.co.jp 5.0.0 -"),
        ("lhost-exchange2003-03", "returned kijitora@example.jp 5.1.1 - by its words"),
        ("lhost-exim-02", "returned kijitora@example.jp 5.1.1 550 sabatora@example.jp 5.2.1 550"),
        ("lhost-gmail-04", "returned kijitora@example.com 5.7.1 554"),
        ("lhost-kddi-03", "returned kijitora@00000000000000.dion.ne.jp 5.2.2 - by its words"),
        ("lhost-mailru-03", "returned mikeneko@example.jp 5.2.2 550 sabineko@example.jp 5.2.1 550"),
        ("lhost-mfilter-03", "returned kijitora@example.org - 550"),
        ("lhost-office365-02", "returned kijitora@example.onmicrosoft.com 5.1.1 550"),
        ("lhost-opensmtpd-04", "delayed kijitora@neko.example.jp 4.4.1 - by its words"),
        ("lhost-postfix-13", "returned kijitora@example.jp 5.2.1 550 noraneko@example.jp 5.2.2 550"),
        ("lhost-qmail-12", "returned nyaan@example.org 5.4.4 -"),
        ("lhost-v5sendmail-07", "returned hachiware@example.edu - 550"),
        ("lhost-x6-01", "returned kijitora@nyaan.example.org 5.4.6 -"),
        ("lhost-yahoo-02", "returned kijitora@example.ed.jp 5.2.2 550"),
        ("rfc3834-01", "auto-reply"),
    ] {
        let found = findings(&folder.join(format!("{name}.eml")));
        assert_eq!(found.iter().map(told).collect::<Vec<_>>(), [expected], "{name}");
    }
}

#[test]
fn reports_in_words_are_understood_in_many_languages() {
    let exchange = |language: &str, subject: &str, text: &str, headers: &str| {
        let html = format!(
            "<html><body><p><b>{text}</b></p><p><a href=\"mailto:court@example.org\">court@example.org</a><br>\n\
             {language}</p><hr><p>Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'</p>\n\
             <p>{headers}</p><pre>\nMessage-ID: &lt;0123@example.org&gt;\nTo: court@example.org\n</pre></body></html>"
        );
        format!(
            "From: \"Microsoft Outlook\" <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.org>\n\
             {FROM_SERVER}Subject: {subject}\nContent-Type: text/html; charset=utf-8\n\n{html}"
        )
    };
    for (subject, text, headers) in [
        ("Undeliverable: Letter", "Delivery has failed to these recipients or groups:", "Original message headers:"),
        (
            "Unzustellbar: Letter",
            "Fehler bei der Zustellung an folgende Empfänger oder Gruppen:",
            "Ursprüngliche Nachrichtenkopfzeilen:",
        ),
        (
            "Non remis : Letter",
            "Échec de la remise aux destinataires ou groupes suivants :",
            "En-têtes de message d'origine :",
        ),
        (
            "No se puede entregar: Letter",
            "No se pudo entregar a estos destinatarios o grupos:",
            "Encabezados de mensaje originales:",
        ),
        (
            "Не удается доставить: Letter",
            "Не удалось доставить следующим получателям:",
            "Исходные заголовки сообщения:",
        ),
    ] {
        let mail = exchange("x", subject, text, headers);
        assert_eq!(told_of(&mail), "returned court@example.org 5.1.10 550", "{subject}");
        assert_eq!(Finding::of(mail.as_bytes()).original.message_ids, ["0123@example.org"], "{subject}");
    }
    for (text, expected) in [
        (
            "Hi. This is the qmail-send program at example.net.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<court@example.org>:\nThis message is looping: it already has my Delivered-To line. (#5.4.6)\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <0123@example.org>\n",
            "5.4.6 -",
        ),
        (
            "К сожалению, письмо не может быть доставлено.\n\n  court@example.org\n  нет такого пользователя\n",
            "5.1.1 - by its words",
        ),
        (
            "Ihre Nachricht konnte nicht zugestellt werden:\n\ncourt@example.org\nDas Postfach ist voll\n",
            "5.2.2 - by its words",
        ),
        ("Votre message n'a pas pu être remis.\n\ncourt@example.org : utilisateur inconnu\n", "5.1.1 - by its words"),
        ("Su mensaje no pudo ser entregado:\n\ncourt@example.org\nBuzón lleno\n", "5.2.2 - by its words"),
        ("Хат жеткізілмеді:\n\ncourt@example.org\n550 5.1.1 табылмады\n", "5.1.1 550"),
        ("Delivery to \"court@example.org\" has failed due to a full mailbox.\n", "5.2.2 - by its words"),
        (
            "I wasn't able to deliver your message.\n<court@example.org>:\nMessage rejected: not enough space in the mailbox.\n",
            "5.2.2 - by its words",
        ),
        (
            "It could not be delivered: court@example.org has a full mailbox.\nThe first lines of your original message follow:> Received: by x\n> Subject: 550 5.7.1 spam\n",
            "5.2.2 - by its words",
        ),
    ] {
        let mail = format!(
            "From: Mail <postmaster@example.net>\n{FROM_SERVER}Subject: x\nContent-Type: text/plain; charset=utf-8\n\n{text}"
        );
        assert_eq!(told_of(&mail), format!("returned court@example.org {expected}"), "{text}");
    }
}

#[test]
fn what_a_program_answers_is_told_from_what_a_person_does_in_six_languages() {
    let mail = |subject: &str, more: &str| {
        format!(
            "From: Court <office@example.org>\nTo: alex@example.org\nSubject: {subject}\nIn-Reply-To: <0123@example.org>\n{more}\nYes.\n"
        )
    };
    for subject in [
        "Automatic reply: Letter",
        "Out of Office: Letter",
        "Автоответ: Письмо",
        "Автоматты жауап: Хат",
        "Automatische Antwort: Brief",
        "Abwesenheitsnotiz",
        "Réponse automatique : Lettre",
        "Absence du bureau",
        "Respuesta automática: Carta",
        "Fuera de la oficina",
        "[Automatyczna odpowiedź] List",
        "AUTO: Ann is out of the office",
        "Automatikus válasz: Levél",
        "Αυτόματη απάντηση: Επιστολή",
        "自動応答: 手紙",
    ] {
        assert_eq!(told_of(&mail(subject, "")), "auto-reply", "{subject}");
    }
    for more in
        ["Auto-Submitted: auto-replied\n", "Precedence: auto_reply\n", "X-Autoreply: yes\n", "Precedence: bulk\n"]
    {
        assert_eq!(told_of(&mail("Letter", more)), "auto-reply", "{more}");
    }
    for list in ["List-Post: <mailto:list@example.org>\n", "X-Mailing-List: list\n", "Sender: owner-list@example.org\n"]
    {
        assert_eq!(told_of(&mail("Letter", &format!("Precedence: bulk\n{list}"))), "answer", "{list}");
    }
    for subject in ["Re: Letter", "Ответ: Письмо", "Жауап: Хат", "AW: Brief", "RE : Lettre", "RV: Carta"]
    {
        assert_eq!(told_of(&mail(subject, "Auto-Submitted: no\n")), "answer", "{subject}");
    }
    let references = "From: a@example.org\nReferences: <1@example.org>\n <2@example.org>\n\nYes.\n";
    assert_eq!(Finding::of(references.as_bytes()).original.message_ids, ["2@example.org", "1@example.org"]);
}

#[test]
fn what_is_no_report_is_not_taken_for_one() {
    let report = "This message was created automatically by mail delivery software.\nIt could not be delivered:\n\ncourt@example.org\n550 5.1.1 unknown user\n";
    for mail in [
        format!("From: Ann <ann@example.org>\nSubject: Undelivered Mail Returned to Sender\n\n{report}"),
        format!("From: Ann <ann@example.org>\nSubject: Fwd: Mail delivery failed\n\nLook:\n\n> {report}"),
        "From: postmaster@example.org\nSubject: Our new mail server\n\nFrom Monday on, mail goes over mx2. Call 550 for help.\n".to_owned(),
        "Return-Path: <>\nFrom: shop@example.org\nSubject: Your order\n\nThe parcel does arrive on Monday.\n".to_owned(),
        "Return-Path: <>\nFrom: shop@example.org\nSubject: Order rejected\n\nIt was rejected by seller@example.net. Error code 550.\n".to_owned(),
        format!("From: Ann <ann@example.org>\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee.\n--b\nContent-Type: message/rfc822\n\nFrom: mailer-daemon@example.org\nReturn-Path: <>\nSubject: failure notice\n\n{report}\n--b--\n"),
    ] {
        assert_eq!(told_of(&mail), "other", "{mail}");
    }
    let read = "From: office@example.org\nSubject: Read: Letter\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n\nIt was deleted.\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;court@example.org\nOriginal-Message-ID: <0123@example.org>\nDisposition: automatic-action/MDN-sent-automatically; deleted\n--b--\n";
    assert_eq!(told_of(read), "receipt");
}

#[test]
fn what_servers_write_of_their_readers_mailbox_is_no_report() {
    let mail = |from: &str, subject: &str, text: &str| {
        format!("From: {from}\nTo: alex@example.org\nIn-Reply-To: <0123@example.org>\nSubject: {subject}\n\n{text}\n")
    };
    for (from, subject, text) in [
        ("Mail <postmaster@example.org>", "Your mailbox", "It is nearly full: mails could not be delivered soon."),
        (
            "Mail Delivery System <it@example.net>",
            "Undelivered Mail Returned to Sender",
            "Dear alex@example.org, 7 mails could not be delivered. Confirm your password.",
        ),
        ("Postmaster <postmaster@example.net>", "Mail delivery failed", "Your password ends today."),
        ("postmaster@example.org", "Virus found", "The mail was rejected.\n  Recipient: alex@example.org\n  spam"),
        ("postmaster@example.org", "Re: Letter", "Your mail came back as undeliverable? Our mailbox was full."),
    ] {
        assert_eq!(told_of(&mail(from, subject, text)), "answer", "{text}");
    }
    // Who forwards a letter does not answer it.
    let carried = "From: ann@example.org\nContent-Type: message/rfc822\n\nMessage-ID: <0123@example.org>\n\nx\n";
    assert_eq!(told_of(carried), "other");
}

#[test]
fn a_report_that_has_lost_its_fields_is_one_all_the_same() {
    let mail = |kind: &str| {
        format!(
            "From: MAILER-DAEMON@example.net (Mail Delivery System)\nTo: alex@example.org\nSubject: Undelivered Mail Returned to Sender\nContent-Type: multipart/{kind}; boundary=b\n\n--b\n\nIt came back.\n--b\nContent-Type: message/rfc822\n\nFrom: alex@example.org\n\nx\n--b--\n"
        )
    };
    assert_eq!(told_of(&mail("report; report-type=delivery-status")), "returned");
    assert_eq!(told_of(&mail("mixed")), "other");
}

#[test]
fn the_reader_of_a_report_is_not_who_did_not_get_the_mail() {
    let mail = |failed: &str| {
        format!(
            "From: System Administrator <postmaster@example.net>\nTo: alex@example.org\nSubject: Undeliverable: Letter\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nYour message\n\n  To:      Alex@example.org\n  Subject: Letter\n\ndid not reach the following recipient(s):\n\n{failed} on Mon, 23 Nov 2026\n    The recipient was unavailable\n--b\nContent-Type: message/rfc822\n\nTo: Alex@example.org\nMessage-ID: <0123@example.org>\n\nx\n--b--\n"
        )
    };
    assert_eq!(told_of(&mail("The Court")), "returned");
    assert_eq!(told_of(&mail("court@example.org")), "returned court@example.org - -");
    assert_eq!(told_of(&mail("alex@example.org")), "returned alex@example.org - -");
}

#[test]
fn a_gateway_to_telephones_reports_as_mail_servers_do() {
    let mail = "From: post_master@example.net\nTo: alex@example.org\nSubject: Re: Letter\nIn-Reply-To: <0123@example.org>\n\nError: Invalid user address\n\n550 - Requested action not taken: no such user here\n\nMAIL FROM: alex@example.org\nRCPT TO: 5550123@example.net\n";
    assert_eq!(told_of(mail), "returned 5550123@example.net - 550");
    assert_eq!(Finding::of(mail.as_bytes()).original.message_ids, ["0123@example.org"]);
}

#[test]
fn reports_are_understood_whose_language_is_not_known() {
    let exchange = "From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.org>\nTo: alex@example.org\n\nJo.\n\ncourt@example.org\n#550 5.1.10 RESOLVER.ADR.RecipientNotFound ##\n";
    assert_eq!(told_of(exchange), "returned court@example.org 5.1.10 550");
    let mail = "From: MAILER-DAEMON@example.net\nTo: alex@example.org\n\nTu je e-posta.\n\n<court@example.org>:\nNe. (#5.1.1)\n";
    assert_eq!(told_of(mail), "returned court@example.org 5.1.1 -");
}

#[test]
fn who_was_written_to_is_told_before_who_it_was_passed_on_to() {
    let mail = |text: &str| {
        let text = format!("It could not be delivered:\n\n{text}\n");
        Finding::of(format!("From: MAILER-DAEMON@example.net\n{FROM_SERVER}\n{text}").as_bytes())
    };
    for (text, recipients) in [
        ("  old@example.net\n    (generated from court@example.org)\n", ["court@example.org", "old@example.net"]),
        ("<old@example.net> (expanded from\n    <court@example.org>): no\n", ["court@example.org", "old@example.net"]),
    ] {
        assert_eq!(mail(text).failures[0].recipients, recipients, "{text}");
    }
    let hidden = mail("  an undisclosed address\n    (generated from court@example.org)\n");
    assert_eq!(hidden.failures[0].recipients, ["court@example.org"]);
}

/// A delivery report with these fields of one mailbox.
fn report(fields: &str) -> String {
    format!(
        "From: MAILER-DAEMON@example.net\n{FROM_SERVER}Content-Type: multipart/report; boundary=b\n\n--b\n\nNo.\n--b\n\
         Content-Type: message/delivery-status\n\nReporting-MTA: dns; example.net\n\n{fields}\n--b\n\
         Content-Type: message/rfc822\n\nMessage-ID: <0123@example.org>\n\nx\n--b--\n"
    )
}

#[test]
fn fields_are_understood_as_programs_write_them() {
    let both = "Final-Recipient: rfc822; court@example.org\nAction: failed\nStatus: 5.1.1\n";
    for (fields, expected) in [
        ("Final-Recipient: rfc822;court@example.org\nAction: failure\nStatus: 553 Too large\n", "- 553"),
        ("Final-Recipient: rfc822;court@example.org\nAction: failed\nStatus: 5.9.8\n", "5.9.8 -"),
        (&format!("{both}\n{both}"), "5.1.1 -"),
    ] {
        assert_eq!(told_of(&report(fields)), format!("returned court@example.org {expected}"), "{fields}");
    }
    let international = "Final-Recipient: utf-8; \\x{441}\\x{443}\\x{434}@example.org\nAction: failed\nStatus: 5.1.1\n";
    assert_eq!(told_of(&report(international)), "returned суд@example.org 5.1.1 -");
}

#[test]
fn a_report_that_a_gateway_has_wrapped_is_taken_out() {
    let inner = report("Final-Recipient: rfc822; court@example.org\nAction: failed\nStatus: 5.1.1\n");
    let outer = |from: &str| {
        format!(
            "From: {from}\nContent-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: message/rfc822\n\n{inner}\n\
             --a\n\nScanned.\n--a--\n"
        )
    };
    assert_eq!(told_of(&outer("postmaster@example.net")), "returned court@example.org 5.1.1 -");
    assert_eq!(told_of(&outer("Ann <ann@example.org>")), "other");
}

#[test]
fn a_program_that_refuses_a_mail_for_somebody_returns_it() {
    let note = |text: &str, header: &str| {
        format!(
            "From: postmaster@example.org\n{header}Content-Type: multipart/report; boundary=b\n\n--b\n\n{text}\n--b\n\
             Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; court@example.org\n\
             Disposition: automatic-action/MDN-sent-automatically; deleted\n--b--\n"
        )
    };
    let refused = note("Your message was automatically rejected:\nQuota exceeded", "Auto-Submitted: auto-replied\n");
    assert_eq!(told_of(&refused), "returned court@example.org 5.2.2 - by its words");
    assert_eq!(told_of(&note("It was deleted without being read.", "Auto-Submitted: auto-replied\n")), "receipt");
    assert_eq!(told_of(&note("Subject: Bail was refused\n\nIt was deleted.", "")), "receipt");
}

/// A folder with files, and a mail whose id tells where it is.
struct Mails(tempfile::TempDir);

impl Mails {
    fn file(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn ids(findings: &[Finding]) -> Vec<&str> {
        findings.iter().map(|found| found.original.message_ids[0].strip_suffix("@example.org").unwrap()).collect()
    }
}

fn mail(id: &str) -> String {
    format!("From: a@example.org\nIn-Reply-To: <{id}@example.org>\n\nYes.\n")
}

#[test]
fn mailboxes_are_read_as_programs_keep_them() {
    let mails = Mails(tempfile::tempdir().unwrap());
    mails.file("maildir/cur/1:2,S", mail("cur"));
    mails.file("maildir/new/2", mail("new").replace('\n', "\r\n"));
    mails.file("maildir/tmp/3", mail("tmp"));
    mails.file("maildir/.Sent/cur/4:2,S", mail("subfolder"));
    mails.file("maildir/.Sent/tmp/5", mail("tmp"));
    mails.file("maildir/dovecot-uidlist", "3 V1 N2\n1 :1\n");
    let separated = |from: &str, id: &str| format!("{from}\n{}\n", mail(id));
    let thunderbird = |id: &str| separated("From - Mon Nov 23 10:00:00 2026", id);
    mails.file("thunderbird/Inbox", [thunderbird("1"), thunderbird("2")].concat());
    mails.file("thunderbird/Inbox.msf", "// <!-- <mdb:mork:z v=\"1.4\"/> -->\n");
    mails.file("thunderbird/Inbox.sbd/Court", thunderbird("3"));
    mails.file("thunderbird/msgFilterRules.dat", "version=\"9\"\nlogging=\"no\"\n");
    let plist = "<?xml version=\"1.0\"?>\nIn-Reply-To: <plist@example.org>\n";
    mails.file("Apple.mbox/Messages/1.emlx", format!("{:<10}\n{}{plist}", mail("emlx").len(), mail("emlx")));
    mails.file("Exported.mbox/mbox", separated("From a@example.org Mon Nov 23 10:00:00 2026", "apple"));
    mails.file("Exported.mbox/table_of_contents", "\0\0\u{1}");
    let takeout = separated("From 1780000000000000000@xxx Mon Nov 23 10:00:00 +0000 2026", "takeout");
    mails.file("Takeout/All mail.mbox", takeout.replace('\n', "\r\n"));
    mails.file("mh/1", mail("mh"));
    mails.file("mh/.mh_sequences", "cur: 1\n");
    mails.file("saved.eml", format!("\u{feff}{}", mail("windows")));
    mails.file("gmail.eml", format!("\r\n{:255}\r\n{}", "", mail("gmail")));
    mails.file("spaces", " \n\t\n");
    mails.file("odd", separated("From MAILER-DAEMON Mon Nov 23 10:0 2026", "odd"));
    mails.file("letter.txt", "From 10 to 12\nwe meet.\n");
    mails.file("empty", "");
    mails.file("picture.jpg", "\u{0}\u{1}");
    mails.file("invitation.ics", "BEGIN:VCALENDAR\nSUMMARY:x\n");
    mails.file("notes.docx", "PK\u{3}\u{4}");
    let expected =
        ["emlx", "apple", "takeout", "subfolder", "cur", "new", "mh", "windows", "gmail", "odd", "1", "3", "2"];
    let found = findings(mails.0.path());
    let mut ids = Mails::ids(&found);
    assert_eq!(found.iter().map(|found| found.kind).collect::<Vec<_>>(), [Kind::Answer; 13]);
    ids.sort_unstable();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(ids, expected);
}

#[test]
fn what_is_packed_or_of_outlook_is_told_and_the_rest_is_read() {
    let mails = Mails(tempfile::tempdir().unwrap());
    mails.file("Archive.mbox.gz", b"\x1F\x8B\x08");
    mails.file("a.mbox", format!("From a 10:00 2026\n{}", mail("1")));
    mails.file("backup.pst", b"!BDN\0");
    mails.file("letter.msg", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    mails.file("mail.olm", b"PK\x03\x04");
    mails.file("z.eml", mail("2"));
    let (findings, unread) = read(mails.0.path());
    assert_eq!(Mails::ids(&findings), ["1", "2"]);
    for (problem, words) in
        unread.iter().zip(["Archive.mbox.gz is compressed (gzip)", "backup.pst", "letter.msg", "mail.olm"])
    {
        assert!(problem.to_string().contains(words), "{problem}");
    }
    assert_eq!(unread.len(), 4);
    let (_, unread) = read(&mails.0.path().join("letter.msg"));
    assert!(unread[0].to_string().contains("the form of Outlook"), "{unread:?}");
}

#[cfg(unix)]
#[test]
fn links_to_files_are_followed_and_those_to_folders_told() {
    use std::os::unix::fs::symlink;
    let (mails, other) = (Mails(tempfile::tempdir().unwrap()), Mails(tempfile::tempdir().unwrap()));
    other.file("1", mail("1"));
    symlink(other.0.path().join("1"), mails.0.path().join("linked")).unwrap();
    symlink(other.0.path(), mails.0.path().join("folder")).unwrap();
    symlink("127.0.0.1:+1", mails.0.path().join("lock")).unwrap();
    let (findings, unread) = read(mails.0.path());
    assert_eq!(Mails::ids(&findings), ["1"]);
    assert!(unread.len() == 1 && unread[0].to_string().contains("is a link to a folder"), "{unread:?}");
}

#[test]
fn texts_are_understood_in_the_charsets_of_mails() {
    let utf_7 = b"+BD0ENQ- +BDQEPgRBBEIEMAQyBDsENQQ9BD4-:\ncourt@example.org\n+BD8EPgRHBEIEPgQyBEsEOQ- +BE8ESQQ4BDo- +BD8EPgQ7BD4EPQ-";
    let full = "returned court@example.org 5.2.2 - by its words";
    let mail = |charset: &str, encoding: &str, text: &[u8]| {
        let fields = format!("Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n");
        let header = format!("From: MAILER-DAEMON@example.net\n{FROM_SERVER}{fields}\n");
        told(&Finding::of(&[header.as_bytes(), text].concat()))
    };
    assert_eq!(mail("utf-7", "7bit", utf_7), full);
    for (encoding, text) in [
        (ISO_2022_JP, "配信に失敗しました。\ncourt@example.org\nメールボックスがいっぱいです。\n"),
        (SHIFT_JIS, "配信に失敗しました。\ncourt@example.org\nメールボックスがいっぱいです。\n"),
        (GB18030, "您发送的邮件投递失败：\ncourt@example.org\n对方邮箱已满，请稍后再试\n"),
        (EUC_KR, "메일을 전송하지 못했습니다.\ncourt@example.org\n상대방의 메일함이 가득 찼습니다\n"),
        (KOI8_R, "Ваше письмо не доставлено:\ncourt@example.org\nпочтовый ящик полон\n"),
        (WINDOWS_1251, "Ваше письмо не доставлено:\ncourt@example.org\nпочтовый ящик полон\n"),
        (
            WINDOWS_1252,
            "Ihre Nachricht konnte nicht zugestellt werden:\ncourt@example.org\nDas Postfach des Empfängers ist übervoll: Postfach voll\n",
        ),
    ] {
        let (bytes, ..) = encoding.encode(text);
        let name = encoding.name();
        assert_eq!(mail(name, "8bit", &bytes), full, "{name}");
        assert_eq!(mail(name, "base64", BASE64_STANDARD.encode(&bytes).as_bytes()), full, "{name}");
        // Old programs name none, and write it into the header as it is.
        let (sender, ..) = encoding.encode(text.lines().next().unwrap());
        let bare = [b"From: ", &*sender, b" <MAILER-DAEMON@example.net>\nTo: alex@example.org\n\n", &*bytes].concat();
        assert_eq!(told(&Finding::of(&bare)), full, "{name}, which is not named");
    }
}

#[test]
fn a_mailbox_of_many_mails_is_read_one_by_one() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let body = "All that is said.\n".repeat(500);
    for number in 0..5_000 {
        let header =
            format!("From a Mon Nov 23 10:00:00 2026\nFrom: a@example.org\nIn-Reply-To: <{number}@example.org>\n");
        file.write_all(format!("{header}\n{body}\n").as_bytes()).unwrap();
    }
    let (mut number, mut longest) = (0, 0);
    let each = &mut |source: Source<'_>, mail: &[u8]| {
        number += 1;
        longest = longest.max(mail.len());
        assert_eq!(source.number, number);
        Ok::<_, Infallible>(())
    };
    assert!(each_mail(file.path(), each).unwrap().is_empty());
    assert_eq!(number, 5_000);
    assert!(longest < 2 * body.len(), "no mail holds another");
}

#[test]
fn a_mail_that_names_very_many_mailboxes_or_mails_does_not_hold_up_the_others() {
    let many = |what: fn(usize) -> String| (0..100_000).map(what).collect::<String>();
    let ids = many(|number| format!(" <{number}@example.org>\n"));
    let mailboxes = many(|number| format!(" {number}@example.org,\n"));
    let header = format!("From: MAILER-DAEMON@example.net\n{FROM_SERVER}");
    for mail in [
        format!("From: a@example.org\nReferences:{ids}\nYes.\n"),
        format!("{header}In-Reply-To:{ids}X-Failed-Recipients:{mailboxes}\nIt could not be delivered.\n"),
        format!("{header}\nIt could not be delivered.\n\n{}", ids.replace(" <", "Message-ID: <")),
    ] {
        let found = Finding::of(mail.as_bytes());
        assert!(found.original.message_ids.len() <= 100 && found.failures.len() <= 1000);
    }
}

/// Mails that are nearly reports, and any bytes.
fn nearly_mails() -> impl Strategy<Value = Vec<u8>> {
    let lines = prop_oneof![
        Just("From: MAILER-DAEMON <>\n".to_owned()),
        Just("Return-Path: <>\n".to_owned()),
        Just("Content-Type: multipart/report; boundary=b\n".to_owned()),
        Just("--b\nContent-Type: message/delivery-status\n\n".to_owned()),
        Just("--b\nContent-Type: message/rfc822\n\n".to_owned()),
        Just("Final-Recipient: rfc822; a@\n".to_owned()),
        Just("Message-ID:\n".to_owned()),
        Just("could not be delivered\n".to_owned()),
        Just("From x 10:00 2026\n".to_owned()),
        "[<é@:;.0-9 a-z\u{0}\r>-]{0,40}\n",
        "\\PC{0,30}@\\PC{0,30}",
    ];
    let bytes = prop::collection::vec(any::<u8>(), 0..300);
    prop_oneof![prop::collection::vec(lines, 0..30).prop_map(|lines| lines.concat().into_bytes()), bytes]
}

#[test]
fn a_mail_whose_parts_end_within_one_that_it_carries_is_read() {
    let carried = "Content-Type: message/rfc822\n\n";
    let mail = format!(
        "From: a@example.org\nContent-Type: multipart/report; boundary=b\n\n--b\n{carried}{carried}x--b--\n\ny--b--\n"
    );
    assert_eq!(Finding::of(mail.as_bytes()).from.as_deref(), Some("a@example.org"));
}

proptest! {
    #[test]
    fn any_bytes_are_some_mail_or_none(bytes in nearly_mails()) {
        let finding = Finding::of(&bytes);
        prop_assert!(finding.failures.is_empty() || matches!(finding.kind, Kind::Returned | Kind::Delayed | Kind::Receipt));
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), &bytes).unwrap();
        read(file.path());
    }
}
