//! Letters that a person takes further: `ledger done`, and `draft --record`.

use snapbox::{file, str};

use crate::home::Home;
use crate::server::Server;

#[test]
fn letters_in_hand_are_done_when_somebody_says_so() {
    let (home, server) = (Home::with_offices(), Server::start(&[]));
    server.send(&home, "--signers roll.csv --via post --pdf letters.pdf --yes").assert().success();
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
    assert_eq!(home.ledger(), ["prison: 2 handed", "registry: 1 done, 1 handed"]);
    done("--to prison --yes").success().stdout_eq(str![]).stderr_eq(str![[r#"
2 letters done

"#]]);
    done("--via post --yes").success().stdout_eq(str![]).stderr_eq(str![[r#"
1 letter done

"#]]);
    assert_eq!(home.ledger(), ["prison: 2 done", "registry: 2 done"]);
    done("--yes").code(1);
    home.run("ledger done another --yes").assert().code(1);
    // What went is not owed, and cannot be made so.
    home.run("ledger retry printers --state done").assert().stderr_eq(str![[r#"
error: there is no such letter that could be owed again
hint: `protest-letter ledger` shows what became of all of them

"#]]);
    server.send(&home, "--signers roll.csv --via fax --pdf again.pdf --yes").assert().success().stderr_eq(str![[r#"
...
  2 letters went by hand before
...
nothing is owed

"#]]);
    assert!(!home.path("again.pdf").exists());
    assert_eq!(server.received().len(), 4);
}

#[test]
fn a_letter_in_hand_may_be_taken_back() {
    let (home, server) = (Home::with_offices(), Server::start(&[]));
    let post = |pdf: &str| server.send(&home, &format!("--signer alex.toml --via post --pdf {pdf} --yes"));
    post("a.pdf").assert().success();
    home.run("ledger retry printers --state handed").assert().success().stderr_eq(str![[r#"
2 letters owed again

"#]]);
    post("b.pdf").assert().success();
    assert_eq!(server.received().len(), 4);
}

#[test]
fn what_went_by_hand_is_noted() {
    let home = Home::with_offices();
    let draft = |arguments: &str| home.run(&format!("draft printers --signer alex.toml {arguments}")).assert();
    draft("--via post --to prison --record handed").success().stdout_eq(str![]).stderr_eq(str![[r#"
printers: not signed
noted: 1 letter in your hands; when they have gone: protest-letter ledger done printers

"#]]);
    draft("--via phone --to registry --print --record done").success().stderr_eq(str![[r#"
...
noted: 1 letter done

"#]]);
    assert_eq!(home.ledger(), ["prison: 1 handed", "registry: 1 done"]);
    draft("--via post --record done").success().stdout_eq(str![]).stderr_eq(str![[r#"
printers: not signed
noted: 1 letter done

"#]]);
    assert_eq!(home.ledger(), ["prison: 1 done", "registry: 1 done"]);
    draft("--via post --record handed").success().stdout_eq(str![]);
    assert_eq!(home.ledger(), ["prison: 1 done", "registry: 1 done"]);
    // Nothing is owed any more, by whatever channel.
    let server = Server::start(&[]);
    server.send(&home, "--signer alex.toml --via post --pdf a.pdf --yes").assert().success().stderr_eq(str![[r#"
...
  2 letters went by hand before
nothing is owed

"#]]);
    assert!(!server.was_called() && !home.path("a.pdf").exists());
}

#[test]
fn nothing_is_noted_when_the_letters_could_not_be_saved() {
    let home = Home::with_offices().file("a.pdf", "mine");
    let draft = "draft printers --signer alex.toml --via post --pdf a.pdf --record done";
    home.run(draft).assert().code(1);
    assert!(!home.has_ledger());
}

#[test]
fn a_dry_run_notes_nothing() {
    let home = Home::with_offices();
    home.run("draft printers --signer alex.toml --via post --dry-run --record done").assert().code(2);
    assert!(!home.has_ledger());
}

#[test]
fn what_a_server_refused_did_not_go_by_hand() {
    let (home, server) = (Home::with_printers(), Server::start(&["rcpt=court@*: 550 5.1.1 no such user"]));
    let draft = "draft printers --signer alex.toml --to court,police --send --record done --yes --rate none";
    home.run(draft).arg(server.flag()).assert().code(3).stderr_eq(str![[r#"
...
rejected court (the server refused court@example.org (addressee): 550 5.1.1 no such user)
1 rejected
see them: protest-letter ledger printers --state rejected,uncertain
...
handed police (its copies: 250 2.0.0 accepted)
1 handed
when they have gone: protest-letter ledger done printers --via fax
noted: 1 letter done

"#]]);
    assert_eq!(home.ledger(), ["court: 1 rejected", "police: 1 done"]);
}

#[test]
fn the_copies_of_what_goes_by_hand_are_sent_with_the_letters_that_are_sent() {
    let (home, server) = (Home::with_printers(), Server::start(&[]));
    let draft = "draft printers --signer alex.toml --to court,police --send --yes --rate none";
    home.run(draft)
        .arg(server.flag())
        .assert()
        .success()
        .stdout_eq(str![])
        .stderr_eq(file!["golden/run-two-channels.txt"]);
    assert_eq!(server.received().len(), 2);
    assert_eq!(home.ledger(), ["court: 1 accepted", "police: 1 handed"]);
}
