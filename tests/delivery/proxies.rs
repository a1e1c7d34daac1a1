//! SOCKS5 proxies (RFC 1928).

use std::net::SocketAddr;

use protest_letter::config::{Account, Proxy, Tls};
use protest_letter::mock_smtp::{self, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::common::{account, deliver, encrypted, mail, server, server_with, words};

/// A proxy that leads every connection to one server, and tells which name it was asked for.
pub async fn proxy(to: SocketAddr, reply: u8) -> (Proxy, oneshot::Receiver<(String, u16)>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, asked) = oneshot::channel();
    tokio::spawn(async move {
        let (mut client, _) = listener.accept().await.unwrap();
        let mut greeting = [0; 3];
        client.read_exact(&mut greeting).await.unwrap();
        assert_eq!(greeting, [5, 1, 0]);
        client.write_all(&[5, 0]).await.unwrap();
        let mut request = [0; 5];
        client.read_exact(&mut request).await.unwrap();
        assert_eq!(request[..4], [5, 1, 0, 3], "a connection to a name is asked for");
        let mut name = vec![0; request[4].into()];
        client.read_exact(&mut name).await.unwrap();
        let port = client.read_u16().await.unwrap();
        tell.send((String::from_utf8(name).unwrap(), port)).unwrap();
        client.write_all(&[5, reply, 0, 1, 0, 0, 0, 0, 0, 0]).await.unwrap();
        if reply == 0 {
            let mut server = TcpStream::connect(to).await.unwrap();
            // However it ends, the test looks at the mail.
            let _ = copy_bidirectional(&mut client, &mut server).await;
        }
    });
    (Proxy { host: "127.0.0.1".to_owned(), port }, asked)
}

#[tokio::test]
async fn the_proxy_looks_the_name_up() {
    for (ours, theirs) in [(Tls::StartTls, mock_smtp::Tls::StartTls), (Tls::Implicit, mock_smtp::Tls::Implicit)] {
        let server = server_with(&[], Settings { tls: theirs, ..Settings::default() }).await;
        let folder = tempfile::tempdir().unwrap();
        let (proxy, asked) = proxy(server.address(), 0).await;
        let account = encrypted(&server, ours, &folder);
        let account = Account { host: "localhost".to_owned(), port: 2525, proxy: Some(proxy), ..account };
        assert!(deliver(account, &mail()).await.unwrap().is_success());
        assert_eq!(asked.await.unwrap(), ("localhost".to_owned(), 2525));
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test]
async fn a_proxy_that_does_not_connect_is_told() {
    let server = server(&[]).await;
    for reply in 1..=9 {
        let (proxy, _asked) = proxy(server.address(), reply).await;
        let shown = proxy.to_string();
        let account = Account {
            host: "localhost".to_owned(),
            tls: Tls::StartTls,
            proxy: Some(proxy),
            ..account(server.address())
        };
        let problem = deliver(account, &mail()).await.unwrap_err();
        assert!(words(&problem).contains(&shown), "{problem:?}");
    }
}

#[tokio::test]
async fn nothing_goes_through_a_proxy_unencrypted() {
    let server = server(&[]).await;
    let (proxy, _asked) = proxy(server.address(), 0).await;
    let through_proxy = Account { host: "localhost".to_owned(), proxy: Some(proxy), ..account(server.address()) };
    let problem = deliver(through_proxy, &mail()).await.unwrap_err();
    assert!(words(&problem).contains("is not encrypted"), "{problem:?}");
    assert!(server.transcript().is_empty(), "the server was spoken to");
}
