//! Several commands said at once, and the next letter announced with the end of the last.

use std::net::SocketAddr;
use std::time::Duration;

use proptest::prelude::*;
use protest_letter::config::Tls;
use protest_letter::deliver::{Outcome, Stage, Transport};
use protest_letter::mail::{Mail, Role};
use protest_letter::mock_smtp::{self, Entry, MockSmtp, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::common::{
    account, commands, encrypted, failure, hand_over, mail, mail_to, pipelining, server, server_with, smtp,
};

fn mail_to_office(office: &str) -> Mail {
    mail_to(&[(&format!("{office}@example.org"), Role::Addressee), ("copy@example.org", Role::Copy)])
}

fn connections(server: &MockSmtp) -> usize {
    count(server, "|")
}

fn count(server: &MockSmtp, wanted: &str) -> usize {
    commands(server).iter().filter(|command| *command == wanted).count()
}

/// Who received something, mail by mail.
fn addressees(server: &MockSmtp) -> Vec<String> {
    server.received().iter().map(|mail| mail.envelope.rcpt_to[0].address.clone()).collect()
}

/// What is heard, to its last byte, and what is then answered.
type Script = Vec<(&'static str, &'static str)>;

/// A server that has one of these conversations after the other, each on a connection of its own, and says so many bytes
/// at a time.
async fn patient(scripts: Vec<Script>, piece: usize) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        for script in scripts {
            let (mut client, _) = listener.accept().await.unwrap();
            client.set_nodelay(true).unwrap();
            for (wanted, answer) in script {
                let mut heard = vec![0; wanted.len()];
                client.read_exact(&mut heard).await.unwrap();
                assert_eq!(String::from_utf8(heard).unwrap(), wanted);
                assert!(client.try_read(&mut [0]).is_err(), "more was said than {wanted:?}");
                for piece in answer.as_bytes().chunks(piece) {
                    client.write_all(piece).await.unwrap();
                    tokio::task::yield_now().await;
                }
            }
        }
    });
    address
}

const OPENING: [(&str, &str); 2] = [
    ("", "220 mail.example.org\r\n"),
    ("EHLO [127.0.0.1]\r\n", "250-mail.example.org\r\n250-pipelining\r\n250 8BITMIME\r\n"),
];
const COURT: &str = "MAIL FROM:<alex@example.org>\r\nRCPT TO:<court@example.org>\r\nDATA\r\n";
const CONTENT: &str = "From: alex@example.org\r\nSubject: x\r\n\r\n..\r\n...two\r\nlast\r\n.\r\n";
const CONTENT_AND_COURT: &str = "From: alex@example.org\r\nSubject: x\r\n\r\n..\r\n...two\r\nlast\r\n.\r\n\
                                 MAIL FROM:<alex@example.org>\r\nRCPT TO:<court@example.org>\r\nDATA\r\n";

#[tokio::test]
async fn a_letter_costs_one_round_trip() {
    let script = [
        (COURT, "250 ok\r\n250-a\r\n250 b\r\n354 go\r\n"),
        (CONTENT_AND_COURT, "250 one\r\n250 ok\r\n251 ok\r\n354 go\r\n"),
        (CONTENT_AND_COURT, "250 two\r\n250 ok\r\n251 ok\r\n354 go\r\n"),
        (CONTENT, "250 three\r\n"),
        ("QUIT\r\n", "221 bye\r\n"),
    ];
    let mail = mail_to(&[("court@example.org", Role::Addressee)]);
    for piece in [1, 7, usize::MAX] {
        let mut smtp = smtp(account(patient(vec![[&OPENING[..], &script].concat()], piece).await));
        smtp.open().await.unwrap();
        for (next, said) in [(Some(&mail), "250 one"), (Some(&mail), "250 two"), (None, "250 three")] {
            let outcome = smtp.deliver(&mail, next).await;
            let Outcome::Accepted { reply, .. } = outcome else { panic!("{outcome:?}") };
            assert_eq!(reply.to_string(), said);
            smtp.open().await.unwrap();
        }
        smtp.close().await;
    }
}

#[tokio::test]
async fn nothing_is_announced_to_a_server_that_breaks_off_because_of_it() {
    let mail = mail_to(&[("court@example.org", Role::Addressee)]);
    let letter = [(COURT, "250 ok\r\n250 ok\r\n354 go\r\n"), (CONTENT, "250 ok\r\n")];
    let burl = [OPENING[0], (OPENING[1].0, "250-mail.example.org\r\n250-BURL imap\r\n250 PIPELINING\r\n")];
    let breaks = [&OPENING[..], &letter[..1], &[(CONTENT_AND_COURT, "")]].concat();
    for (scripts, first) in [
        // Dovecot's submission service.
        (vec![[&burl[..], &letter, &letter, &letter].concat()], "accepted"),
        // One that says no such thing, and is known from then on.
        (vec![breaks, [&OPENING[..], &letter, &letter].concat()], "uncertain"),
    ] {
        let mut smtp = smtp(account(patient(scripts, usize::MAX).await));
        for expected in [first, "accepted", "accepted"] {
            smtp.open().await.unwrap();
            assert_eq!(smtp.deliver(&mail, Some(&mail)).await.word(), expected);
        }
    }
}

#[tokio::test]
async fn a_server_that_offers_no_pipelining_is_asked_step_by_step() {
    let server = server_with(&[], pipelining(false)).await;
    let mut smtp = smtp(account(server.address()));
    smtp.open().await.unwrap();
    for (mail, next) in [("court", Some("ministry")), ("ministry", Some("police")), ("police", None)] {
        let next = next.map(mail_to_office);
        assert!(smtp.deliver(&mail_to_office(mail), next.as_ref()).await.is_success());
    }
    assert_eq!(addressees(&server), ["court@example.org", "ministry@example.org", "police@example.org"]);
    assert!(!server.transcript().iter().any(|entry| matches!(entry, Entry::Remark { .. })));
}

#[tokio::test]
async fn a_refusal_is_told_by_its_first_words() {
    for (faults, stage, said) in [
        (&["mail: 550 5.7.1 not you"][..], Stage::Mail, "550 5.7.1 not you"),
        (&["rcpt: 550 5.1.1 gone"], Stage::Rcpt, "550 5.1.1 gone"),
        (&["rcpt=copy@*: 553 5.1.3 no", "rcpt=blind@*: 450 later"], Stage::Rcpt, "553 5.1.3 no"),
        (&["rcpt=copy@*: 550 5.1.1 gone", "data: 451 4.3.0 later"], Stage::Rcpt, "550 5.1.1 gone"),
        (&["rcpt=copy@*: 550 5.1.1 gone", "data: drop"], Stage::Rcpt, "550 5.1.1 gone"),
        (&["rcpt=copy@*: 550 5.1.1 gone", "rcpt=blind@*: 421 bye"], Stage::Rcpt, "550 5.1.1 gone"),
        (&["data: 451 4.3.0 later"], Stage::Data, "451 4.3.0 later"),
    ] {
        let server = server(faults).await;
        let mut smtp = smtp(account(server.address()));
        let outcome = hand_over(&mut smtp, &mail()).await.unwrap();
        let failure = failure(&outcome).1;
        assert_eq!((failure.stage, failure.reply.as_ref().unwrap().to_string().as_str()), (stage, said), "{faults:?}");
        assert!(server.received().is_empty() && !failure.is_of_the_line());
    }
}

#[tokio::test]
async fn an_office_that_is_gone_costs_one_connection() {
    let server = server(&["rcpt=ministry@*: 550 5.1.1 gone"]).await;
    let mut smtp = smtp(account(server.address()));
    for _ in 0..5 {
        // The first is answered 354 in spite of the refusal, and kept back by leaving; the others are asked for first.
        let outcome = hand_over(&mut smtp, &mail_to_office("ministry")).await.unwrap();
        assert_eq!((outcome.word(), failure(&outcome).1.stage), ("rejected", Stage::Rcpt));
        smtp.open().await.unwrap();
        assert!(smtp.deliver(&mail_to_office("court"), Some(&mail_to_office("ministry"))).await.is_success());
    }
    smtp.close().await;
    assert_eq!((connections(&server), count(&server, "DATA"), count(&server, "RSET")), (2, 6, 4));
    assert_eq!(addressees(&server), ["court@example.org"; 5]);
}

#[tokio::test]
async fn an_office_that_is_back_is_written_to() {
    let server = server(&["rcpt=court@* x1: 450 later"]).await;
    let mut smtp = smtp(account(server.address()));
    assert_eq!(hand_over(&mut smtp, &mail()).await.unwrap().word(), "deferred");
    for _ in 0..3 {
        smtp.open().await.unwrap();
        assert!(smtp.deliver(&mail(), Some(&mail())).await.is_success());
    }
    assert_eq!((connections(&server), server.received().len()), (2, 3));
}

#[tokio::test]
async fn a_letter_goes_without_refused_copies_in_one_round_trip_too() {
    let server = server(&["rcpt=copy@*: 550 5.1.1 gone"]).await;
    let mut smtp = smtp(account(server.address())).without_refused_copies(true);
    smtp.open().await.unwrap();
    for next in [Some(&mail()), Some(&mail()), None] {
        let outcome = smtp.deliver(&mail(), next).await;
        let Outcome::Accepted { without, .. } = outcome else { panic!("{outcome:?}") };
        assert_eq!(without.len(), 1);
    }
    assert_eq!((connections(&server), server.received().len(), count(&server, "DATA")), (1, 3, 3));
}

#[tokio::test]
async fn a_letter_to_many_is_announced_in_several_writes() {
    let addresses: Vec<String> = (0..250).map(|number| format!("court{number}@example.org")).collect();
    let recipients: Vec<_> = addresses.iter().map(|address| (address.as_str(), Role::Addressee)).collect();
    let many = mail_to(&recipients);
    let server = server(&["rcpt#620: 550 5.1.1 gone"]).await;
    let mut smtp = smtp(account(server.address()));
    smtp.open().await.unwrap();
    assert!(smtp.deliver(&many, Some(&many)).await.is_success());
    assert!(smtp.deliver(&many, Some(&many)).await.is_success());
    let outcome = smtp.deliver(&many, None).await;
    let recipient = failure(&outcome).1.recipient.as_ref().unwrap();
    assert_eq!(recipient.address.as_str(), "court119@example.org");
    // The refusal was read before DATA was said.
    assert!(hand_over(&mut smtp, &many).await.unwrap().is_success());
    assert_eq!((connections(&server), count(&server, "DATA"), count(&server, "RSET")), (1, 3, 1));
    assert!(server.received().iter().all(|mail| mail.envelope.accepted().count() == 250));
}

#[tokio::test]
async fn a_break_belongs_to_the_letter_that_was_spoken_of() {
    let (court, ministry) = (mail_to_office("court"), mail_to_office("ministry"));
    for (rule, first, second, stage) in [
        ("mail#2: drop", "accepted", "deferred", Stage::Mail),
        ("mail#2: reset", "accepted", "deferred", Stage::Mail),
        ("mail#2: 421", "accepted", "deferred", Stage::Mail),
        ("rcpt#3: drop", "accepted", "deferred", Stage::Rcpt),
        ("rcpt#4: reset", "accepted", "deferred", Stage::Rcpt),
        ("rcpt#4: 421", "accepted", "deferred", Stage::Rcpt),
        ("data#2: drop", "accepted", "deferred", Stage::Data),
        ("data#2: 421", "accepted", "deferred", Stage::Data),
        ("dot#2: drop-before-store", "accepted", "uncertain", Stage::Dot),
        ("dot#2: 421", "accepted", "deferred", Stage::Dot),
        // What was announced with the end of a letter that broke was not begun.
        ("dot#1: drop-before-store", "uncertain", "deferred", Stage::Mail),
        ("dot#1: drop-after-store", "uncertain", "deferred", Stage::Mail),
        ("dot#1: reset", "uncertain", "deferred", Stage::Mail),
        ("dot#1: 421", "deferred", "deferred", Stage::Mail),
    ] {
        let server = server(&[rule]).await;
        let mut smtp = smtp(account(server.address()));
        smtp.open().await.unwrap();
        assert_eq!(smtp.deliver(&court, Some(&ministry)).await.word(), first, "{rule}");
        let outcome = smtp.deliver(&ministry, None).await;
        let (word, failure) = failure(&outcome);
        assert_eq!((word, failure.stage), (second, stage), "{rule}: {failure:?}");
        assert!(failure.is_of_the_line(), "{rule}: {failure:?}");
        let kept = usize::from(first == "accepted" || rule.contains("after-store"));
        assert_eq!(addressees(&server), vec!["court@example.org"; kept], "{rule}");
        // A new connection takes it.
        assert!(hand_over(&mut smtp, &ministry).await.unwrap().is_success(), "{rule}");
        assert_eq!(connections(&server), 2);
    }
}

#[tokio::test]
async fn a_refused_end_leaves_the_next_letter_alone() {
    for words in ["554 5.7.1 no", "451 4.3.0 later"] {
        let server = server(&[&format!("dot#1: {words}")]).await;
        let mut smtp = smtp(account(server.address()));
        smtp.open().await.unwrap();
        assert!(!smtp.deliver(&mail_to_office("court"), Some(&mail_to_office("ministry"))).await.is_success());
        assert!(smtp.deliver(&mail_to_office("ministry"), None).await.is_success());
        assert_eq!((connections(&server), addressees(&server)), (1, vec!["ministry@example.org".to_owned()]));
    }
}

#[tokio::test]
async fn what_was_announced_and_does_not_come_is_not_sent() {
    let (court, ministry, police) = (mail_to_office("court"), mail_to_office("ministry"), mail_to_office("police"));
    let server = server(&[]).await;
    let mut smtp = smtp(account(server.address()));
    smtp.open().await.unwrap();
    assert!(smtp.deliver(&court, Some(&ministry)).await.is_success());
    let outcome = smtp.deliver(&police, None).await;
    assert!(outcome.word() == "deferred" && failure(&outcome).1.is_of_the_line(), "{outcome:?}");
    smtp.open().await.unwrap();
    assert!(smtp.deliver(&police, Some(&ministry)).await.is_success());
    smtp.close().await;
    server.stop().await.unwrap();
    assert_eq!(addressees(&server), ["court@example.org", "police@example.org"]);
    assert_eq!((connections(&server), count(&server, "QUIT")), (2, 0));
}

#[tokio::test]
async fn a_letter_that_cannot_be_told_of_does_not_disturb_what_was_announced() {
    let settings = Settings { hidden: [mock_smtp::Extension::SmtpUtf8].into(), ..Settings::default() };
    let server = server_with(&[], settings).await;
    let unusual = mail_to(&[("почта@example.org", Role::Addressee)]);
    let mut smtp = smtp(account(server.address()));
    smtp.open().await.unwrap();
    assert!(smtp.deliver(&mail(), Some(&unusual)).await.is_success());
    assert_eq!(smtp.deliver(&unusual, None).await.word(), "rejected");
    assert!(smtp.deliver(&mail(), Some(&mail())).await.is_success());
    assert_eq!(smtp.deliver(&unusual, None).await.word(), "rejected");
    assert!(smtp.deliver(&mail(), None).await.is_success());
    assert_eq!((connections(&server), server.received().len()), (1, 3));
}

#[tokio::test]
async fn nothing_goes_where_nothing_is_open() {
    let server = server(&[]).await;
    let outcome = smtp(account(server.address())).deliver(&mail(), None).await;
    assert_eq!(failure(&outcome).1.to_string(), "handing over the sender: there is no connection");
    assert!(outcome.word() == "deferred" && server.transcript().is_empty());
}

#[tokio::test]
async fn a_connection_carries_its_share_of_letters() {
    let server = server(&[]).await;
    let mut smtp = smtp(account(server.address())).with_letters_per_connection(2);
    for next in [Some(&mail()), Some(&mail()), Some(&mail()), Some(&mail()), None] {
        smtp.open().await.unwrap();
        assert!(smtp.deliver(&mail(), next).await.is_success());
    }
    smtp.close().await;
    // The last letter of a connection announces none.
    assert_eq!((connections(&server), count(&server, "QUIT"), count(&server, "DATA")), (3, 3, 5));
    assert_eq!(server.received().len(), 5);
}

#[tokio::test]
async fn a_connection_that_lay_idle_is_tried_first() {
    let letter = [(COURT, "250 ok\r\n250 ok\r\n354 go\r\n"), (CONTENT, "250 ok\r\n")];
    let noop = [("NOOP\r\n", "250 here\r\n")];
    // The server is still there once, and then it is not.
    let first = [&OPENING[..], &letter, &noop, &letter].concat();
    let second = [&OPENING[..], &letter].concat();
    let mut smtp = smtp(account(patient(vec![first, second], usize::MAX).await)).with_idle_limit(Duration::ZERO);
    for _ in 0..3 {
        let mail = mail_to(&[("court@example.org", Role::Addressee)]);
        assert!(hand_over(&mut smtp, &mail).await.unwrap().is_success());
    }
}

#[tokio::test]
async fn a_long_letter_goes_encrypted_with_the_next_one() {
    let long = Mail { bytes: b"..\r\n.\r\n\r\n...x\r\n".repeat(20_000), ..mail_to_office("court") };
    let server = server_with(&[], Settings { tls: mock_smtp::Tls::Implicit, ..Settings::default() }).await;
    let folder = tempfile::tempdir().unwrap();
    let mut smtp = smtp(encrypted(&server, Tls::Implicit, &folder));
    smtp.open().await.unwrap();
    for next in [Some(&long), Some(&long), None] {
        assert!(smtp.deliver(&long, next).await.is_success());
    }
    assert!(server.received().iter().all(|mail| mail.content == long.bytes));
    assert_eq!((connections(&server), server.received().len()), (1, 3));
}

#[tokio::test]
async fn the_end_of_a_long_encrypted_letter_has_not_left_when_the_line_breaks_at_its_beginning() {
    let long = Mail { bytes: b"0123456789abcdef\r\n".repeat(1_000_000), ..mail() };
    let settings = Settings { tls: mock_smtp::Tls::Implicit, ..Settings::default() };
    for action in ["drop@0B", "reset"] {
        let server = server_with(&[&format!("data: {action}")], settings.clone()).await;
        let folder = tempfile::tempdir().unwrap();
        let mut smtp = smtp(encrypted(&server, Tls::Implicit, &folder));
        smtp.open().await.unwrap();
        let outcome = smtp.deliver(&long, Some(&mail())).await;
        assert_eq!((outcome.word(), failure(&outcome).1.stage), ("deferred", Stage::Data), "{action}");
    }
}

/// What a mail is made of, where dots and line ends matter.
const PIECES: &[&[u8]] = &[b".", b"\r\n", b"\r", b"\n", b"a", b"\xD0\xB1", b"\xFF"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_mail_arrives_byte_for_byte(
        mails in prop::collection::vec(prop::collection::vec(prop::sample::select(PIECES), 0..12), 1..4),
        is_pipelined: bool,
    ) {
        let mail_of = |pieces: &Vec<&[u8]>| Mail { bytes: [&pieces.concat()[..], b"\r\n"].concat(), ..mail() };
        let mails: Vec<Mail> = mails.iter().map(mail_of).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let server = server_with(&[], pipelining(is_pipelined)).await;
            let mut smtp = smtp(account(server.address()));
            smtp.open().await.unwrap();
            for (number, mail) in mails.iter().enumerate() {
                let outcome = smtp.deliver(mail, mails.get(number + 1)).await;
                assert!(outcome.is_success(), "{outcome:?}");
            }
            smtp.close().await;
            let received: Vec<Vec<u8>> = server.received().iter().map(|mail| mail.content.clone()).collect();
            let sent: Vec<Vec<u8>> = mails.into_iter().map(|mail| mail.bytes).collect();
            assert_eq!(received, sent);
        });
    }
}
