//! The server that the DNS names, by a resolver on this machine.

use std::net::SocketAddr;

use protest_letter::deliver::submission_server_by;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UdpSocket};

/// The answer to a question: the server `mail.example.net` on that port for questions that begin so, and none for others.
fn answer(question: &[u8], begin: &str, port: u16, is_cut_off: bool) -> Vec<u8> {
    let mut answer = question.to_vec();
    let is_asked = String::from_utf8_lossy(&question[13..]).starts_with(begin);
    answer[2] |= if is_cut_off { 0x82 } else { 0x80 };
    if !is_asked {
        answer[3] = 3;
    } else if !is_cut_off {
        answer[7] = 1;
        let host = b"\x04mail\x07example\x03net\x00";
        answer.extend([0xC0, 12, 0, 33, 0, 1, 0, 0, 0, 60, 0, 6 + u8::try_from(host.len()).unwrap(), 0, 0, 0, 0]);
        answer.extend(port.to_be_bytes());
        answer.extend(host);
    }
    answer
}

/// A resolver that answers so; one whose answers are too long for UDP gives them over TCP.
async fn resolver(begin: &'static str, port: u16, over_tcp: bool) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let socket = UdpSocket::bind(address).await.unwrap();
    tokio::spawn(async move {
        let mut question = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut question).await {
            socket.send_to(&answer(&question[..length], begin, port, over_tcp), from).await.unwrap();
        }
    });
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut question = vec![0; stream.read_u16().await.unwrap().into()];
            stream.read_exact(&mut question).await.unwrap();
            let answer = answer(&question, begin, port, false);
            stream.write_u16(u16::try_from(answer.len()).unwrap()).await.unwrap();
            stream.write_all(&answer).await.unwrap();
        }
    });
    address
}

#[tokio::test]
async fn the_dns_names_a_server() {
    let address = "alex@example.org".parse().unwrap();
    for over_tcp in [false, true] {
        for (begin, port, url) in [
            ("_submissions", 465, Some("smtps://alex%40example.org@mail.example.net")),
            ("_submission\u{4}", 2525, Some("smtp://alex%40example.org@mail.example.net:2525")),
            ("_imap", 143, None),
        ] {
            let resolver = resolver(begin, port, over_tcp).await;
            let account = submission_server_by(&[resolver], &address).await.unwrap();
            assert_eq!(account.map(|account| account.url()).as_deref(), url);
        }
    }
}

#[tokio::test]
async fn a_resolver_that_is_not_there_is_told() {
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let address = "alex@example.org".parse().unwrap();
    let problem = submission_server_by(&[gone], &address).await.unwrap_err();
    assert!(problem.to_string().contains("the DNS tells nothing of example.org"), "{problem:?}");
    assert!(submission_server_by(&[], &address).await.unwrap_err().causes[0].contains("no resolver"));
}
