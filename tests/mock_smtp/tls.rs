//! STARTTLS and implicit TLS.

use crate::client::{Client, closed, code, remarks, server_with, tls};
use protest_letter::mock_smtp::Tls;

#[tokio::test]
async fn starttls_secures_the_connection_and_forgets_what_was_said() {
    let server = server_with(&[], tls(Tls::StartTls)).await;
    for host in ["localhost", "127.0.0.1"] {
        let mut client = Client::open(&server).await;
        client.reply().await;
        assert!(client.ask("EHLO x").await.contains("250-STARTTLS"));
        assert_eq!(client.codes(&["MAIL FROM:<a@x.example>", "STARTTLS"]).await, [250, 220]);
        let mut client = client.secured(&server, host).await.unwrap();
        assert_eq!(client.codes(&["RCPT TO:<b@x.example>", "MAIL FROM:<a@x.example>"]).await, [503, 503]);
        assert!(!client.ask("EHLO x").await.contains("STARTTLS"));
        assert_eq!(client.codes(&["STARTTLS"]).await, [503]);
        client.mail("b@x.example").await;
    }
    assert!(server.received().iter().all(|mail| mail.tls));
}

#[tokio::test]
async fn what_is_injected_before_the_handshake_is_discarded() {
    let server = server_with(&[], tls(Tls::StartTls)).await;
    let mut client = Client::greeted(&server).await;
    client.send("STARTTLS\r\nEHLO evil.example\r\nMAIL FROM:<evil@x.example>\r\n").await;
    assert_eq!(code(&client.reply().await), 220);
    let mut client = client.secured(&server, "localhost").await.unwrap();
    assert_eq!(client.codes(&["RCPT TO:<b@x.example>", "EHLO x"]).await, [503, 250]);
    assert_eq!(remarks(&server), ["what was sent in clear after STARTTLS is discarded"]);
}

#[tokio::test]
async fn implicit_tls_comes_before_the_banner() {
    let server = server_with(&[], tls(Tls::Implicit)).await;
    let client = Client::open(&server).await.secured(&server, "127.0.0.1").await.unwrap();
    let mut client = client;
    assert_eq!(code(&client.reply().await), 220);
    assert!(!client.ask("EHLO x").await.contains("STARTTLS"));
    client.mail("b@x.example").await;
    assert_eq!(client.codes(&["QUIT"]).await, [221]);
    assert_eq!(client.reply().await, "");
}

#[tokio::test]
async fn bad_certificates_are_recognised() {
    for fault in ["starttls: badcert", "starttls: wronghost", "starttls: selfsigned"] {
        let server = server_with(&[fault], tls(Tls::Implicit)).await;
        let client = Client::open(&server).await;
        assert!(client.secured(&server, "localhost").await.is_err(), "{fault}");

        let server = server_with(&[fault], tls(Tls::StartTls)).await;
        let mut client = Client::greeted(&server).await;
        assert_eq!(client.codes(&["STARTTLS"]).await, [220]);
        assert!(client.secured(&server, "localhost").await.is_err(), "{fault}");
        closed(&server, 1).await;
        assert!(remarks(&server)[0].starts_with("the TLS handshake failed"));
    }
}

#[tokio::test]
async fn starttls_can_be_refused_hidden_or_broken() {
    let server = server_with(&["starttls: 454"], tls(Tls::StartTls)).await;
    assert_eq!(Client::greeted(&server).await.codes(&["STARTTLS", "NOOP"]).await, [454, 250]);

    let server = server_with(&["starttls x1: hide"], tls(Tls::StartTls)).await;
    let mut client = Client::open(&server).await;
    client.reply().await;
    assert!(!client.ask("EHLO x").await.contains("STARTTLS"));
    assert_eq!(client.codes(&["STARTTLS"]).await, [503]);
    assert!(client.ask("EHLO x").await.contains("STARTTLS"));

    let server = server_with(&["starttls: drop"], tls(Tls::Implicit)).await;
    assert!(Client::open(&server).await.secured(&server, "localhost").await.is_err());
}
