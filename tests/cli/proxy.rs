//! SOCKS5 proxies (RFC 1928): who a run says it is, and that nothing goes where the proxy is not there.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use crate::home::Home;
use crate::output::Output;

const SEND: &str = "send printers --signer alex.toml --yes --to court --smtp smtps://mail.example.org";

/// A proxy that reaches nobody, and tells who logged in and what they asked for.
fn proxy() -> (u16, Receiver<[String; 3]>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, asked) = mpsc::channel();
    thread::spawn(move || {
        for client in listener.incoming() {
            let mut client = client.unwrap();
            read(&mut client, 4);
            client.write_all(&[5, 2]).unwrap();
            read(&mut client, 1);
            let (user, password) = (text(&mut client), text(&mut client));
            client.write_all(&[1, 0]).unwrap();
            read(&mut client, 4);
            tell.send([user, password, text(&mut client)]).unwrap();
            client.write_all(&[5, 4, 0, 1, 0, 0, 0, 0, 0, 0]).unwrap();
        }
    });
    (port, asked)
}

fn read(client: &mut TcpStream, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    client.read_exact(&mut bytes).unwrap();
    bytes
}

/// A text behind its length.
fn text(client: &mut TcpStream) -> String {
    let length = read(client, 1)[0];
    String::from_utf8(read(client, length.into())).unwrap()
}

#[test]
fn each_run_is_another_user() {
    let ((port, asked), home) = (proxy(), Home::with_printers());
    let mut users = Vec::new();
    for _ in 0..2 {
        home.run(SEND).arg(format!("--proxy=socks5h://127.0.0.1:{port}")).assert().code(1).says("Host unreachable");
        let [user, _, name] = asked.recv().unwrap();
        assert_eq!(name, "mail.example.org");
        users.push(user);
    }
    assert_ne!(users[0], users[1]);
}

#[test]
fn a_user_of_your_own_is_that_of_each_run() {
    let ((port, asked), home) = (proxy(), Home::with_printers());
    let send = || home.run(SEND).arg(format!("--proxy=socks5h://alex@127.0.0.1:{port}"));
    send().assert().code(1).says("PROTEST_LETTER_PROXY_PASSWORD holds no password");
    let said = send().env("PROTEST_LETTER_PROXY_PASSWORD", "swordfish").assert().code(1).stderr();
    assert!(!said.contains("swordfish"), "{said}");
    assert_eq!(asked.recv().unwrap(), ["alex", "swordfish", "mail.example.org"]);
}

#[test]
fn where_no_proxy_is_nothing_goes() {
    let home = Home::with_printers();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let run = home.run(SEND).arg(format!("--proxy=socks5h://127.0.0.1:{port}")).assert().code(1);
    run.says("cannot be reached: Connection refused");
    assert_eq!(home.ledger(), ["court: 1 owed"]);
}
