//! What becomes known of a signer: what is told of it, and what is on the wire.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use crate::home::Home;
use crate::output::Output;

const PROFILE: &str = "name = 'Alex Example'\nemail = 'alex@example.org'\ncity = 'Exampleville'\nstatement = 'I print too.'\n\
                       [extra]\nmembership = 'SECRET-77'\n";

/// A server that takes everything, and gives all that a client said.
fn recorder() -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, said) = mpsc::channel();
    thread::spawn(move || {
        for client in listener.incoming() {
            tell.send(record(client.unwrap())).unwrap();
        }
    });
    (format!("--smtp=smtp://{address}"), said)
}

fn record(mut client: TcpStream) -> String {
    let mut lines = BufReader::new(client.try_clone().unwrap());
    client.write_all(b"220 ready\r\n").unwrap();
    let (mut all, mut in_data) = (String::new(), false);
    loop {
        let mut line = String::new();
        if lines.by_ref().read_line(&mut line).unwrap() == 0 {
            return all;
        }
        all += &line;
        let reply = match line.trim_end() {
            "." => Some("250 taken\r\n"),
            _ if in_data => None,
            "DATA" => Some("354 go on\r\n"),
            _ => Some("250 fine\r\n"),
        };
        in_data = line.trim_end() == "DATA" || in_data && reply.is_none();
        if let Some(reply) = reply {
            client.write_all(reply.as_bytes()).unwrap();
        }
    }
}

#[test]
fn nothing_is_on_the_wire_but_what_is_told() {
    let (smtp, said) = recorder();
    let home = Home::with_printers().config("signer.toml", PROFILE);
    let send = home.run("send printers --yes --to ministry --rate none").arg(smtp);
    send.env("TZ", "Asia/Almaty").env("LANG", "de_AT.UTF-8").env("USER", "user-of-this-machine").assert().success();
    let wire = said.recv().unwrap();
    let (commands, mail) = wire.split_once("DATA\r\n").unwrap();
    assert!(commands.starts_with("EHLO [127.0.0.1]\r\nMAIL FROM:<alex@example.org>"), "{commands}");
    assert!(
        commands.contains("RCPT TO:<archive@example.org>") && !mail.contains("archive@"),
        "a blind copy is in the mail"
    );

    let machine = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let home_folder = home.path("").display().to_string();
    let untold =
        ["Almaty", "+05", "de_AT", "user-of-this-machine", "protest-letter", "SECRET-77", &home_folder, machine.trim()];
    for untold in untold.into_iter().filter(|untold| !untold.is_empty()) {
        assert!(!wire.to_lowercase().contains(&untold.to_lowercase()), "{untold}: {wire}");
    }
    let header = mail.split("\r\n\r\n").next().unwrap();
    assert!(header.contains("\r\nDate: Mon, 23 Nov 2026 12:00:00 +0000\r\n"), "{header}");
    let lines = header.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
    let names: BTreeSet<_> = lines.map(|line| line.split(':').next().unwrap()).collect();
    let known = ["From", "To", "Cc", "Subject", "Date", "Message-ID"];
    let known = known.into_iter().chain(["MIME-Version", "Content-Type", "Content-Transfer-Encoding"]);
    assert_eq!(names, known.collect());
    assert!(header.contains("@example.org>\r\nMIME-Version") && !header.contains("@[127"), "{header}");
}

#[test]
fn all_that_a_letter_tells_of_its_signer_is_told() {
    let home = Home::with_printers().config("signer.toml", PROFILE);
    let settings = "[smtp]\nurl = 'smtps://alex@mail.example.net'\nproxy = 'socks5h://127.0.0.1:9050'\n";
    let home = home.config("config.toml", settings);
    let told = home.run("show printers --disclosure").assert().success().stdout();
    for words in [
        "Supreme Court, by e-mail",
        "archive@example.org (blind copy, which nobody else sees)",
        "– your name\n",
        "– your e-mail address\n",
        "– your city\n",
        "– what you say yourself\n",
        "your time zone is not in it",
        "your mail provider (mail.example.net)",
        "alex logs in",
        "the greeting [127.0.0.1]",
        "the proxy (socks5h://127.0.0.1:9050)",
        "Police of Exampleville, by fax",
        "told to nobody by this program",
    ] {
        assert!(told.contains(words), "no {words:?} in:\n{told}");
    }
    // What is not in the letter is not said to be there; a field of the header that nobody thought of would be named.
    for words in ["membership", "what you are", "your postal address", "the header field"] {
        assert!(!told.contains(words), "{words:?} in:\n{told}");
    }
    let draft = home
        .run("draft printers --to court --name Sam --email sam@example.org --disclosure --print")
        .assert()
        .success();
    assert!(draft.stderr().contains("– your e-mail address\n"), "{}", draft.stderr());
}

#[test]
fn who_sends_for_others_is_the_sender() {
    let relay = "[smtp]\nurl = 'smtp://mail.our.example'\nfrom = 'letters@our.example'\n";
    let home = Home::with_printers().config("signer.toml", "name = 'Alex Example'\n").config("config.toml", relay);
    let told = home.run("show printers --disclosure").assert().success().stdout();
    assert!(told.contains("– your name\n") && !told.contains("your e-mail address"), "{told}");
    assert!(told.contains("that you look for your mail provider (mail.our.example)"), "{told}");
}

#[test]
fn without_a_profile_the_next_step_is_told() {
    let run = Home::with_printers().run("show printers --disclosure").assert().code(1);
    run.says("hint: save one with `protest-letter setup`, or see protest-letter draft printers --disclosure");
}
