//! Servers that do not speak SMTP, or speak it badly.

use std::time::Duration;

use protest_letter::config::{Account, Tls};
use protest_letter::deliver::{Outcome, Stage};
use protest_letter::mail::Role;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

use crate::common::{account, broken, deliver, failure, hand_over, mail, mail_to, scripted, smtp, words};

const BANNER: &[u8] = b"220-first line\r\n220-\r\n220 last line\r\n";
const EHLO: &[u8] = b"250-mail.example.org\r\n250 8BITMIME\r\n";
const OK: &[u8] = b"250 ok\r\n";
const GO: &[u8] = b"354 go\r\n";

/// What becomes of a mail to one recipient when EHLO, MAIL, RCPT, DATA, the dot and QUIT are answered so.
async fn answered(answers: &[&[u8]]) -> Outcome {
    let answers = [&[BANNER, EHLO], answers].concat().into_iter().map(<[u8]>::to_vec).collect();
    let mail = mail_to(&[("court@example.org", Role::Addressee)]);
    deliver(account(scripted(answers).await), &mail).await.unwrap()
}

#[tokio::test]
async fn replies_of_many_lines_are_read_to_their_end() {
    let outcome = answered(&[b"250-a\r\n250 b\r\n", b"251 forwarded\r\n", GO, b"250-2.0.0 a\r\n250 2.0.0 b\r\n"]).await;
    let Outcome::Accepted { reply, .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!(reply.to_string(), "250 2.0.0 a 2.0.0 b");
    let outcome = answered(&[OK, b"550-5.1.1 no\r\n550 5.1.1 such user\r\n"]).await;
    assert_eq!(failure(&outcome).1.reply.as_ref().unwrap().to_string(), "550 5.1.1 no such user");
}

#[tokio::test]
async fn an_answer_to_another_question_is_no_acceptance() {
    for (answers, word, stage) in [
        (&[GO][..], "deferred", Stage::Mail),
        (&[OK, GO], "deferred", Stage::Rcpt),
        (&[OK, OK, OK], "deferred", Stage::Data),
        (&[OK, OK, GO, GO], "uncertain", Stage::Dot),
        (&[OK, OK, GO, b"HTTP/1.1 400 Bad Request\r\n"], "uncertain", Stage::Dot),
        (&[OK, OK, GO, b"\r\n"], "uncertain", Stage::Dot),
        (&[OK, OK, GO, b"650 what\r\n"], "uncertain", Stage::Dot),
        (&[OK, OK, GO, b"250-and then\r\n"], "uncertain", Stage::Dot),
    ] {
        assert_eq!(broken(&answered(answers).await), (word, stage), "{answers:?}");
    }
}

#[tokio::test]
async fn a_reply_may_be_a_code_alone() {
    assert!(answered(&[b"250\r\n", b"250 \r\n", b"354\r\n", b"250-\r\n250\r\n"]).await.is_success());
    assert_eq!(failure(&answered(&[OK, b"550\r\n"]).await).1.reply.as_ref().unwrap().code, 550);
}

#[tokio::test]
async fn words_in_another_encoding_are_words_all_the_same() {
    let outcome = answered(&[OK, b"550 \xCD\xE5\xF2 \xE0\xE4\xF0\xE5\xF1\xE0\xF2\xE0\r\n"]).await;
    assert_eq!((failure(&outcome).0, failure(&outcome).1.reply.as_ref().unwrap().code), ("rejected", 550));
    assert!(answered(&[OK, OK, GO, b"250 \xCF\xF0\xE8\xED\xFF\xF2\xEE\r\n"]).await.is_success());
    assert!(answered(&[OK, OK, GO, "250 Принято\r\n".as_bytes()]).await.is_success());
    assert!(answered(&[OK, OK, GO, &[b"250 ", "ы".repeat(2000).as_bytes(), b"\r\n"].concat()]).await.is_success());
}

#[tokio::test]
async fn a_server_cannot_steer_the_terminal() {
    let outcome = answered(&[OK, "550 \x1b[2J\x07 \u{9b}31m \u{202e}txet\r\n".as_bytes()]).await;
    let told = failure(&outcome).1.to_string();
    assert!(!told.contains(|c: char| c.is_control() || c == '\u{202e}') && told.contains("[2J"), "{told:?}");
    for tls in [Tls::None, Tls::StartTls] {
        let address = scripted(vec![b"554 \x1b[2J no\r\n".to_vec()]).await;
        let problem = deliver(Account { tls, ..account(address) }, &mail()).await.unwrap_err();
        assert!(words(&problem).contains("554") && !words(&problem).contains('\x1b'), "{problem:?}");
    }
}

#[tokio::test]
async fn a_server_that_does_not_speak_smtp_is_told() {
    for banner in [&b"HTTP/1.1 400 Bad Request\r\n\r\n"[..], b"SSH-2.0-x\r\n", b"\x16\x03\x01\x02\r\n", b"\r\n", b"22"]
    {
        for tls in [Tls::None, Tls::StartTls, Tls::Implicit] {
            let address = scripted(vec![banner.to_vec()]).await;
            let mut smtp = smtp(Account { tls, ..account(address) }).with_patience(Duration::from_millis(300));
            let problem = hand_over(&mut smtp, &mail()).await.unwrap_err();
            assert!(problem.hint.is_some(), "{problem:?}");
        }
    }
}

/// A server that says this over and over.
async fn endless(words: &'static [u8]) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let words = words.repeat(1000);
        while stream.write_all(&words).await.is_ok() {}
    });
    address
}

#[tokio::test]
async fn a_server_that_does_not_stop_talking_is_left() {
    for words in [&b"220-more\r\n"[..], b"x", b"220 \xFF"] {
        for tls in [Tls::None, Tls::StartTls] {
            let account = Account { tls, ..account(endless(words).await) };
            let problem = deliver(account, &mail()).await.unwrap_err();
            assert!(crate::common::words(&problem).contains("does not stop talking"), "{problem:?}");
        }
    }
}
