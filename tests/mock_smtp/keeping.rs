//! What the server keeps of a mail, and a mail from lettre.

use crate::client::{Client, server, server_with};
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream};
use lettre::transport::smtp::extension::ClientId;
use protest_letter::mock_smtp::{Difference, Settings};
use std::time::Duration;

#[tokio::test]
async fn differences_between_headers_and_envelope_are_named() {
    let server = server(&["rcpt=refused@*: 550"]).await;
    let mut client = Client::greeted(&server).await;
    client
        .codes(&[
            "MAIL FROM:<bounce@example.org>",
            "RCPT TO:<Court@x.example>",
            "RCPT TO:<refused@x.example>",
            "RCPT TO:<blind@x.example>",
            "DATA",
        ])
        .await;
    client
        .ask(
            "From: Anna <anna@example.org>\r\nTo: court@x.example, refused@x.example\r\nCc: forgotten@x.example\r\n\
             Bcc: blind@x.example\r\nSubject: Hello\r\n\r\n.",
        )
        .await;
    let mail = server.mail(1).await.unwrap();
    assert_eq!(mail.headers.subject.as_deref(), Some("Hello"));
    let address = |address: &str| address.to_owned();
    assert_eq!(
        mail.differences,
        [
            Difference::OtherSender {
                mail_from: address("bounce@example.org"),
                from: vec![address("anna@example.org")],
            },
            Difference::BlindCopy { address: address("blind@x.example") },
            Difference::Refused { address: address("refused@x.example") },
            Difference::NotInEnvelope { address: address("forgotten@x.example") },
            Difference::BccLeaked { addresses: vec![address("blind@x.example")] },
        ]
    );
}

#[tokio::test]
async fn what_is_not_remembered_is_counted() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("kept");
    let server = server_with(&[], Settings { remember: 1, folder: Some(folder.clone()), ..Settings::default() }).await;
    let mut client = Client::greeted(&server).await;
    for address in ["a@x.example", "b@x.example", "c@x.example"] {
        client.mail(address).await;
    }
    assert_eq!((server.received_count(), server.received().len(), server.transcript().len()), (3, 1, 1));
    assert_eq!(server.mail(1).await.unwrap().envelope.rcpt_to[0].address, "a@x.example");
    assert!(server.mail(3).await.is_none());
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 4, "three mails and the transcript");
}

#[tokio::test]
async fn a_folder_keeps_mails_and_transcript() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("kept");
    let settings = Settings { folder: Some(folder.clone()), ..Settings::default() };
    let server = server_with(&[], settings).await;
    let mut client = Client::greeted(&server).await;
    client.mail("a@x.example").await;
    client.mail("b@x.example").await;
    drop(client);
    server.stop().await.unwrap();

    let second = std::fs::read(folder.join("0002.eml")).unwrap();
    assert_eq!(second, server.received()[1].content);
    let transcript = std::fs::read_to_string(folder.join("transcript.jsonl")).unwrap();
    let events: Vec<serde_json::Value> = transcript.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(events.len(), server.transcript().len());
    let mail = events.iter().find(|event| event["event"] == "mail").unwrap();
    assert_eq!(mail["number"], 1);
    assert_eq!(mail["envelope"]["rcpt_to"][0]["reply"], "250 2.1.5 recipient accepted");
    assert_eq!(mail["reply"], "250 2.0.0 accepted");
    assert_eq!(mail["headers"]["to"][0], "a@x.example");
    assert_eq!(events.last().unwrap()["event"], "closed");
}

#[tokio::test]
async fn who_waits_for_a_mail_gets_it_or_learns_of_the_stop() {
    let server = server(&[]).await;
    let send = async {
        let mut client = Client::greeted(&server).await;
        client.mail("a@x.example").await;
        server.stop().await.unwrap();
    };
    let (first, second, ()) = tokio::join!(server.mail(1), server.mail(2), send);
    assert_eq!(first.unwrap().number, 1);
    assert_eq!(second, None);
    assert!(tokio::net::TcpStream::connect(server.address()).await.is_err());
}

#[tokio::test]
async fn lettre_can_send_to_it() {
    let server = server(&[]).await;
    let stream: Box<dyn AsyncTokioStream> = Box::new(tokio::net::TcpStream::connect(server.address()).await.unwrap());
    let name = ClientId::Domain("client.example".to_owned());
    let mut connection = AsyncSmtpConnection::connect_with_transport(stream, &name).await.unwrap();
    let message = lettre::Message::builder()
        .from("Anna <anna@example.org>".parse().unwrap())
        .to("court@x.example".parse().unwrap())
        .cc("campaign@example.org".parse().unwrap())
        .subject("Prüfung")
        .body("Žluťoučký kůň\r\n.hidden dot\r\n".to_owned())
        .unwrap();
    let sent = message.formatted();
    let response = connection.send(message.envelope(), &sent).await.unwrap();
    assert!(response.is_positive());
    connection.quit().await.unwrap();
    let mail = server.mail(1).await.unwrap();
    let text = mail.text();
    assert!(text.starts_with(std::str::from_utf8(&sent).unwrap().trim_end()), "{text}");
    assert_eq!(mail.headers.subject.as_deref(), Some("Prüfung"));
    assert_eq!(mail.differences, []);
}

#[tokio::test]
async fn an_idle_server_is_noticed() {
    let server = server(&[]).await;
    server.idle(Duration::from_millis(1)).await;
}
