//! Every fault rule.

use crate::client::{Client, code, commands, server, server_with};
use protest_letter::mock_smtp::{Entry, MockSmtp, Settings};

#[tokio::test]
async fn a_dead_address_is_refused() {
    let server = server(&["rcpt=*@embassy.example: 550 5.1.1 no such user"]).await;
    let mut client = Client::greeted(&server).await;
    client.ask("MAIL FROM:<anna@example.org>").await;
    assert_eq!(client.ask("RCPT TO:<Visa@Embassy.Example>").await, "550 5.1.1 no such user");
    assert!(client.ask("RCPT TO:<visa@embassy.example.org>").await.starts_with("250 "));
}

#[tokio::test]
async fn greylisting_refuses_once() {
    let server = server(&["rcpt=* x1: 450 4.7.1 greylisted"]).await;
    let lines = ["MAIL FROM:<anna@example.org>", "RCPT TO:<a@x.example>"];
    assert_eq!(Client::greeted(&server).await.codes(&lines).await, [250, 450]);
    assert_eq!(Client::greeted(&server).await.codes(&lines).await, [250, 250]);
}

#[tokio::test]
async fn the_nth_mail_of_all_sessions_is_refused() {
    let server = server(&["mail#3: 550 5.4.5 daily quota"]).await;
    let mut codes = Vec::new();
    for _ in 0..2 {
        codes.extend(
            Client::greeted(&server).await.codes(&["MAIL FROM:<a@x.example>", "RSET", "MAIL FROM:<a@x.example>"]).await,
        );
    }
    assert_eq!(codes, [250, 250, 250, 550, 250, 250]);
}

#[tokio::test]
async fn a_delay_comes_before_the_usual_answer() {
    let server = server(&["banner: delay 1ms", "data: delay 1ms", "data x1: 451", "data: delay 1ms"]).await;
    let mut client = Client::greeted(&server).await;
    let lines = ["MAIL FROM:<a@x.example>", "RCPT TO:<b@x.example>", "DATA", "DATA"];
    assert_eq!(client.codes(&lines).await, [250, 250, 451, 354]);
}

#[tokio::test]
async fn the_line_breaks_within_a_letter() {
    for (bytes, kept) in [("0B", 0), ("512B", 0), ("1KB", 0), ("2KB", 1)] {
        let server = server(&[&format!("data: drop@{bytes}")]).await;
        let mut client = Client::greeted(&server).await;
        let lines = ["MAIL FROM:<a@x.example>", "RCPT TO:<b@x.example>", "DATA"];
        assert_eq!(client.codes(&lines).await, [250, 250, 354]);
        client.send("0123456789abcdef\r\n".repeat(100)).await;
        if kept == 0 {
            assert_eq!(client.reply().await, "", "{bytes}");
            server.stop().await.unwrap();
            assert_eq!(commands(&server).last().unwrap(), "(content)");
        } else {
            assert_eq!(code(&client.ask(".").await), 250);
        }
        assert_eq!(server.received().len(), kept, "{bytes}");
    }
}

#[tokio::test]
async fn after_the_final_dot_only_the_server_knows() {
    for (fault, kept) in
        [("dot: drop-before-store", 0), ("dot: drop-after-store", 1), ("dot=b@*: drop", 0), ("dot=a@*: reset", 0)]
    {
        let server = server(&[fault]).await;
        assert_eq!(mail_reply(&server).await, "", "{fault}");
        server.stop().await.unwrap();
        assert_eq!(server.received().len(), kept, "{fault}");
        assert!(server.received().iter().all(|mail| mail.reply.is_none()));
        assert!(server.transcript().contains(&Entry::Exchange { session: 1, command: ".".to_owned(), reply: None }));
    }
}

#[tokio::test]
async fn a_letter_is_refused_at_the_final_dot() {
    let server = server(&["dot#1: 554 5.7.1 spam", "dot#2: 452"]).await;
    assert_eq!(mail_reply(&server).await, "554 5.7.1 spam");
    assert_eq!(mail_reply(&server).await, "452 insufficient storage, try again later");
    assert_eq!(mail_reply(&server).await, "250 2.0.0 accepted");
}

/// The reply to the final dot of a mail from a@ to b@.
async fn mail_reply(server: &MockSmtp) -> String {
    let mut client = Client::greeted(server).await;
    let lines = ["MAIL FROM:<a@x.example>", "RCPT TO:<b@x.example>", "DATA"];
    assert_eq!(client.codes(&lines).await, [250, 250, 354]);
    client.ask("Hello\r\n.").await
}

#[tokio::test]
async fn a_busy_server_says_so_and_closes() {
    for fault in ["connect: 421", "banner: 421 4.3.2 too busy"] {
        let server = server(&[fault]).await;
        let mut client = Client::open(&server).await;
        assert_eq!(code(&client.reply().await), 421);
        assert_eq!(client.reply().await, "");
    }
    let server = server(&["mail: 421"]).await;
    let mut client = Client::greeted(&server).await;
    client.send("MAIL FROM:<a@x.example>\r\nRCPT TO:<b@x.example>\r\nDATA\r\n").await;
    assert_eq!(code(&client.reply().await), 421);
    assert_eq!(client.reply().await, "");
}

#[tokio::test]
async fn a_server_may_know_no_esmtp() {
    let server = server(&["ehlo: 502 5.5.1 not implemented"]).await;
    let mut client = Client::open(&server).await;
    client.reply().await;
    assert_eq!(client.codes(&["EHLO x", "HELO x", "MAIL FROM:<a@x.example>"]).await, [502, 250, 250]);
    let server = self::server(&["helo: 502"]).await;
    let mut client = Client::open(&server).await;
    client.reply().await;
    assert_eq!(client.codes(&["HELO x", "EHLO x"]).await, [502, 250]);
}

#[tokio::test]
async fn a_server_without_service_waits_for_quit() {
    let server = server(&["banner: 554 no service"]).await;
    let mut client = Client::open(&server).await;
    assert_eq!(client.reply().await, "554 no service");
    assert_eq!(client.codes(&["EHLO x", "QUIT"]).await, [503, 221]);
}

#[tokio::test]
async fn the_connection_is_dropped_or_reset_at_every_stage() {
    let conversation = [
        ("ehlo", "EHLO x"),
        ("auth", "AUTH PLAIN AGEAYg=="),
        ("mail", "MAIL FROM:<a@x.example>"),
        ("rcpt", "RCPT TO:<b@x.example>"),
        ("data", "DATA"),
        ("dot", "Hello\r\n."),
        ("rset", "RSET"),
        ("quit", "QUIT"),
    ];
    for action in ["drop", "reset"] {
        for stage in ["connect", "banner"] {
            let server = server(&[&format!("{stage}: {action}")]).await;
            assert_eq!(Client::open(&server).await.reply().await, "");
        }
        for (number, (stage, _)) in conversation.iter().enumerate() {
            let server = server(&[&format!("{stage}: {action}")]).await;
            let mut client = Client::open(&server).await;
            client.reply().await;
            for (_, line) in &conversation[..number] {
                assert_ne!(client.ask(line).await, "");
            }
            assert_eq!(client.ask(conversation[number].1).await, "", "{stage}: {action}");
        }
    }
}

#[tokio::test]
async fn a_stalled_server_can_still_be_stopped() {
    let server = server(&["rcpt: stall"]).await;
    let mut client = Client::greeted(&server).await;
    client.ask("MAIL FROM:<a@x.example>").await;
    client.send("RCPT TO:<b@x.example>\r\n").await;
    server.stop().await.unwrap();
    assert_eq!(client.reply().await, "");
}

#[tokio::test]
async fn chaos_can_be_repeated() {
    async fn codes(seed: u64) -> Vec<u16> {
        let settings = Settings { chaos: vec!["rcpt=30%:451".parse().unwrap()], seed, ..Settings::default() };
        let server = server_with(&[], settings).await;
        let mut client = Client::greeted(&server).await;
        client.ask("MAIL FROM:<a@x.example>").await;
        client.codes(&["RCPT TO:<b@x.example>"; 60]).await
    }
    let first = codes(7).await;
    assert_eq!(first, codes(7).await);
    assert_ne!(first, codes(8).await);
    assert!(first.contains(&250) && first.contains(&451));
}
