//! Letters that go by post, fax or telephone, or in somebody's own mail program.

use std::process::Stdio;

use mail_parser::{Message, MessageParser, MimeHeaders};
use protest_letter::mock_smtp::{Extension, Settings};
use snapbox::cmd::Command;
use snapbox::str;

use crate::home::Home;
use crate::server::Server;

/// An open campaign to two offices without a mailbox; both owe a copy, one a blind copy too.
const OFFICES: &str = include_str!("offices.toml");

/// Two who agreed.
const ROLL: &str = "\
name,email,consent,city,country
Ann Example,ann@example.org,2026-11-01,Berlin,DE
Bob Example,bob@example.org,2026-11-01,Boston,US
";

pub fn home() -> Home {
    Home::with_campaign(OFFICES).file("roll.csv", ROLL)
}

/// A campaign that asks for no copies.
pub fn home_without_copies() -> Home {
    let text = OFFICES.replace("copies    = { email = [\"archive@example.org\"], as = \"bcc\" }\n", "");
    let text = text.replace("[copies]\nemail = [\"campaign@example.org\"]", "");
    assert!(!text.contains("copies"), "{text}");
    Home::with_campaign(&text).file("sam.toml", "name = 'Sam Example'\nstatement = 'I print too.'\n")
}

pub fn send(home: &Home, server: &Server, arguments: &str) -> Command {
    home.run(&format!("send printers --rate none --connections 1 {arguments}")).arg(server.flag())
}

/// Puts a program into the only folder where programs are looked for.
#[cfg(unix)]
pub fn program(home: &Home, name: &str, script: &str) {
    let path = home.path("bin").join(name);
    // By another process: a file that is open for writing here would be, for a moment, in whatever another test starts, and
    // cannot be run then.
    let write = r#"printf '#!/bin/sh\n%s\n' "$1" > "$0" && chmod 700 "$0""#;
    let status = std::process::Command::new("/bin/sh").arg("-c").arg(write).arg(path).arg(script).status().unwrap();
    assert!(status.success());
}

/// The states in the ledger.
pub fn ledger(home: &Home) -> String {
    let output = home.run("ledger printers").assert().success().get_output().stdout.clone();
    String::from_utf8(output).unwrap()
}

pub fn parsed(content: &[u8]) -> Message<'_> {
    MessageParser::default().parse(content).unwrap()
}

/// The one file attached to a mail: its name and its bytes.
pub fn attached<'m>(message: &'m Message<'_>) -> (&'m str, &'m [u8]) {
    let mut attachments = message.attachments();
    let one = attachments.next().unwrap();
    assert!(attachments.next().is_none());
    (one.attachment_name().unwrap(), one.contents())
}

pub fn pages(pdf: &[u8]) -> usize {
    lopdf::Document::load_mem(pdf).unwrap().get_pages().len()
}

/// The size of its first page, in points.
fn size_of(pdf: &[u8]) -> (f32, f32) {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let page = document.get_dictionary(document.get_pages()[&1]).unwrap();
    let media = page.get(b"MediaBox").unwrap().as_array().unwrap();
    (media[2].as_float().unwrap().round(), media[3].as_float().unwrap().round())
}

#[test]
fn letters_are_put_on_paper_with_a_table_of_their_addresses() {
    let home = home();
    let draft = || home.run("draft printers --signer alex.toml --via post --pdf letters.pdf");
    draft().assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
saved letters.pdf (2 pages)
saved letters.csv (the addresses)
copies: the letter to registry owes
  blind copy to archive@example.org
  copy to campaign@example.org
copies: the letter to prison owes
  copy to campaign@example.org

"#]]);
    let pdf = std::fs::read(home.path("letters.pdf")).unwrap();
    assert_eq!((pages(&pdf), size_of(&pdf)), (2, (595.0, 842.0)));
    snapbox::assert_data_eq!(
        home.read("letters.csv"),
        str![[r#"
letter,signer,recipient,line1,line2,line3,line4,line5,line6,line7,line8
1,Alex Example,registry,Court Registry,1 Example Square,Exampleville,,,,,
2,Alex Example,prison,Prison of Exampleville,2 Example Square,Exampleville,,,,,

"#]]
    );
    // Neither is written over.
    draft().assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: there is a file letters.pdf already
hint: choose another name

"#]]);
    assert_eq!(std::fs::read(home.path("letters.pdf")).unwrap(), pdf);
    assert!(!home.path(".local/state/protest-letter/ledger.db").exists());
}

#[test]
fn where_one_of_two_files_is_there_neither_is_written() {
    let home = home().file("letters.csv", "mine");
    home.run("draft printers --signer alex.toml --via post --pdf letters.pdf").assert().code(1).stderr_eq(str![[r#"
error: there is a file letters.csv already
hint: choose another name

"#]]);
    assert!(!home.path("letters.pdf").exists());
    assert_eq!(home.read("letters.csv"), "mine");
    let home = home.file("letters/printers-prison.pdf", "mine");
    home.run("draft printers --signer alex.toml --via post --pdf letters").assert().code(1).stderr_eq(str![[r#"
error: there is a file letters/printers-prison.pdf already
hint: choose another name

"#]]);
    assert!(!home.path("letters/printers-registry.pdf").exists());
}

#[test]
fn no_line_of_an_address_is_lost() {
    let street = "1 Example Square\nExampleville\n\"\"\"\nfax ";
    assert!(OFFICES.contains(street));
    let lines = "Second Floor\nRoom 2\nTo the Left\nBehind the Stairs\nBox 7\nBag 8\n1 Example Square\nExampleville\n";
    let home = Home::with_campaign(&OFFICES.replace(street, &format!("{lines}\"\"\"\nfax ")));
    home.run("draft printers --signer alex.toml --country DE --via post --pdf LETTERS.PDF").assert().success();
    snapbox::assert_data_eq!(
        home.read("LETTERS.csv"),
        str![[r#"
letter,signer,recipient,line1,line2,line3,line4,line5,line6,line7,line8,line9
1,Alex Example,registry,Court Registry,Second Floor,Room 2,To the Left,Behind the Stairs,Box 7,Bag 8,1 Example Square,Exampleville
2,Alex Example,prison,Prison of Exampleville,2 Example Square,Exampleville,,,,,,

"#]]
    );
}

#[test]
fn each_letter_may_be_a_file_in_a_folder() {
    let home = home();
    let draft = "draft printers --signer alex.toml --via post --pdf letters --paper letter";
    home.run(draft).assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
saved letters/printers-registry.pdf (1 page)
saved letters/printers-prison.pdf (1 page)
copies: the letter to registry owes
  blind copy to archive@example.org
  copy to campaign@example.org
copies: the letter to prison owes
  copy to campaign@example.org

"#]]);
    for name in ["registry", "prison"] {
        let pdf = std::fs::read(home.path(&format!("letters/printers-{name}.pdf"))).unwrap();
        assert_eq!((pages(&pdf), size_of(&pdf)), (1, (612.0, 792.0)), "{name}");
    }
}

#[test]
fn paper_is_that_of_the_signers_country_unless_another_is_named() {
    let home = home();
    let (a4, letter) = ((595.0, 842.0), (612.0, 792.0));
    for (number, (arguments, size)) in
        [("--country US", letter), ("--country DE", a4), ("--country US --paper a4", a4), ("--paper letter", letter)]
            .into_iter()
            .enumerate()
    {
        let draft = "draft printers --signer alex.toml --via post --to prison";
        home.run(&format!("{draft} {arguments} --pdf {number}.pdf")).assert().success();
        assert_eq!(size_of(&std::fs::read(home.path(&format!("{number}.pdf"))).unwrap()), size, "{arguments}");
    }
    let run = home.run("draft printers --signer alex.toml --pdf a.pdf --paper a5");
    run.assert().code(1).stdout_eq(str![]);
    assert!(!home.path("a.pdf").exists());
}

#[test]
fn letters_by_post_are_put_on_paper_and_their_copies_mailed() {
    let (home, server) = (home(), Server::start(&[]));
    let roll = |pdf: &str| send(&home, &server, &format!("--signers roll.csv --via post --pdf {pdf} --yes"));
    roll("letters.pdf").assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
printers: 4 letters by post from 2 signers
  registry from Ann Example to Court Registry, 1 Example Square, Exampleville (1 demand, in English)
      blind copy to archive@example.org
      copy to campaign@example.org
  prison from Ann Example to Prison of Exampleville, 2 Example Square, Exampleville (1 demand, in English)
      copy to campaign@example.org
  registry from Bob Example to Court Registry, 1 Example Square, Exampleville (1 demand, in English)
      blind copy to archive@example.org
      copy to campaign@example.org
  prison from Bob Example to Prison of Exampleville, 2 Example Square, Exampleville (1 demand, in English)
      copy to campaign@example.org
advice: 2 of 2 letters to registry are nearly the same (100 % of the wording); so it is with 1 more
  ask signers for a sentence of their own, or give the campaign [variants]
saved letters.pdf (4 pages)
saved letters.csv (the addresses)
handed registry from Ann Example (its copies: 250 2.0.0 accepted)
handed prison from Ann Example (its copies: 250 2.0.0 accepted)
handed registry from Bob Example (its copies: 250 2.0.0 accepted)
handed prison from Bob Example (its copies: 250 2.0.0 accepted)
4 handed
when they have gone: protest-letter ledger done printers --via post

"#]]);
    assert_eq!(pages(&std::fs::read(home.path("letters.pdf")).unwrap()), 4);
    snapbox::assert_data_eq!(
        ledger(&home),
        str![[r#"
printers
  prison: 2 handed
  registry: 2 handed

"#]]
    );

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
    let before = std::fs::read(home.path("letters.pdf")).unwrap();
    roll("letters.pdf").assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
printers: 0 letters by post from 2 signers
  4 letters handed to somebody before (protest-letter ledger done, once they went)
nothing is owed

"#]]);
    assert_eq!(std::fs::read(home.path("letters.pdf")).unwrap(), before);
    assert_eq!(server.received().len(), 4);
}

#[test]
fn letters_in_hand_are_done_when_somebody_says_so() {
    let (home, server) = (home(), Server::start(&[]));
    send(&home, &server, "--signers roll.csv --via post --pdf letters.pdf --yes").assert().success();
    let done = |arguments: &str| home.run(&format!("ledger done printers {arguments}")).assert();
    done("").code(2).stdout_eq(str![]).stderr_eq(str![[r#"
error: nobody is there to be asked: Note that 4 letters went?
  --yes

"#]]);
    done("--via fax --yes").code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: no such letter is in anybody's hand
hint: `protest-letter ledger --state handed` shows those that are

"#]]);
    done("--id 1 --yes").success().stdout_eq(str![]).stderr_eq(str![[r#"
1 letter done

"#]]);
    snapbox::assert_data_eq!(
        ledger(&home),
        str![[r#"
printers
  prison: 2 handed
  registry: 1 done, 1 handed

"#]]
    );
    done("--to prison --yes").success().stdout_eq(str![]).stderr_eq(str![[r#"
2 letters done

"#]]);
    done("--via post --yes").success().stdout_eq(str![]).stderr_eq(str![[r#"
1 letter done

"#]]);
    snapbox::assert_data_eq!(
        ledger(&home),
        str![[r#"
printers
  prison: 2 done
  registry: 2 done

"#]]
    );
    done("--yes").code(1);
    home.run("ledger done another --yes").assert().code(1);
    // What went is not owed, and cannot be made so.
    home.run("ledger retry printers --state done").assert().stderr_eq(str![[r#"
error: there is no such letter that could be owed again
hint: `protest-letter ledger` shows what became of all of them

"#]]);
    send(&home, &server, "--signers roll.csv --via fax --pdf again.pdf --yes").assert().success().stderr_eq(str![[
        r#"
printers: 0 letters by fax from 2 signers
  2 letters went by hand before
Not by fax (2 letters):
  prison: post
nothing is owed

"#
    ]]);
    assert!(!home.path("again.pdf").exists());
    assert_eq!(server.received().len(), 4);
}

#[test]
fn a_letter_in_hand_may_be_taken_back() {
    let (home, server) = (home(), Server::start(&[]));
    let post = |pdf: &str| send(&home, &server, &format!("--signer alex.toml --via post --pdf {pdf} --yes"));
    post("a.pdf").assert().success();
    home.run("ledger retry printers --state handed").assert().success().stderr_eq(str![[r#"
2 letters owed again

"#]]);
    post("b.pdf").assert().success();
    assert_eq!(server.received().len(), 4);
}

#[test]
fn a_dry_run_shows_the_copies_of_letters_by_post() {
    let home = home();
    let dry = "send printers --signer alex.toml --via post --to registry --dry-run";
    home.run(dry)
        .assert()
        .success()
        .stdout_eq(str![[r#"
Mail 1 of 1, as it arrived
MAIL FROM alex@example.org
RCPT TO   archive@example.org
RCPT TO   campaign@example.org
From: Alex Example <alex@example.org>
To: campaign@example.org
Subject: Release the three printers of Exampleville
Date: Mon, 23 Nov 2026 12:00:00 +0000
Message-ID: <[..]@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="[..]"

This letter goes to Court Registry by post. It is attached as it stands 
on paper.

Alex Example
alex@example.org

23 November 2026

Court Registry
1 Example Square
Exampleville

Release the three printers of Exampleville

Dear Members of the Court,

My name is Alex Example. I am writing to you because of events that 
trouble me deeply.

On 3 October 2026 three printers were arrested in Exampleville for 
printing a leaflet.

I respectfully urge you to do all in your power to meet this demand:

– Release all three unconditionally

I print too.

Please let me know at the address above what steps have been taken.

Yours faithfully,

Alex Example

attached: letter.pdf


"#]])
        .stderr_eq(str![[r#"
printers: 1 letter by post from Alex Example <alex@example.org>
  registry to Court Registry, 1 Example Square, Exampleville (1 demand, in English)
      blind copy to archive@example.org
      copy to campaign@example.org
handed registry (its copies: 250 2.0.0 accepted)
1 handed
this was a dry run: the server was a mock in this program, and nothing was sent

"#]]);
    assert!(!home.path(".local/state/protest-letter/ledger.db").exists());
}

#[test]
fn what_a_person_posts_is_to_be_put_on_paper() {
    let home = home();
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
    let home = home_without_copies();
    let post = "send printers --signer sam.toml --via post --pdf letters.pdf --yes";
    home.run(post).assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
printers: 2 letters by post from Sam Example
  registry to Court Registry, 1 Example Square, Exampleville (1 demand, in English)
  prison to Prison of Exampleville, 2 Example Square, Exampleville (1 demand, in English)
saved letters.pdf (2 pages)
saved letters.csv (the addresses)
handed registry (it owes no copy by e-mail)
handed prison (it owes no copy by e-mail)
2 handed
when they have gone: protest-letter ledger done printers --via post

"#]]);
    assert_eq!(pages(&std::fs::read(home.path("letters.pdf")).unwrap()), 2);
    snapbox::assert_data_eq!(
        ledger(&home),
        str![[r#"
printers
  prison: 1 handed
  registry: 1 handed

"#]]
    );
    home.run(post).assert().success().stderr_eq(str![[r#"
printers: 0 letters by post from 1 signer
  2 letters handed to somebody before (protest-letter ledger done, once they went)
nothing is owed

"#]]);
    // A server that is named all the same is left in peace.
    let server = Server::start(&[]);
    send(&home, &server, "--name Eve --via post --pdf eve.pdf --yes").assert().success();
    assert!(!server.was_called());
}

#[test]
fn copies_need_an_account_and_an_address() {
    let home = home().file("sam.toml", "name = 'Sam Example'\nstatement = 'I print too.'\n");
    let post = |signer: &str| home.run(&format!("send printers --signer {signer} --via post --pdf letters.pdf --yes"));
    post("alex.toml").assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
printers: 2 letters by post from Alex Example <alex@example.org>
  registry to Court Registry, 1 Example Square, Exampleville (1 demand, in English)
      blind copy to archive@example.org
      copy to campaign@example.org
  prison to Prison of Exampleville, 2 Example Square, Exampleville (1 demand, in English)
      copy to campaign@example.org
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
    let run = send(&home, &server, "--signer sam.toml --via post --pdf letters.pdf --yes");
    run.assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: no e-mail address of Sam Example is known
hint: add `email` to the profile, or give --email

"#]]);
    assert!(!home.path("letters.pdf").exists() && !server.was_called());
    assert_eq!(ledger(&home), "");
}

#[test]
fn a_refused_copy_stops_the_batch() {
    let (home, server) = (home(), Server::start(&["rcpt=campaign@*: 550 5.7.1 not here"]));
    let post = |more: &str| send(&home, &server, &format!("--signers roll.csv --via post --yes {more}"));
    post("--pdf letters.pdf").assert().code(3).stdout_eq(str![]).stderr_eq(str![[r#"
printers: 4 letters by post from 2 signers
  registry from Ann Example to Court Registry, 1 Example Square, Exampleville (1 demand, in English)
      blind copy to archive@example.org
      copy to campaign@example.org
  prison from Ann Example to Prison of Exampleville, 2 Example Square, Exampleville (1 demand, in English)
      copy to campaign@example.org
  registry from Bob Example to Court Registry, 1 Example Square, Exampleville (1 demand, in English)
      blind copy to archive@example.org
      copy to campaign@example.org
  prison from Bob Example to Prison of Exampleville, 2 Example Square, Exampleville (1 demand, in English)
      copy to campaign@example.org
advice: 2 of 2 letters to registry are nearly the same (100 % of the wording); so it is with 1 more
  ask signers for a sentence of their own, or give the campaign [variants]
saved letters.pdf (4 pages)
saved letters.csv (the addresses)
deferred registry from Ann Example (the server refused campaign@example.org (required copy): 550 5.7.1 not here)
1 deferred, 3 not begun
error: sending stopped, because a required copy was refused
caused by: the server refused campaign@example.org (required copy): 550 5.7.1 not here
hint: mend the address, or choose to go without it: --without-refused-copies
the same command again, with another --pdf, sends what is still owed, and nothing twice
of the letters that were not handed over the copies have not gone: do not send those yet

"#]]);
    assert!(server.received().is_empty());
    snapbox::assert_data_eq!(
        ledger(&home),
        str![[r#"
printers
  prison: 2 owed
  registry: 1 deferred, 1 owed

"#]]
    );
    // What is on paper stays there.
    let before = std::fs::read(home.path("letters.pdf")).unwrap();
    post("--pdf letters.pdf").assert().code(1).stderr_eq(str![[r#"
printers: 4 letters by post from 2 signers
  registry from Ann Example to Court Registry, 1 Example Square, Exampleville (1 demand, in English)
      blind copy to archive@example.org
      copy to campaign@example.org
  prison from Ann Example to Prison of Exampleville, 2 Example Square, Exampleville (1 demand, in English)
      copy to campaign@example.org
  registry from Bob Example to Court Registry, 1 Example Square, Exampleville (1 demand, in English)
      blind copy to archive@example.org
      copy to campaign@example.org
  prison from Bob Example to Prison of Exampleville, 2 Example Square, Exampleville (1 demand, in English)
      copy to campaign@example.org
advice: 2 of 2 letters to registry are nearly the same (100 % of the wording); so it is with 1 more
  ask signers for a sentence of their own, or give the campaign [variants]
error: there is a file letters.pdf already
hint: choose another name

"#]]);
    assert_eq!(std::fs::read(home.path("letters.pdf")).unwrap(), before);
}

#[test]
fn letters_in_hand_may_go_without_their_refused_copies() {
    for hidden in [None, Some(Extension::Pipelining)] {
        let faults = vec!["rcpt=campaign@*: 550 5.7.1 not here".parse().unwrap()];
        let hidden = hidden.into_iter().collect();
        let (home, server) = (home(), Server::with(Settings { faults, hidden, ..Settings::default() }));
        let post = send(&home, &server, "--signer alex.toml --via post --pdf a.pdf --yes --without-refused-copies");
        post.assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
printers: 2 letters by post from Alex Example <alex@example.org>
  registry to Court Registry, 1 Example Square, Exampleville (1 demand, in English)
      blind copy to archive@example.org
      copy to campaign@example.org
  prison to Prison of Exampleville, 2 Example Square, Exampleville (1 demand, in English)
      copy to campaign@example.org
saved a.pdf (2 pages)
saved a.csv (the addresses)
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
    let home = home();
    let server = Server::with(Settings { faults: vec!["dot: stall".parse().unwrap()], ..Settings::default() });
    let mut program = home
        .command()
        .args(
            "send printers --signers roll.csv --via post --pdf letters.pdf --yes --rate none --connections 1"
                .split(' '),
        )
        .arg(server.flag())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    server.wait_until(|server| server.heard("DATA"));
    program.kill().unwrap();
    program.wait().unwrap();
    assert_eq!(pages(&std::fs::read(home.path("letters.pdf")).unwrap()), 4);
    let well = Server::start(&[]);
    send(&home, &well, "--signers roll.csv --via post --pdf letters.pdf --yes").assert().code(1);
    assert!(!well.was_called());
    send(&home, &well, "--signers roll.csv --via post --pdf rest.pdf --yes").assert().stderr_eq(str![[r#"
printers: 3 letters by post from 2 signers
  prison from Ann Example to Prison of Exampleville, 2 Example Square, Exampleville (1 demand, in English)
      copy to campaign@example.org
  registry from Bob Example to Court Registry, 1 Example Square, Exampleville (1 demand, in English)
      blind copy to archive@example.org
      copy to campaign@example.org
  prison from Bob Example to Prison of Exampleville, 2 Example Square, Exampleville (1 demand, in English)
      copy to campaign@example.org
  1 letter uncertain: a server may have them or not (protest-letter ledger --state uncertain)
advice: 2 of 2 letters to prison are nearly the same (100 % of the wording)
  ask signers for a sentence of their own, or give the campaign [variants]
saved rest.pdf (3 pages)
saved rest.csv (the addresses)
handed prison from Ann Example (its copies: 250 2.0.0 accepted)
handed registry from Bob Example (its copies: 250 2.0.0 accepted)
handed prison from Bob Example (its copies: 250 2.0.0 accepted)
3 handed
when they have gone: protest-letter ledger done printers --via post

"#]]);
    snapbox::assert_data_eq!(
        ledger(&home),
        str![[r#"
printers
  prison: 2 handed
  registry: 1 handed, 1 uncertain

"#]]
    );
}

#[test]
fn a_sample_of_a_letter_by_another_channel_is_its_copy() {
    for (channel, settings) in [("post", ""), ("fax", ""), ("fax", crate::faxes::GATEWAY), ("phone", "")] {
        let (home, server) = (home().config("config.toml", settings), Server::start(&[]));
        let sample = format!("--signer alex.toml --to registry --via {channel} --sample-to me@example.org --yes");
        send(&home, &server, &sample).assert().success();
        let [mail] = &server.received()[..] else { panic!("not one mail") };
        assert_eq!(mail.envelope.accepted().collect::<Vec<_>>(), ["me@example.org"]);
        assert!(!home.path(".local/state/protest-letter/ledger.db").exists());
    }
}

#[test]
fn a_call_has_its_words_and_its_number_as_it_is_dialled() {
    let home = home();
    let call = |country: &str| {
        let draft = format!("draft printers --signer alex.toml --to registry --via phone --country {country} --print");
        home.run(&draft).assert().success()
    };
    call("DE")
        .stdout_eq(str![[r#"
A call to: Court Registry
Number: 00 44 20 7946 0321
Ask for: whoever speaks with the public about this matter

Say:

Good day. My name is Alex Example. I am calling because of this: Release
the three printers of Exampleville.

I ask you for one thing:

– Release all three unconditionally

I print too.

Will you pass this on to those who decide? When, and from whom, may I
expect an answer?

Thank you for listening. May I ask your name?

Note down:

– day and hour of the call: ……………………
– who spoke with you: ……………………
– what was answered: ……………………
– what was promised, and by when: ……………………

"#]])
        .stderr_eq(str![[r#"
copies: the letter to registry owes
  blind copy to archive@example.org
  copy to campaign@example.org

"#]]);
    for (country, number) in [("GB", "020 7946 0321"), ("US", "011 44 20 7946 0321"), ("KZ", "8 10 44 20 7946 0321")] {
        let words = String::from_utf8(call(country).get_output().stdout.clone()).unwrap();
        assert!(words.contains(&format!("\nNumber: {number}\n")), "{country}: {words}");
    }
}

#[test]
fn what_went_by_hand_is_noted() {
    let home = home();
    let draft = |arguments: &str| home.run(&format!("draft printers --signer alex.toml {arguments}")).assert();
    draft("--via post --to prison --record handed").success().stdout_eq(str![]).stderr_eq(str![[r#"
noted: 1 letter in your hands; when they have gone: protest-letter ledger done printers

"#]]);
    draft("--via phone --to registry --print --record done").success().stderr_eq(str![[r#"
copies: the letter to registry owes
  blind copy to archive@example.org
  copy to campaign@example.org
noted: 1 letter done

"#]]);
    snapbox::assert_data_eq!(
        ledger(&home),
        str![[r#"
printers
  prison: 1 handed
  registry: 1 done

"#]]
    );
    draft("--via post --record done").success().stdout_eq(str![]).stderr_eq(str![[r#"
noted: 1 letter done

"#]]);
    snapbox::assert_data_eq!(
        ledger(&home),
        str![[r#"
printers
  prison: 1 done
  registry: 1 done

"#]]
    );
    draft("--via post --record handed").success().stdout_eq(str![]);
    snapbox::assert_data_eq!(
        ledger(&home),
        str![[r#"
printers
  prison: 1 done
  registry: 1 done

"#]]
    );
    // Nothing is owed any more, by whatever channel.
    let server = Server::start(&[]);
    send(&home, &server, "--signer alex.toml --via post --pdf a.pdf --yes").assert().success().stderr_eq(str![[r#"
printers: 0 letters by post from 1 signer
  2 letters went by hand before
nothing is owed

"#]]);
    assert!(!server.was_called() && !home.path("a.pdf").exists());
}

#[test]
fn nothing_is_noted_when_the_letters_could_not_be_saved() {
    let home = home().file("a.pdf", "mine");
    let draft = "draft printers --signer alex.toml --via post --pdf a.pdf --record done";
    home.run(draft).assert().code(1);
    assert!(!home.path(".local/state/protest-letter/ledger.db").exists());
}

#[test]
fn a_dry_run_notes_nothing() {
    let home = home();
    home.run("draft printers --signer alex.toml --via post --dry-run --record done").assert().code(2);
    assert!(!home.path(".local/state/protest-letter/ledger.db").exists());
}

#[test]
fn what_a_server_refused_did_not_go_by_hand() {
    let (home, server) = (Home::with_printers(), Server::start(&["rcpt=court@*: 550 5.1.1 no such user"]));
    let draft = "draft printers --signer alex.toml --to court,police --send --record done --yes --rate none";
    home.run(draft).arg(server.flag()).assert().code(3).stderr_eq(str![[r#"
printers: 1 letter from Alex Example <alex@example.org>
  court to court@example.org (1 demand, in English)
      copy to lawyers@example.org
      copy to campaign@example.org
Not by e-mail (1 letter):
  police: fax +44 20 7946 0991
rejected court (the server refused court@example.org (addressee): 550 5.1.1 no such user)
1 rejected
see them: protest-letter ledger printers --state rejected,uncertain
printers: 1 letter by fax from Alex Example <alex@example.org>
  police to fax +44 20 7946 0991 (1 demand, in English)
      copy to campaign@example.org
Not by fax (1 letter):
  court: by e-mail
handed police (its copies: 250 2.0.0 accepted)
1 handed
when they have gone: protest-letter ledger done printers --via fax
noted: 1 letter done

"#]]);
    snapbox::assert_data_eq!(
        ledger(&home),
        str![[r#"
printers
  court: 1 rejected
  police: 1 done

"#]]
    );
}

#[test]
fn the_copies_of_what_goes_by_hand_are_sent_with_the_letters_that_are_sent() {
    let (home, server) = (Home::with_printers(), Server::start(&[]));
    let draft = "draft printers --signer alex.toml --to court,police --send --yes --rate none";
    home.run(draft).arg(server.flag()).assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
printers: 1 letter from Alex Example <alex@example.org>
  court to court@example.org (1 demand, in English)
      copy to lawyers@example.org
      copy to campaign@example.org
Not by e-mail (1 letter):
  police: fax +44 20 7946 0991
accepted court (250 2.0.0 accepted)
1 accepted
printers: 1 letter by fax from Alex Example <alex@example.org>
  police to fax +44 20 7946 0991 (1 demand, in English)
      copy to campaign@example.org
Not by fax (1 letter):
  court: by e-mail
handed police (its copies: 250 2.0.0 accepted)
1 handed
when they have gone: protest-letter ledger done printers --via fax

"#]]);
    assert_eq!(server.received().len(), 2);
    snapbox::assert_data_eq!(
        ledger(&home),
        str![[r#"
printers
  court: 1 accepted
  police: 1 handed

"#]]
    );
}

#[cfg(unix)]
#[test]
fn whoever_stops_between_pages_and_copies_has_the_pages_and_owes_the_copies() {
    let (home, server) = (home(), Server::start(&["banner: stall"]));
    let program = home
        .command()
        .args("send printers --signers roll.csv --via post --pdf letters.pdf --yes --rate none".split(' '))
        .arg(server.flag())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    server.wait_until(Server::was_called);
    let id = rustix::process::Pid::from_child(&program);
    rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
    let output = program.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    snapbox::assert_data_eq!(
        String::from_utf8(output.stderr).unwrap(),
        str![[r#"
printers: 4 letters by post from 2 signers
  registry from Ann Example to Court Registry, 1 Example Square, Exampleville (1 demand, in English)
      blind copy to archive@example.org
      copy to campaign@example.org
  prison from Ann Example to Prison of Exampleville, 2 Example Square, Exampleville (1 demand, in English)
      copy to campaign@example.org
  registry from Bob Example to Court Registry, 1 Example Square, Exampleville (1 demand, in English)
      blind copy to archive@example.org
      copy to campaign@example.org
  prison from Bob Example to Prison of Exampleville, 2 Example Square, Exampleville (1 demand, in English)
      copy to campaign@example.org
advice: 2 of 2 letters to registry are nearly the same (100 % of the wording); so it is with 1 more
  ask signers for a sentence of their own, or give the campaign [variants]
saved letters.pdf (4 pages)
saved letters.csv (the addresses)

stopping after the letter under way; Ctrl-C again leaves at once
4 not begun
stopped as you asked
the same command again, with another --pdf, sends what is still owed, and nothing twice
of the letters that were not handed over the copies have not gone: do not send those yet

"#]]
    );
    assert_eq!(pages(&std::fs::read(home.path("letters.pdf")).unwrap()), 4);
    snapbox::assert_data_eq!(
        ledger(&home),
        str![[r#"
printers
  prison: 2 owed
  registry: 2 owed

"#]]
    );
    let well = Server::start(&[]);
    send(&home, &well, "--signers roll.csv --via post --pdf again.pdf --yes").assert().success();
    assert_eq!(well.received().len(), 4);
}

#[test]
fn what_a_signer_writes_is_no_formula_in_the_table_of_addresses() {
    let (home, server) = (home(), Server::start(&[]));
    let home =
        home.file("roll.csv", "name,email,consent\n=1+1,ann@example.org,2026-11-01\nBob,bob@example.org,2026-11-01\n");
    send(&home, &server, "--signers roll.csv --via post --to registry --pdf letters.pdf --yes").assert().success();
    assert!(home.read("letters.csv").contains("\n1,'=1+1,registry,"), "{}", home.read("letters.csv"));
}
