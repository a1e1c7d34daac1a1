//! What a server says to a letter: what stands before each `|` is said before the client is heard again.

#![no_main]

use std::cell::RefCell;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use protest_letter::config::Account;
use protest_letter::deliver::{Outcome, Smtp, Transport};
use protest_letter::mail::{Envelope, EnvelopeRecipient, Mail, Role};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Notify;
use tokio::time::timeout;

/// How long the server waits for the client to say something; the clock stands still while anything happens.
const MOMENT: Duration = Duration::from_millis(1);

/// How long the client waits for the server.
const PATIENCE: Duration = Duration::from_secs(1);

/// How the content ends, as it goes over the wire.
const END: &[u8] = b"\r\nlast\r\n.\r\n";

/// What both have said on all connections.
#[derive(Debug, Default)]
struct Talk {
    said: Vec<u8>,
    heard: Vec<u8>,
}

thread_local!(static RUNTIME: (Runtime, TcpListener) = {
    let runtime = Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    (runtime, listener)
});

fuzz_target!(|bytes: &[u8]| RUNTIME.with(|(runtime, listener)| runtime.block_on(deliver(listener, bytes))));

async fn deliver(listener: &TcpListener, script: &[u8]) {
    let account: Account = format!("smtp://{}", listener.local_addr().unwrap()).parse().unwrap();
    let (talk, done) = (RefCell::new(Talk::default()), Notify::new());
    let client = async {
        let mut smtp = Smtp::new(account, None).with_patience(PATIENCE);
        let outcome = match smtp.open().await {
            Ok(()) => Some(smtp.deliver(&mail(), None).await),
            Err(_) => None,
        };
        smtp.close().await;
        drop(smtp);
        done.notify_one();
        outcome
    };
    let (outcome, ()) = tokio::join!(client, serve(listener, script, &talk, &done));
    check(outcome, &talk.into_inner());
}

async fn serve(listener: &TcpListener, script: &[u8], talk: &RefCell<Talk>, done: &Notify) {
    let mut pieces = script.split(|byte| *byte == b'|');
    loop {
        let stream = tokio::select! {
            biased;
            accepted = listener.accept() => accepted.unwrap().0,
            () = done.notified() => return,
        };
        // A client that leaves is no fault of the server.
        let _ = converse(stream, &mut pieces, talk).await;
    }
}

async fn converse(
    mut stream: TcpStream,
    pieces: &mut impl Iterator<Item = &[u8]>,
    talk: &RefCell<Talk>,
) -> std::io::Result<()> {
    let mut heard = [0; 4096];
    for piece in pieces {
        talk.borrow_mut().said.extend(piece);
        stream.write_all(piece).await?;
        while let Ok(read) = timeout(MOMENT, stream.read(&mut heard)).await {
            match read? {
                0 => return Ok(()),
                length => talk.borrow_mut().heard.extend(&heard[..length]),
            }
        }
    }
    stream.shutdown().await?;
    loop {
        match stream.read(&mut heard).await? {
            0 => return Ok(()),
            length => talk.borrow_mut().heard.extend(&heard[..length]),
        }
    }
}

fn mail() -> Mail {
    let recipients = [
        ("court@example.org", Role::Addressee),
        ("copy@example.org", Role::Copy),
        ("blind@example.org", Role::BlindCopy),
    ];
    let recipient = |(address, role): (&str, Role)| EnvelopeRecipient { address: address.parse().unwrap(), role };
    let mail_from = "alex@example.org".parse().unwrap();
    let bytes = b"From: alex@example.org\r\nSubject: x\r\n\r\n.\r\n..two\r\nlast\r\n".to_vec();
    Mail { envelope: Envelope { mail_from, recipients: recipients.map(recipient).into() }, bytes }
}

/// Nothing of the letter goes before the server has granted the session and every recipient, and asked for the content; and
/// a letter that is to be sent again has not gone.
fn check(outcome: Option<Outcome>, Talk { said, heard }: &Talk) {
    let replies = said.split(|byte| *byte == b'\n').filter(|line| line.get(3) != Some(&b'-'));
    let count = |class: u8| replies.clone().filter(|line| line.first() == Some(&class)).count();
    let good = count(b'2') + count(b'3');
    let has = |part: &[u8]| heard.windows(part.len()).any(|window| window == part);
    if has(b"Subject: x") {
        // MAIL and three RCPT; before them the greetings, which lettre takes with any good code.
        assert!(count(b'2') >= 4 && count(b'3') >= 1 && good >= 7, "the letter went before it was asked for");
    }
    let failure = match outcome {
        None => {
            assert!(!has(b"MAIL FROM"));
            return;
        }
        Some(Outcome::Accepted { reply, without }) => {
            assert!(has(END) && count(b'2') >= 5 && good >= 8 && without.is_empty(), "nothing was accepted");
            assert!(!reply.text.contains(char::is_control));
            return;
        }
        Some(Outcome::Handed { .. }) => panic!("there is an addressee"),
        Some(Outcome::Deferred(failure)) => {
            assert!(failure.reply.is_some() || !has(END), "the server may have it: {failure:?}");
            failure
        }
        Some(Outcome::Rejected(failure)) => {
            assert!(failure.reply.is_some(), "{failure:?}");
            failure
        }
        Some(Outcome::Uncertain(failure) | Outcome::Partial { failure, .. }) => failure,
    };
    let words = failure.reply.map(|reply| reply.text).into_iter().chain(failure.broke);
    for words in words {
        assert!(words.chars().count() <= 1_100 && !words.contains(char::is_control), "{words:?}");
    }
}
