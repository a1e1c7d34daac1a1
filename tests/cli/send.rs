//! `send`, to a mock server over a real connection.

use protest_letter::mock_smtp::{Settings, Tls};
use snapbox::{file, str};

use crate::home::Home;
use crate::output::Output;
use crate::server::Server;

#[test]
fn letters_go_with_their_copies() {
    let (home, server) = (Home::with_printers(), Server::start(&[]));
    let run = server.send_from(&home, "--yes");
    run.assert().success().stdout_eq(str![]).stderr_eq(file!["golden/run-one-signer.txt"]);

    let [court, ministry] = &server.received()[..] else { panic!("not two mails") };
    assert_eq!(court.envelope.mail_from, "alex@example.org");
    let to_court = ["court@example.org", "lawyers@example.org", "campaign@example.org"];
    assert_eq!(court.envelope.accepted().collect::<Vec<_>>(), to_court);
    assert_eq!(court.headers.cc, ["lawyers@example.org", "campaign@example.org"]);
    let to_ministry = ["ministry@example.org", "archive@example.org", "campaign@example.org"];
    assert_eq!(ministry.envelope.accepted().collect::<Vec<_>>(), to_ministry);
    assert!(!ministry.text().contains("archive@"), "{}", ministry.text());
}

#[test]
fn a_mail_tells_nothing_of_the_machine() {
    let (home, server) = (Home::with_printers(), Server::start(&[]));
    server.send_from(&home, "--to court --yes").assert().success();
    assert!(server.heard("EHLO [127.0.0.1]"));
    snapbox::assert_data_eq!(
        server.received()[0].text(),
        str![[r#"
From: Alex Example <alex@example.org>
To: Supreme Court <court@example.org>
Cc: lawyers@example.org, campaign@example.org
Subject: Release the three printers of Exampleville
Date: Mon, 23 Nov 2026 12:00:00 +0000
Message-ID: <[..]@example.org>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8; format=flowed
Content-Transfer-Encoding: quoted-printable

Alex Example
alex@example.org

23 November 2026

Supreme Court

Release the three printers of Exampleville

Dear Members of the Court,

...
Alex Example

"#]]
    );
}

#[test]
fn letters_go_to_those_named_alone() {
    let (home, server) = (Home::with_printers(), Server::start(&[]));
    server.send_from(&home, "--to ministry -y").assert().success();
    assert_eq!(server.received().len(), 1);
}

#[test]
fn an_account_may_stand_in_the_environment() {
    let (home, server) = (Home::with_printers(), Server::start(&[]));
    let url = server.url();
    home.run("send printers --signer alex.toml --yes").env("PROTEST_LETTER_SMTP", url).assert().success();
    assert_eq!(server.received().len(), 2);
}

#[test]
fn an_account_may_stand_in_the_settings() {
    let server = Server::start(&[]);
    let url = server.url();
    let home = Home::with_printers().config("config.toml", format!("[smtp]\nurl = '{url}'\n"));
    home.run("send printers --signer alex.toml --yes").assert().success();
    assert_eq!(server.received().len(), 2);
}

#[test]
fn a_refused_addressee_is_named_with_the_servers_words() {
    let server = Server::start(&["rcpt=court@*: 550 5.1.1 no such user"]);
    let home = Home::with_printers();
    let run = server.send_from(&home, "--yes");
    run.assert().code(3).stdout_eq(str![]).stderr_eq(str![[r#"
...
rejected court (the server refused court@example.org (addressee): 550 5.1.1 no such user)
accepted ministry (250 2.0.0 accepted)
1 accepted, 1 rejected
see them: protest-letter ledger printers --state rejected,uncertain

"#]]);
    let [mail] = &server.received()[..] else { panic!("not one mail") };
    assert_eq!(mail.headers.to, ["ministry@example.org"]);
}

#[test]
fn nothing_goes_when_a_copy_is_refused() {
    let server = Server::start(&["rcpt=campaign@*: 550 5.7.1 not here"]);
    let home = Home::with_printers();
    let run = server.send_from(&home, "--yes");
    run.assert().code(3).stdout_eq(str![]).stderr_eq(file!["golden/run-stopped.txt"]);
    assert!(server.received().is_empty());
}

#[test]
fn nothing_goes_when_a_copy_is_refused_by_a_server_without_pipelining() {
    let server = Server::without_pipelining(&["rcpt=archive@*: 550 5.7.1 not here"]);
    let home = Home::with_printers();
    let run = server.send_from(&home, "--to ministry --yes");
    run.assert().code(3).stderr_eq(str![[r#"
...
deferred ministry (the server refused archive@example.org (required blind copy): 550 5.7.1 not here)
1 deferred
error: sending stopped, because a required copy was refused
caused by: the server refused archive@example.org (required blind copy): 550 5.7.1 not here
...

"#]]);
    assert!(server.received().is_empty() && !server.heard("DATA"));
}

#[test]
fn letters_may_go_without_a_refused_copy() {
    let server = Server::start(&["rcpt=lawyers@*: 550 5.7.1 not here"]);
    let home = Home::with_printers();
    let run = server.send_from(&home, "--yes --without-refused-copies");
    run.assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
...
accepted court (250 2.0.0 accepted)
  without a copy: the server refused lawyers@example.org (required copy): 550 5.7.1 not here
accepted ministry (250 2.0.0 accepted)
2 accepted

"#]]);
    assert_eq!(server.received().len(), 2);
}

#[test]
fn a_letter_is_deferred_when_the_server_asks_to_wait() {
    let server = Server::start(&["rcpt=court@*: 450 4.7.1 greylisted"]);
    let home = Home::with_printers();
    let run = server.send_from(&home, "--to court --yes");
    run.assert().code(3).stdout_eq(str![]).stderr_eq(str![[r#"
...
deferred court (the server refused court@example.org (addressee): 450 4.7.1 greylisted)
1 deferred
a server asks to come back later with 1 letter: --for 2h waits and tries again
the same command again sends what is still owed, and nothing twice

"#]]);
    assert!(server.received().is_empty());
}

#[test]
fn a_letter_is_uncertain_when_the_line_breaks_after_its_end() {
    let server = Server::start(&["dot: drop-after-store"]);
    let home = Home::with_printers();
    let run = server.send_from(&home, "--to court --yes");
    run.assert().code(3).stdout_eq(str![]).stderr_eq(str![[r#"
...
uncertain court (handing over the end of the letter: the server closed the connection; the server may have the letter)
  the server may have it: look at your provider, then `protest-letter ledger resolve`
1 uncertain
see them: protest-letter ledger printers --state rejected,uncertain

"#]]);
    assert_eq!(server.received().len(), 1);
}

#[test]
fn a_letter_that_went_in_part_says_who_has_it_and_does_not_go_again() {
    let faults = vec!["dot=court@*: 554 5.6.0 no".parse().unwrap()];
    let server = Server::with(Settings { recipient_limit: 1, faults, ..Settings::default() });
    let home = Home::with_printers();
    let words = "the server refused the end of the letter: 554 5.6.0 no; the server has the letter for \
                 lawyers@example.org (required copy), campaign@example.org (required copy); \
                 the server does not have the letter for court@example.org (addressee)";
    let run = server.send_from(&home, "--to court --yes").assert().code(3).stdout_eq(str![]);
    run.says(&format!("\nuncertain court ({words})\n"))
        .says("\n  see who has it: send it to the others by yourself, then `protest-letter ledger resolve`\n");
    assert_eq!(server.received().len(), 2);

    server.send_from(&home, "--to court --yes").assert().code(3);
    assert_eq!(server.received().len(), 2);
    let listed = home.run("ledger printers --state uncertain").assert().success().stdout();
    assert!(listed.contains(words), "{listed}");

    let willing = Server::with(Settings { recipient_limit: 1, ..Settings::default() });
    willing.send_from(&home, "--to court --yes --resend-uncertain").assert().success();
    assert_eq!(willing.received().len(), 3);
    let ids: std::collections::BTreeSet<_> = [server, willing]
        .iter()
        .flat_map(Server::received)
        .map(|mail| mail.headers.message_id.clone().unwrap())
        .collect();
    assert_eq!(ids.len(), 1, "who receives it twice can see that it is one");
}

#[test]
fn a_server_that_is_not_there_is_an_error() {
    let home = Home::with_printers();
    let run = home.run("send printers --signer alex.toml --yes --smtp smtp://127.0.0.1:1");
    run.assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
...
2 not begun
error: cannot connect to 127.0.0.1:1
caused by: [..]
hint: check the port: 587 wants smtp://, 465 smtps://; or the server is down
the same command again sends what is still owed, and nothing twice

"#]]);
}

#[test]
fn a_server_whose_authority_is_named_is_checked_on_this_machine_too() {
    let home = Home::with_printers();
    let ca_file = Some(home.path("ca.pem"));
    let server = Server::with(Settings { tls: Tls::StartTls, ca_file, ..Settings::default() });
    let url = server.url();
    server.send_from(&home, "--yes --ca-file ca.pem").assert().success();
    assert!(server.heard("STARTTLS"));
    let home = home.config("config.toml", format!("[smtp]\nurl = '{url}'\nca_file = 'ca.pem'\n"));
    home.run("send printers --signer alex.toml --yes").assert().success();

    // One that cannot be encrypted is sent nothing.
    let plain = Server::start(&[]);
    plain.send_from(&home, "--yes --ledger another.db --ca-file ca.pem").assert().code(1);
    assert!(plain.received().is_empty() && !plain.heard("MAIL"));
}

#[test]
fn a_server_that_cannot_encrypt_is_sent_nothing() {
    let server = Server::start(&[]);
    let home = Home::with_printers();
    let run = home.run("send printers --signer alex.toml --yes");
    run.arg(server.flag() + "?tls=starttls").assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
...
2 not begun
error: 127.0.0.1:[..] does not offer encryption (STARTTLS)
hint: nothing was sent; if the provider says so, try smtps:// on port 465
the same command again sends what is still owed, and nothing twice

"#]]);
    assert!(server.received().is_empty() && !server.heard("MAIL"));
}
