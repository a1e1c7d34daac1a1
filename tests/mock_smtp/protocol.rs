//! SMTP as the standards have it.

use crate::client::{Client, commands, remarks, server, server_with};
use protest_letter::mock_smtp::{Entry, Extension, Settings};

#[tokio::test]
async fn it_offers_its_extensions_unless_they_are_hidden() {
    let server = server(&[]).await;
    let mut client = Client::open(&server).await;
    assert_eq!(client.reply().await, "220 mock.example.org ESMTP mock server");
    assert_eq!(
        client.ask("EHLO x").await,
        "250-mock.example.org greets you\n250-PIPELINING\n250-SIZE 52428800\n250-8BITMIME\n250-SMTPUTF8\n\
         250-ENHANCEDSTATUSCODES\n250 AUTH PLAIN LOGIN XOAUTH2 OAUTHBEARER"
    );
    assert_eq!(client.ask("HELO x").await, "250 mock.example.org");

    let settings = Settings { hidden: Extension::ALL.into(), ..Settings::default() };
    let server = server_with(&[], settings).await;
    let mut client = Client::open(&server).await;
    client.reply().await;
    assert_eq!(client.ask("EHLO x").await, "250 mock.example.org greets you");
    assert_eq!(client.ask("MAIL FROM:<a@x.example>").await, "250 sender accepted");
    let codes = client.codes(&["RSET", "MAIL FROM:<a@x.example> SIZE=1", "AUTH PLAIN AGEAYg=="]).await;
    assert_eq!(codes, [250, 555, 502]);
}

#[tokio::test]
async fn commands_out_of_order_are_refused() {
    let server = server(&[]).await;
    let mut client = Client::open(&server).await;
    client.reply().await;
    let codes = client
        .codes(&[
            "MAIL FROM:<a@x.example>",
            "EHLO x",
            "RCPT TO:<b@x.example>",
            "DATA",
            "MAIL FROM:<a@x.example>",
            "MAIL FROM:<a@x.example>",
            "DATA",
            "RSET",
            "RCPT TO:<b@x.example>",
            "STARTTLS",
            "QUIT",
        ])
        .await;
    assert_eq!(codes, [503, 250, 503, 503, 250, 503, 503, 250, 503, 503, 221]);
    assert_eq!(client.reply().await, "");
}

#[tokio::test]
async fn a_transaction_has_so_many_recipients() {
    let server = server_with(&["rcpt=gone@*: 550"], Settings { recipient_limit: 2, ..Settings::default() }).await;
    let mut client = Client::greeted(&server).await;
    let rcpt = |name: &str| format!("RCPT TO:<{name}@x.example>");
    for _ in 0..2 {
        assert_eq!(
            client.codes(&["MAIL FROM:<a@x.example>", &rcpt("gone"), &rcpt("b"), &rcpt("c")]).await,
            [250, 550, 250, 250]
        );
        assert_eq!(client.ask(&rcpt("d")).await, "452 4.5.3 too many recipients");
        assert_eq!(client.codes(&["DATA", ".", &rcpt("d")]).await, [354, 250, 503]);
    }
    assert!(server.received().iter().all(|mail| mail.envelope.accepted().count() == 2));
}

#[tokio::test]
async fn syntax_is_checked() {
    let server = server(&[]).await;
    let mut client = Client::greeted(&server).await;
    for (line, code) in [
        ("FROB", "500 5.5.2"),
        ("", "500 5.5.2"),
        ("EHLO", "501 5.5.2"),
        ("MAIL FROM:a@x.example", "501 5.5.2"),
        ("MAIL FROM:<a@x.example> RET=FULL", "555 5.5.4"),
        ("MAIL FROM:<a@x.example> FROB=1", "555 5.5.4"),
        ("MAIL FROM:<a@x.example> SIZE=many", "501 5.5.4"),
        ("MAIL FROM:<ä@x.example>", "553 5.6.7"),
        ("NOOP", "250 2.0.0"),
        ("VRFY anna", "252 2.1.5"),
        ("HELP", "214 2.0.0"),
        ("EXPN list", "502 5.5.1"),
        ("mail from:<> SIZE=10 BODY=8BITMIME SMTPUTF8 AUTH=<>", "250 2.1.0"),
        ("rcpt to:<>", "501 5.1.3"),
        ("RCPT TO:<b@x.example> NOTIFY=NEVER", "555 5.5.4"),
        ("RCPT TO:<Postmaster>", "250 2.1.5"),
        ("RCPT TO:<ä@x.example>", "250 2.1.5"),
    ] {
        let reply = client.ask(line).await;
        assert!(reply.starts_with(code), "{line}: {reply}");
    }
}

#[tokio::test]
async fn pipelined_commands_are_answered_in_order() {
    let server = server(&["rcpt=b@*: 550 5.1.1 no such user"]).await;
    let mut client = Client::greeted(&server).await;
    client.send("MAIL FROM:<anna@example.org>\r\nRCPT TO:<a@x.example>\r\nRCPT TO:<b@x.example>\r\nDATA\r\n").await;
    for wanted in ["250 2.1.0 sender accepted", "250 2.1.5 recipient accepted", "550 5.1.1 no such user"] {
        assert_eq!(client.reply().await, wanted);
    }
    assert!(client.reply().await.starts_with("354 "));
    // The final dot and the next envelope in one write.
    client.send("..Hello\r\n.\r\nMAIL FROM:<anna@example.org>\r\nRCPT TO:<b@x.example>\r\nDATA\r\nQUIT\r\n").await;
    for wanted in [
        "250 2.0.0 accepted",
        "250 2.1.0 sender accepted",
        "550 5.1.1 no such user",
        "554 5.5.1 no valid recipients",
        "221 2.0.0 goodbye",
    ] {
        assert_eq!(client.reply().await, wanted);
    }
    let mail = &server.received()[0];
    assert_eq!(mail.content, b".Hello\r\n");
    let replies: Vec<_> = mail.envelope.rcpt_to.iter().map(|to| to.reply.code()).collect();
    assert_eq!(replies, [250, 550]);
    assert!(remarks(&server).is_empty());
}

#[tokio::test]
async fn pipelining_that_was_not_offered_is_remarked_on() {
    let settings = Settings { hidden: [Extension::Pipelining].into(), ..Settings::default() };
    let server = server_with(&[], settings).await;
    let mut client = Client::greeted(&server).await;
    client.send("NOOP\r\nNOOP\r\n").await;
    assert_eq!(client.reply().await, client.reply().await);
    assert_eq!(remarks(&server), ["commands are pipelined, which was not offered"]);
}

#[tokio::test]
async fn a_mail_cannot_be_smuggled() {
    let server = server(&[]).await;
    let mut client = Client::greeted(&server).await;
    let open = ["MAIL FROM:<anna@example.org>", "RCPT TO:<a@x.example>", "DATA"];
    assert_eq!(client.codes(&open).await, [250, 250, 354]);
    let content = "one\n.\nMAIL FROM:<x@x.example>\r\ntwo\n.\r\nthree\r\n.\nfour\r\n.\r\r\nfive\r\n";
    assert_eq!(client.ask(&format!("{content}.")).await, "250 2.0.0 accepted");
    let unstuffed = content.replace("\r\n.", "\r\n");
    assert_eq!(server.received()[0].content, unstuffed.as_bytes());
    assert_eq!(remarks(&server), ["the mail has a CR or LF that stands alone"]);
}

#[tokio::test]
async fn sizes_are_limited_twice() {
    let settings = Settings { size_limit: 10, ..Settings::default() };
    let server = server_with(&[], settings).await;
    let mut client = Client::greeted(&server).await;
    assert!(client.ask("MAIL FROM:<a@x.example> SIZE=11").await.starts_with("552 5.3.4"));
    let open = ["MAIL FROM:<a@x.example> SIZE=10", "RCPT TO:<b@x.example>", "DATA"];
    assert_eq!(client.codes(&open).await, [250, 250, 354]);
    assert!(client.ask("123456789\r\n.").await.starts_with("552 5.3.4"));
    assert_eq!(client.codes(&open).await, [250, 250, 354]);
    assert!(client.ask("12345678\r\n.").await.starts_with("250 "));
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn what_a_stricter_server_would_mind_is_remarked_on() {
    let server = server(&[]).await;
    let mut client = Client::greeted(&server).await;
    client.send("NOOP\n").await;
    assert!(client.reply().await.starts_with("250 "));
    for (parameter, content) in [("", "ä"), (" BODY=8BITMIME", "ä"), ("", &*"x".repeat(999)), ("", &*"x".repeat(998))]
    {
        let mail = format!("MAIL FROM:<a@x.example>{parameter}");
        client.codes(&[&mail, "RCPT TO:<b@x.example>", "DATA"]).await;
        assert!(client.ask(&format!("{content}\r\n.")).await.starts_with("250 "));
    }
    assert_eq!(
        remarks(&server),
        [
            "a command ends in LF without CR",
            "the mail has bytes above 127, but BODY=8BITMIME was not declared",
            "the mail has a line of more than 998 bytes",
        ]
    );
}

#[tokio::test]
async fn the_transcript_has_every_command_and_reply() {
    let server = server(&["quit: drop"]).await;
    let mut client = Client::greeted(&server).await;
    client.mail("a@x.example").await;
    assert_eq!(client.ask("QUIT").await, "");
    server.stop().await.unwrap();
    assert_eq!(
        commands(&server),
        ["", "EHLO client.example", "MAIL FROM:<anna@example.org>", "RCPT TO:<a@x.example>", "DATA", ".", "QUIT",]
    );
    let transcript = server.transcript();
    assert_eq!(transcript.first(), Some(&Entry::Opened { session: 1 }));
    assert_eq!(
        transcript[transcript.len() - 2..],
        [Entry::Exchange { session: 1, command: "QUIT".to_owned(), reply: None }, Entry::Closed { session: 1 },]
    );
}
