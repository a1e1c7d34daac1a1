//! Letters that go by fax, over a gateway or `sendfax`.

use snapbox::{file, str};

use crate::attached::{attached, pages, parsed};
use crate::home::Home;
use crate::server::Server;

/// Where mails are sent on as faxes.
pub const GATEWAY: &str = "[fax]\ngateway = '{number}@fax.example.net'\n";

#[test]
fn faxes_go_over_a_gateway_with_their_copies() {
    let (home, server) = (Home::with_offices().config("config.toml", GATEWAY), Server::start(&[]));
    let fax = || server.send(&home, "--signer alex.toml --via fax --to registry --yes");
    fax().assert().success().stdout_eq(str![]).stderr_eq(file!["golden/run-fax.txt"]);
    assert_eq!(home.ledger(), ["registry: 1 accepted"]);
    let [mail] = &server.received()[..] else { panic!("not one mail") };
    let to = ["442079460991@fax.example.net", "archive@example.org", "campaign@example.org"];
    assert_eq!(mail.envelope.accepted().collect::<Vec<_>>(), to);
    assert_eq!(mail.headers.to, [to[0]]);
    assert_eq!(mail.headers.cc, [to[2]]);
    assert!(!mail.text().contains("archive"));
    let message = parsed(&mail.content);
    let (name, pdf) = attached(&message);
    assert_eq!((name, pages(pdf)), ("letter.pdf", 1));
    // On a fax the text would be a page more.
    assert!(!message.body_text(0).unwrap().contains("Release"));
    fax().assert().success();
    assert_eq!(server.received().len(), 1);
}

#[test]
fn the_next_number_is_tried_where_a_gateway_refuses_one() {
    let server = Server::start(&["rcpt=442079460991@*: 550 5.1.1 no fax there"]);
    let home = Home::with_offices().config("config.toml", GATEWAY);
    let fax = server.send(&home, "--signer alex.toml --via fax --to registry --yes");
    fax.assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
...
registry: the server refused 442079460991@fax.example.net (addressee): 550 5.1.1 no fax there; trying again
accepted registry (250 2.0.0 accepted)
1 accepted

"#]]);
    let [mail] = &server.received()[..] else { panic!("not one mail") };
    assert_eq!(mail.headers.to, ["442079460992@fax.example.net"]);
    assert_eq!(home.ledger(), ["registry: 1 accepted"]);
}

#[test]
fn a_fax_is_rejected_when_a_gateway_refuses_all_numbers() {
    let server = Server::start(&["rcpt=*@fax.example.net: 550 5.1.1 no fax there"]);
    let home = Home::with_offices().config("config.toml", GATEWAY);
    let fax = server.send(&home, "--signer alex.toml --via fax --to registry --yes");
    fax.assert().code(3).stdout_eq(str![]).stderr_eq(str![[r#"
...
registry: the server refused 442079460991@fax.example.net (addressee): 550 5.1.1 no fax there; trying again
rejected registry (the server refused 442079460992@fax.example.net (addressee): 550 5.1.1 no fax there)
1 rejected
see them: protest-letter ledger printers --state rejected,uncertain

"#]]);
    assert!(server.received().is_empty());
    assert_eq!(home.ledger(), ["registry: 1 rejected"]);
}

#[test]
fn a_gateway_needs_an_account() {
    let home = Home::with_offices().config("config.toml", GATEWAY);
    let fax = home.run("send printers --signer alex.toml --via fax --to registry --yes");
    fax.assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
...
error: no mail account is known
caused by: the letters go by e-mail
hint: give --smtp smtp://user@host, or save your account with `protest-letter setup`; --dry-run needs none

"#]]);
    // Without a copy too.
    let home = Home::with_offices_without_copies().config("config.toml", GATEWAY);
    let fax = home.run("send printers --signer alex.toml --via fax --to registry --yes");
    fax.assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
...
error: no mail account is known
caused by: the letters go by e-mail
hint: give --smtp smtp://user@host, or save your account with `protest-letter setup`; --dry-run needs none

"#]]);
    assert!(home.ledger().is_empty());
}

#[test]
fn a_gateway_that_is_none_is_told() {
    let home = Home::with_offices().config("config.toml", "[fax]\ngateway = 'fax.example.net'\n");
    home.run("send printers --signer alex.toml --via fax --dry-run").assert().code(1).stdout_eq(str![]).stderr_eq(
        str![[r#"
error: [HOME]/.config/protest-letter/config.toml:2:11: `fax.example.net` is no fax gateway
hint: write it as "{number}@fax.example.net"

"#]],
    );
}

/// A `sendfax` that keeps what it is given, and refuses numbers that end in these digits.
#[cfg(unix)]
fn sendfax(home: &Home, refuses: &str) {
    let refused = format!("case \"$3\" in *{refuses}) echo 'no carrier' >&2; exit 1;; esac");
    let script = format!(
        "echo \"$1 $2 $3\" >> \"$HOME/faxes\"\n{refused}\n/bin/cp \"$4\" \"$HOME/fax.pdf\"\necho\necho 'request id is 7'"
    );
    home.program("sendfax", &script);
}

#[cfg(unix)]
#[test]
fn faxes_go_over_sendfax_after_their_copies() {
    let (home, server) = (Home::with_offices(), Server::start(&[]));
    sendfax(&home, "nothing");
    let fax = || server.send(&home, "--signer alex.toml --via fax --yes");
    fax().assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
...
Not by fax (1 letter):
  prison: post
accepted registry (sendfax to +442079460991: request id is 7)
1 accepted

"#]]);
    assert_eq!(home.ledger(), ["registry: 1 accepted"]);
    assert_eq!(home.read("faxes"), "-n -d +442079460991\n");
    assert_eq!(pages(&home.bytes("fax.pdf")), 1);
    let [mail] = &server.received()[..] else { panic!("not one mail") };
    assert_eq!(mail.envelope.accepted().collect::<Vec<_>>(), ["archive@example.org", "campaign@example.org"]);
    let message = parsed(&mail.content);
    let text = message.body_text(0).unwrap().replace(" \r\n", " ");
    assert!(text.starts_with("This letter goes to Court Registry by fax."), "{text}");
    assert_eq!(attached(&message).0, "letter.pdf");
    // Not a second time.
    fax().assert().success();
    assert_eq!((server.received().len(), home.read("faxes").lines().count()), (1, 1));
}

#[cfg(unix)]
#[test]
fn the_next_number_is_tried_where_sendfax_refuses_one() {
    let home = Home::with_offices_without_copies();
    sendfax(&home, "991");
    // Where no copy is owed there is no need for an account or an address.
    let fax = home.run("send printers --signer sam.toml --via fax --yes");
    fax.assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
printers: 1 letter by fax from Sam Example
...
accepted registry (sendfax to +442079460992: request id is 7)
1 accepted

"#]]);
    assert_eq!(home.read("faxes"), "-n -d +442079460991\n-n -d +442079460992\n");
}

#[cfg(unix)]
#[test]
fn a_fax_is_rejected_when_sendfax_refuses_all_numbers() {
    let home = Home::with_offices_without_copies();
    sendfax(&home, "99?");
    let fax = || home.run("send printers --signer sam.toml --via fax --yes");
    fax().assert().code(3).stdout_eq(str![]).stderr_eq(str![[r#"
...
rejected registry (handing over the fax: sendfax refused +442079460991: no carrier; +442079460992: no carrier)
1 rejected
see them: protest-letter ledger printers --state rejected,uncertain

"#]]);
    assert_eq!(home.ledger(), ["registry: 1 rejected"]);
    // It is not dialled again before somebody says so.
    fax().assert().code(3);
    assert_eq!(home.read("faxes").lines().count(), 2);
    home.run("ledger retry printers").assert().success();
    fax().assert().code(3);
    assert_eq!(home.read("faxes").lines().count(), 4);
}

#[cfg(unix)]
#[test]
fn nothing_is_faxed_when_a_copy_is_refused() {
    let (home, server) = (Home::with_offices(), Server::start(&["rcpt=campaign@*: 550 5.7.1 not here"]));
    sendfax(&home, "nothing");
    server.send(&home, "--signer alex.toml --via fax --yes").assert().code(3).stderr_eq(str![[r#"
...
deferred registry (the server refused campaign@example.org (required copy): 550 5.7.1 not here)
1 deferred
error: sending stopped, because a required copy was refused
...

"#]]);
    assert_eq!(home.ledger(), ["registry: 1 deferred"]);
    assert!(!home.path("faxes").exists() && server.received().is_empty());
}

#[cfg(unix)]
#[test]
fn sendfax_is_called_for_a_real_fax_alone() {
    let (home, server) = (Home::with_offices(), Server::start(&[]));
    sendfax(&home, "nothing");
    home.run("send printers --signer alex.toml --via fax --dry-run").assert().success().stderr_eq(str![[r#"
...
handed registry (its copies: 250 2.0.0 accepted)
1 handed
this was a dry run: the server was a mock in this program, and nothing was sent

"#]]);
    server.send(&home, "--signer alex.toml --via fax --sample-to me@example.org --yes").assert().success();
    home.run("draft printers --signer alex.toml --via fax --print").assert().success();
    let home = home.config("config.toml", GATEWAY);
    server.send(&home, "--signer alex.toml --via fax --yes").assert().success();
    assert!(!home.path("faxes").exists());
}

#[cfg(unix)]
#[test]
fn a_draft_offers_to_send_what_sendfax_takes() {
    // Its copies go by e-mail.
    let home = Home::with_offices().config("config.toml", "[smtp]\nurl = 'smtp://alex%40example.org@127.0.0.1:1'\n");
    sendfax(&home, "nobody");
    let draft = "draft printers --signer alex.toml --to registry --via fax --demand release";
    let mut terminal = crate::terminal::Terminal::run(&home, draft);
    terminal.until("keep").press(crate::terminal::ENTER).until("And now").until("send 1 letter by fax").escape().end();
}
