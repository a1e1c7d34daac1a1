//! SOCKS5 proxies (RFC 1928).

use std::net::SocketAddr;

use protest_letter::config::{Account, Proxy, Tls};
use protest_letter::mock_smtp::{self, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use crate::common::{account, deliver, encrypted, mail, server, server_with, words};

/// What a proxy was told.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Who logged in, if anybody.
    login: Option<(String, String)>,
    /// Where to.
    name: String,
    port: u16,
}

/// How a proxy lets clients in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Everybody, without a login.
    Open,
    /// Whoever logs in, as Tor does.
    AnyUser,
    /// Nobody who logs in, and then everybody who does not.
    NoUser,
}

/// A proxy that leads every connection to one server, and tells what it was asked for.
pub async fn proxy(to: SocketAddr, reply: u8, mut door: Door) -> (Proxy, mpsc::UnboundedReceiver<Asked>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, asked) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        loop {
            let (mut client, _) = listener.accept().await.unwrap();
            let mut asked = Asked::default();
            let [version, methods] = read(&mut client).await;
            assert_eq!(version, 5);
            let mut offered = vec![0; methods.into()];
            client.read_exact(&mut offered).await.unwrap();
            let method = if door == Door::Open || !offered.contains(&2) { 0 } else { 2 };
            assert!(offered.contains(&method));
            client.write_all(&[5, method]).await.unwrap();
            if method == 2 {
                assert_eq!(read(&mut client).await, [1]);
                asked.login = Some((text(&mut client).await, text(&mut client).await));
                client.write_all(&[1, u8::from(door == Door::NoUser)]).await.unwrap();
                if door == Door::NoUser {
                    door = Door::Open;
                    continue;
                }
            }
            assert_eq!(read(&mut client).await, [5, 1, 0, 3], "a connection to a name is asked for");
            asked.name = text(&mut client).await;
            asked.port = client.read_u16().await.unwrap();
            let _ = tell.send(asked);
            client.write_all(&[5, reply, 0, 1, 0, 0, 0, 0, 0, 0]).await.unwrap();
            if reply == 0 {
                let mut server = TcpStream::connect(to).await.unwrap();
                // However it ends, the test looks at the mail.
                let _ = copy_bidirectional(&mut client, &mut server).await;
            }
        }
    });
    (Proxy { user: None, host: "127.0.0.1".to_owned(), port }, asked)
}

async fn read<const LENGTH: usize>(client: &mut TcpStream) -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    client.read_exact(&mut bytes).await.unwrap();
    bytes
}

/// A text behind its length.
async fn text(client: &mut TcpStream) -> String {
    let mut text = vec![0; client.read_u8().await.unwrap().into()];
    client.read_exact(&mut text).await.unwrap();
    String::from_utf8(text).unwrap()
}

#[tokio::test]
async fn the_proxy_looks_the_name_up() {
    for (ours, theirs) in [(Tls::StartTls, mock_smtp::Tls::StartTls), (Tls::Implicit, mock_smtp::Tls::Implicit)] {
        let server = server_with(&[], Settings { tls: theirs, ..Settings::default() }).await;
        let folder = tempfile::tempdir().unwrap();
        let (proxy, mut asked) = proxy(server.address(), 0, Door::Open).await;
        let account = encrypted(&server, ours, &folder);
        let account = Account { host: "localhost".to_owned(), port: 2525, proxy: Some(proxy), ..account };
        assert!(deliver(account, &mail()).await.unwrap().is_success());
        let expected = Asked { login: None, name: "localhost".to_owned(), port: 2525 };
        assert_eq!(asked.recv().await.unwrap(), expected);
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test]
async fn all_connections_of_a_run_come_from_one_user_whom_chance_made() {
    let server = server_with(&[], Settings { tls: mock_smtp::Tls::StartTls, ..Settings::default() }).await;
    let folder = tempfile::tempdir().unwrap();
    let (proxy, mut asked) = proxy(server.address(), 0, Door::AnyUser).await;
    let account = Account { proxy: Some(proxy), ..encrypted(&server, Tls::StartTls, &folder) };
    let account = Account { host: "localhost".to_owned(), ..account };
    for _ in 0..2 {
        assert!(deliver(account.clone(), &mail()).await.unwrap().is_success());
    }
    let (first, second) = (asked.recv().await.unwrap(), asked.recv().await.unwrap());
    let (user, password) = first.login.clone().unwrap();
    assert!(user.len() == 32 && user.bytes().all(|byte| byte.is_ascii_hexdigit()) && password == user, "{user}");
    assert_eq!(first, second);
}

#[tokio::test]
async fn a_proxy_that_does_not_know_the_user_is_asked_without_one() {
    let server = server_with(&[], Settings { tls: mock_smtp::Tls::StartTls, ..Settings::default() }).await;
    let folder = tempfile::tempdir().unwrap();
    let (proxy, mut asked) = proxy(server.address(), 0, Door::NoUser).await;
    let account = Account { proxy: Some(proxy), ..encrypted(&server, Tls::StartTls, &folder) };
    let account = Account { host: "localhost".to_owned(), ..account };
    assert!(deliver(account, &mail()).await.unwrap().is_success());
    assert_eq!(asked.recv().await.unwrap().login, None);
}

#[tokio::test]
async fn a_proxy_that_does_not_connect_is_told() {
    let server = server(&[]).await;
    for reply in 1..=9 {
        let (proxy, _asked) = proxy(server.address(), reply, Door::Open).await;
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
    let (proxy, _asked) = proxy(server.address(), 0, Door::Open).await;
    let through_proxy = Account { host: "localhost".to_owned(), proxy: Some(proxy), ..account(server.address()) };
    let problem = deliver(through_proxy, &mail()).await.unwrap_err();
    assert!(words(&problem).contains("is not encrypted"), "{problem:?}");
    assert!(server.transcript().is_empty(), "the server was spoken to");
}
