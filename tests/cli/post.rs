//! `send --via post`: letters on paper, whose copies go by e-mail.

use snapbox::{file, str};

use crate::attached::{attached, pages, parsed};
use crate::home::Home;
use crate::server::Server;

#[test]
fn letters_by_post_are_put_on_paper_and_their_copies_mailed() {
    let (home, server) = (Home::with_offices(), Server::start(&[]));
    let roll = |pdf: &str| server.send(&home, &format!("--signers roll.csv --via post --pdf {pdf} --yes"));
    roll("letters.pdf").assert().success().stdout_eq(str![]).stderr_eq(file!["golden/run-post.txt"]);
    assert_eq!(pages(&home.bytes("letters.pdf")), 4);
    assert_eq!(home.ledger(), ["prison: 2 handed", "registry: 2 handed"]);

    let received = server.received();
    assert_eq!(received.len(), 4);
    let mail = received.iter().find(|mail| mail.envelope.accepted().count() == 2).unwrap();
    assert_eq!(mail.envelope.mail_from, "ann@example.org");
    assert_eq!(mail.envelope.accepted().collect::<Vec<_>>(), ["archive@example.org", "campaign@example.org"]);
    assert_eq!((mail.headers.cc.len(), &mail.headers.to[..]), (0, &["campaign@example.org".to_owned()][..]));
    assert!(!mail.text().contains("archive"), "{}", mail.text());
    let message = parsed(&mail.content);
    let text = message.body_text(0).unwrap();
    let note = "This letter goes to Court Registry by post. It is attached as it stands on paper.";
    assert!(text.replace(" \r\n", " ").starts_with(note), "{text}");
    assert!(text.contains("Ann Example") && text.contains("Release all three unconditionally"), "{text}");
    let (name, pdf) = attached(&message);
    assert_eq!((name, pages(pdf)), ("letter.pdf", 1));

    // The same again owes nothing, and touches no file.
    let before = home.bytes("letters.pdf");
    roll("letters.pdf").assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
...
  4 letters handed to somebody before (protest-letter ledger done, once they went)
nothing is owed

"#]]);
    assert_eq!(home.bytes("letters.pdf"), before);
    assert_eq!(server.received().len(), 4);
}

#[test]
fn a_dry_run_shows_the_copies_of_letters_by_post() {
    let home = Home::with_offices();
    let dry = "send printers --signer alex.toml --via post --to registry --dry-run";
    home.run(dry).assert().success().stdout_eq(file!["golden/mails-post.txt"]).stderr_eq(str![[r#"
...
handed registry (its copies: 250 2.0.0 accepted)
1 handed
this was a dry run: the server was a mock in this program, and nothing was sent

"#]]);
    assert!(!home.has_ledger());
}

#[test]
fn what_a_person_posts_is_to_be_put_on_paper() {
    let home = Home::with_offices();
    for channel in ["post", "fax", "phone"] {
        let run = home.run(&format!("send printers --signer alex.toml --via {channel} --yes"));
        run.assert().code(2).stdout_eq(str![]);
    }
    let run = home.run("send printers --signer alex.toml --via post --yes");
    run.assert().code(2).stdout_eq(str![]).stderr_eq(str![[r#"
error: letters by post are put on paper:
  --pdf FILE

"#]]);
}

#[test]
fn letters_that_owe_no_copy_need_neither_account_nor_address() {
    let home = Home::with_offices_without_copies();
    let post = "send printers --signer sam.toml --via post --pdf letters.pdf --yes";
    home.run(post).assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
printers: 2 letters by post from Sam Example
...
handed registry (it owes no copy by e-mail)
handed prison (it owes no copy by e-mail)
2 handed
when they have gone: protest-letter ledger done printers --via post

"#]]);
    assert_eq!(pages(&home.bytes("letters.pdf")), 2);
    assert_eq!(home.ledger(), ["prison: 1 handed", "registry: 1 handed"]);
    home.run(post).assert().success().stderr_eq(str![[r#"
printers: 0 letters by post from 1 signer
  not signed
  2 letters handed to somebody before (protest-letter ledger done, once they went)
nothing is owed

"#]]);
    // A server that is named all the same is left in peace.
    let server = Server::start(&[]);
    server.send(&home, "--name Eve --via post --pdf eve.pdf --yes").assert().success();
    assert!(!server.was_called());
}

#[test]
fn copies_need_an_account_and_an_address() {
    let home = Home::with_offices().file("sam.toml", "name = 'Sam Example'\nstatement = 'I print too.'\n");
    let post = |signer: &str| home.run(&format!("send printers --signer {signer} --via post --pdf letters.pdf --yes"));
    post("alex.toml").assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
...
error: no mail account is known
caused by: their copies go by e-mail
hint: give --smtp smtp://user@host, or save your account with `protest-letter setup`; --dry-run needs none

"#]]);
    assert!(!home.path("letters.pdf").exists() && !home.path("letters.csv").exists());
    post("sam.toml").assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: no e-mail address of Sam Example is known
hint: add `email` to the profile, or give --email

"#]]);
    let server = Server::start(&[]);
    let run = server.send(&home, "--signer sam.toml --via post --pdf letters.pdf --yes");
    run.assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: no e-mail address of Sam Example is known
hint: add `email` to the profile, or give --email

"#]]);
    assert!(!home.path("letters.pdf").exists() && !server.was_called());
    assert!(home.ledger().is_empty());
}

#[test]
fn a_refused_copy_stops_the_batch() {
    let (home, server) = (Home::with_offices(), Server::start(&["rcpt=campaign@*: 550 5.7.1 not here"]));
    let post = |more: &str| server.send(&home, &format!("--signers roll.csv --via post --yes {more}"));
    post("--pdf letters.pdf").assert().code(3).stdout_eq(str![]).stderr_eq(str![[r#"
...
saved letters.pdf (4 pages)
saved letters.csv (the addresses)
deferred registry from Ann Example (the server refused campaign@example.org (required copy): 550 5.7.1 not here)
1 deferred, 3 not begun
error: sending stopped, because a required copy was refused
...
the same command again, with another --pdf, sends what is still owed, and nothing twice
of the letters that were not handed over the copies have not gone: do not send those yet

"#]]);
    assert!(server.received().is_empty());
    assert_eq!(home.ledger(), ["prison: 2 owed", "registry: 1 deferred, 1 owed"]);
    // What is on paper stays there.
    let before = home.bytes("letters.pdf");
    post("--pdf letters.pdf").assert().code(1).stderr_eq(str![[r#"
...
error: there is a file letters.pdf already
hint: choose another name

"#]]);
    assert_eq!(home.bytes("letters.pdf"), before);
}

#[test]
fn letters_in_hand_may_go_without_their_refused_copies() {
    let refuses = ["rcpt=campaign@*: 550 5.7.1 not here"];
    for server in [Server::start(&refuses), Server::without_pipelining(&refuses)] {
        let home = Home::with_offices();
        let post = server.send(&home, "--signer alex.toml --via post --pdf a.pdf --yes --without-refused-copies");
        post.assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
...
handed registry (its copies: 250 2.0.0 accepted)
  without a copy: the server refused campaign@example.org (required copy): 550 5.7.1 not here
handed prison (no copy of it went)
  without a copy: the server refused campaign@example.org (required copy): 550 5.7.1 not here
2 handed
when they have gone: protest-letter ledger done printers --via post

"#]]);
        assert_eq!(server.received().len(), 1);
    }
}

#[test]
fn a_program_that_is_killed_between_pages_and_copies_loses_nothing() {
    let (home, server) = (Home::with_offices(), Server::start(&["dot: stall"]));
    let send = "send printers --signers roll.csv --via post --pdf letters.pdf --yes --rate none --connections 1";
    let mut program = home.start(&format!("{send} {}", server.flag()));
    server.wait_until(|server| server.heard("DATA"));
    program.kill().unwrap();
    program.wait().unwrap();
    assert_eq!(pages(&home.bytes("letters.pdf")), 4);
    let well = Server::start(&[]);
    well.send(&home, "--signers roll.csv --via post --pdf letters.pdf --yes").assert().code(1);
    assert!(!well.was_called());
    well.send(&home, "--signers roll.csv --via post --pdf rest.pdf --yes").assert().stderr_eq(str![[r#"
...
  1 letter uncertain: a server may have them or not (protest-letter ledger --state uncertain)
...
saved rest.pdf (3 pages)
...
handed prison from Ann Example (its copies: 250 2.0.0 accepted)
handed registry from Bob Example (its copies: 250 2.0.0 accepted)
handed prison from Bob Example (its copies: 250 2.0.0 accepted)
3 handed
when they have gone: protest-letter ledger done printers --via post

"#]]);
    assert_eq!(home.ledger(), ["prison: 2 handed", "registry: 1 handed, 1 uncertain"]);
}

#[cfg(unix)]
#[test]
fn whoever_stops_between_pages_and_copies_has_the_pages_and_owes_the_copies() {
    let (home, server) = (Home::with_offices(), Server::start(&["banner: stall"]));
    let send = "send printers --signers roll.csv --via post --pdf letters.pdf --yes --rate none";
    let program = home.start(&format!("{send} {}", server.flag()));
    server.wait_until(Server::was_called);
    let id = rustix::process::Pid::from_child(&program);
    rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
    let output = program.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    snapbox::assert_data_eq!(
        String::from_utf8(output.stderr).unwrap(),
        str![[r#"
...
saved letters.pdf (4 pages)
saved letters.csv (the addresses)

stopping after the letter under way; Ctrl-C again leaves at once
4 not begun
stopped as you asked
the same command again, with another --pdf, sends what is still owed, and nothing twice
of the letters that were not handed over the copies have not gone: do not send those yet

"#]]
    );
    assert_eq!(pages(&home.bytes("letters.pdf")), 4);
    assert_eq!(home.ledger(), ["prison: 2 owed", "registry: 2 owed"]);
    let well = Server::start(&[]);
    well.send(&home, "--signers roll.csv --via post --pdf again.pdf --yes").assert().success();
    assert_eq!(well.received().len(), 4);
}

#[test]
fn a_sample_of_a_letter_by_another_channel_is_its_copy() {
    for (channel, settings) in [("post", ""), ("fax", ""), ("fax", crate::faxes::GATEWAY), ("phone", "")] {
        let (home, server) = (Home::with_offices().config("config.toml", settings), Server::start(&[]));
        let sample = format!("--signer alex.toml --to registry --via {channel} --sample-to me@example.org --yes");
        server.send(&home, &sample).assert().success();
        let [mail] = &server.received()[..] else { panic!("not one mail") };
        assert_eq!(mail.envelope.accepted().collect::<Vec<_>>(), ["me@example.org"]);
        assert!(!home.has_ledger());
    }
}
