//! What mails of a mailbox are taken for, and what they tell.

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use proptest::prelude::*;
use protest_letter::returns::{Finding, Kind, each_mail};
use protest_letter::source::Problem;

const FROM_SERVER: &str = "Return-Path: <>\nTo: alex@example.org\n";

/// The findings of a mailbox.
fn findings(path: &Path) -> Vec<Finding> {
    let mut findings = Vec::new();
    each_mail::<Problem>(path, &mut |_, mail| {
        findings.push(Finding::of(mail));
        Ok(())
    })
    .unwrap();
    findings
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
    ] {
        assert_eq!(told_of(&mail(subject, "")), "auto-reply", "{subject}");
    }
    for more in ["Auto-Submitted: auto-replied\n", "Precedence: auto_reply\n", "X-Autoreply: yes\n"] {
        assert_eq!(told_of(&mail("Letter", more)), "auto-reply", "{more}");
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
fn reports_are_understood_whose_language_is_not_known() {
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

#[test]
fn mailboxes_are_read_as_programs_keep_them() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let mail = |id: &str| format!("From: a@example.org\nIn-Reply-To: <{id}@example.org>\n\nYes.\n");
    file("maildir/cur/1:2,S", &mail("cur"));
    file("maildir/new/2", &mail("new").replace('\n', "\r\n"));
    file("maildir/tmp/3", &mail("tmp"));
    file(
        "Mail.sbd/Inbox",
        &format!("From - Mon Nov 23 10:00:00 2026\n{}\nFrom - Mon Nov 23 10:00:00 2026\n{}", mail("1"), mail("2")),
    );
    file("Mail.sbd/Inbox.msf", "// <!-- <mdb:mork:z v=\"1.4\"/> -->\n");
    file("Apple.mbox/1.emlx", &format!("42      \n{}<?xml version=\"1.0\"?>\n", mail("emlx")));
    file("mh/1", &mail("mh"));
    file("empty", "");
    file("picture.jpg", "\u{0}\u{1}");
    let ids: Vec<_> = findings(folder.path()).iter().map(|found| found.original.message_ids[0].clone()).collect();
    assert_eq!(ids, ["emlx", "1", "2", "cur", "new", "mh"].map(|id| format!("{id}@example.org")));
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
    each_mail::<Problem>(file.path(), &mut |source, mail| {
        number += 1;
        longest = longest.max(mail.len());
        assert_eq!(source.number, number);
        Ok(())
    })
    .unwrap();
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

proptest! {
    #[test]
    fn any_bytes_are_some_mail_or_none(bytes in nearly_mails()) {
        let finding = Finding::of(&bytes);
        prop_assert!(finding.failures.is_empty() || matches!(finding.kind, Kind::Returned | Kind::Delayed | Kind::Receipt));
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), &bytes).unwrap();
        let _ = each_mail::<Problem>(file.path(), &mut |_, mail| {
            Finding::of(mail);
            Ok(())
        });
    }
}
