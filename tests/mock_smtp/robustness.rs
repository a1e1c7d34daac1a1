//! Clients that are no clients.

use crate::client::{Client, code, server};
use proptest::prelude::*;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

#[tokio::test]
async fn a_line_without_end_is_refused_and_forgotten() {
    let server = server(&[]).await;
    let mut client = Client::greeted(&server).await;
    let line = vec![b'x'; 64 * 1024];
    for _ in 0..400 {
        client.send(&line).await;
    }
    assert_eq!(client.ask("").await, "500 5.5.2 line too long");
    assert_eq!(code(&client.ask("NOOP").await), 250);
}

#[tokio::test]
async fn clients_may_leave_at_any_time() {
    let server = server(&[]).await;
    let whole =
        "EHLO x\r\nAUTH PLAIN\r\nAGEAYg==\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<b@x.example>\r\nDATA\r\nHello\r\n";
    for end in 0..whole.len() {
        let mut stream = TcpStream::connect(server.address()).await.unwrap();
        stream.write_all(&whole.as_bytes()[..end]).await.unwrap();
    }
    assert_eq!(code(&Client::greeted(&server).await.ask("NOOP").await), 250);
    assert!(server.received().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_leave_the_server_standing(
        pieces in prop::collection::vec(
            prop_oneof![
                prop::collection::vec(any::<u8>(), 0..40),
                prop::sample::select(vec![
                    "EHLO x\r\n", "MAIL FROM:<", "a@x.example>\r\n", "RCPT TO:<", "DATA\r\n", "\r\n.\r\n", "AUTH ", "LOGIN ",
                    "PLAIN\r\n", "STARTTLS\r\n", "\"", "\\", "\0", " SIZE=", "\r\n", "BDAT 9 LAST\r\n",
                ]).prop_map(|text| text.as_bytes().to_vec()),
            ],
            0..40,
        ),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let server = server(&[]).await;
            let mut stream = TcpStream::connect(server.address()).await.unwrap();
            // The server may rightly have closed the connection before all was said.
            let _ = stream.write_all(&pieces.concat()).await;
            let mut other = Client::greeted(&server).await;
            assert_eq!(code(&other.ask("NOOP").await), 250);
            server.stop().await.unwrap();
        });
    }
}
