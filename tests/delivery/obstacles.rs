//! What stands in the way of a first letter: each has words of its own, and a next step.

use std::time::Duration;

use protest_letter::config::{Account, Proxy, Tls};
use protest_letter::deliver::{ConnectError, Transport};
use protest_letter::mock_smtp::{self, Extension, Mechanism, MockSmtp, Settings};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
#[cfg(target_os = "linux")]
use tokio::net::{TcpSocket, TcpStream};

use crate::common::{PATIENCE, account, encrypted, server, server_with, smtp, words};
use crate::log_in::{anna, as_anna};
use crate::proxies::{Door, proxy};

/// Why no session begins, in words and with the next step.
async fn obstacle(account: Account, patience: Duration) -> (String, ConnectError) {
    let error = smtp(account).with_patience(patience).open().await.unwrap_err();
    assert!(error.problem.hint.is_some(), "{error:?}");
    (words(&error.problem), error)
}

async fn told(account: Account, what: &str, next_step: &str) {
    let (words, error) = obstacle(account, PATIENCE).await;
    assert!(words.contains(what) && error.problem.hint.unwrap().contains(next_step), "{words}");
}

async fn encrypting(faults: &[&str], tls: mock_smtp::Tls) -> MockSmtp {
    server_with(faults, Settings { tls, ..Settings::default() }).await
}

#[tokio::test]
async fn an_unknown_host() {
    // No resolver is asked for a name whose first part is longer than any may be.
    let host = format!("{}.example.org", "x".repeat(64));
    let account = Account { host, tls: Tls::StartTls, ..account(([127, 0, 0, 1], 587).into()) };
    told(account, "nobody knows the address of xxx", "check the server's name").await;
}

#[tokio::test]
async fn a_port_that_nobody_listens_on() {
    let server = server(&[]).await;
    server.stop().await.unwrap();
    told(account(server.address()), "nothing listens there", "check the port: 587 wants smtp://, 465 smtps://").await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_port_that_is_blocked() {
    // Where as many wait as may wait, the system drops whoever comes next without a word.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    while let Ok(stream) = tokio::time::timeout(Duration::from_millis(200), TcpStream::connect(address)).await {
        waiting.push(stream.unwrap());
    }
    let (words, error) = obstacle(account(address), Duration::from_millis(600)).await;
    assert!(words.contains("within 0.3 s; the network here may block it") && words.contains("--proxy"), "{words}");
    assert!(error.may_pass);
}

#[tokio::test]
async fn encryption_from_the_first_byte_on_a_port_without() {
    let folder = tempfile::tempdir().unwrap();
    let server = encrypting(&[], mock_smtp::Tls::StartTls).await;
    let account = encrypted(&server, Tls::Implicit, &folder);
    told(account, "the server does not begin with encryption", "use smtp:// (STARTTLS)").await;
}

#[tokio::test]
async fn no_encryption_at_first_on_a_port_with() {
    let folder = tempfile::tempdir().unwrap();
    let server = encrypting(&[], mock_smtp::Tls::Implicit).await;
    let account = encrypted(&server, Tls::StartTls, &folder);
    let (words, error) = obstacle(account, Duration::from_secs(2)).await;
    assert!(words.contains("did not answer within 2 s") && words.contains("wants smtps://"), "{words}");
    assert!(error.may_pass);
}

#[tokio::test]
async fn a_port_of_something_else() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let account = account(listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"SSH-2.0-OpenSSH_9.9\r\n").await.unwrap();
        std::future::pending::<()>().await;
    });
    told(account, "does not speak SMTP as expected", "check the port").await;
}

#[tokio::test]
async fn certificates_that_are_wrong_in_four_ways() {
    for (fault, what, next_step) in [
        ("expired", "the certificate of the server has expired", "check the date of this machine"),
        ("wronghost", "is for another name than 127.0.0.1", "check the server's name"),
        ("badcert", "is of no authority that is trusted here", "put it into"),
        ("selfsigned", "certificate", "put it into"),
    ] {
        for (ours, theirs) in [(Tls::StartTls, mock_smtp::Tls::StartTls), (Tls::Implicit, mock_smtp::Tls::Implicit)] {
            let folder = tempfile::tempdir().unwrap();
            let server = encrypting(&[&format!("starttls: {fault}")], theirs).await;
            told(encrypted(&server, ours, &folder), what, next_step).await;
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let server = encrypting(&[], mock_smtp::Tls::Implicit).await;
    let without = Account { certificate_authority: None, ..encrypted(&server, Tls::Implicit, &folder) };
    told(without, "is of no authority that is trusted here", "--ca-file").await;
}

#[tokio::test]
async fn a_login_that_is_refused() {
    let server = server_with(&["auth: 535 5.7.8 wrong"], anna(vec![Mechanism::Plain])).await;
    told(as_anna(&server), "535 5.7.8 wrong", "check the user and the password").await;
    // A provider that is known is told of, with the page where its passwords are made.
    let settings = Settings { tls: mock_smtp::Tls::Implicit, ..anna(vec![Mechanism::Plain]) };
    let server = server_with(&["auth: 535 5.7.8 wrong"], settings).await;
    let (proxy, _asked) = proxy(server.address(), 0, Door::Open).await;
    let folder = tempfile::tempdir().unwrap();
    let account = encrypted(&server, Tls::Implicit, &folder);
    std::fs::write(account.certificate_authority.as_ref().unwrap(), server.certificate().unwrap()).unwrap();
    let user = Some("anna@gmail.com".to_owned());
    let account = Account { host: "smtp.gmail.com".to_owned(), user, proxy: Some(proxy), ..account };
    told(account, "535 5.7.8 wrong", "at Gmail: turn on 2-step verification").await;
}

#[tokio::test]
async fn a_server_that_lets_nobody_log_in() {
    let hidden = Settings { hidden: [Extension::Auth].into(), ..anna(vec![Mechanism::Plain]) };
    let server = server_with(&[], hidden).await;
    told(as_anna(&server), "the server offers no login (AUTH)", "check the port").await;
}

#[tokio::test]
async fn a_proxy_that_is_down() {
    let server = server(&[]).await;
    server.stop().await.unwrap();
    let proxy = Some(Proxy { user: None, host: "127.0.0.1".to_owned(), port: server.address().port() });
    let account =
        Account { host: "mail.example.org".to_owned(), tls: Tls::Implicit, proxy, ..account(server.address()) };
    told(account, "cannot be reached: ", "nothing goes beside it").await;
}

#[tokio::test]
async fn a_proxy_that_is_none() {
    let server = server(&[]).await;
    let proxy = Some(Proxy { user: None, host: "127.0.0.1".to_owned(), port: server.address().port() });
    let account =
        Account { host: "mail.example.org".to_owned(), tls: Tls::Implicit, proxy, ..account(server.address()) };
    told(account, "says: ", "check that it is a SOCKS5 proxy").await;
}
