//! What other programs on the machine take: `sendfax`, and one's own mail program.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use mail_parser::MessageParser;
use percent_encoding::percent_decode_str;
use snapbox::cmd::{Command, OutputAssert};
use snapbox::str;

use crate::home::{Home, PRINTERS};
use crate::server::Server;

/// Two who agreed.
const ROLL: &str = "\
name,email,consent,country,city
Ann Example,ann@example.org,2026-11-01,DE,Berlin
Bea Example,bea@example.org,2026-11-02,US,Denver
";

/// A home where the court is written to by post, and the police has two fax numbers and a telephone.
fn home() -> Home {
    let post = "kind      = \"court\"\npost = \"\"\"\nSupreme Court\n1 Example Street\n010000 Astana\nKazakhstan\"\"\"";
    let numbers = "fax = [\"+7 7172 000001\", \"+7 7172 000002\"]\nphone = [\"++7 7172 000003\"]";
    let campaign = PRINTERS.replace("kind      = \"court\"", post);
    let campaign = campaign.replace("fax       = [\"+44 20 7946 0991\"]", numbers);
    assert!(campaign.contains(post) && campaign.contains(numbers));
    Home::with_campaign(&campaign).file("roll.csv", ROLL).file("bin/nothing", "")
}

/// The program at that home, with no other program beside it than those in its folder `bin`.
fn run(home: &Home, arguments: &str) -> Command {
    home.run(arguments).env("PATH", home.path("bin"))
}

/// A home with a program that writes its arguments to the file `told`, a line each, and then does that.
fn with_program(home: Home, name: &str, then: &str) -> Home {
    let script = format!("#!/bin/sh\nprintf '%s\\n' \"$@\" >> {}\n{then}\n", home.path("told").display());
    let home = home.file(&format!("bin/{name}"), script);
    fs::set_permissions(home.path(&format!("bin/{name}")), fs::Permissions::from_mode(0o755)).unwrap();
    home
}

fn words(assert: &OutputAssert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).unwrap()
}

#[test]
fn a_fax_goes_over_sendfax_where_that_is_there() {
    let refuse = "case \"$3\" in *1) echo 'no carrier' >&2; exit 1;; esac; echo 'request id is 7'";
    let (home, server) = (with_program(home(), "sendfax", refuse), Server::start(&[]));
    let sent = run(&home, "send printers --signer alex.toml --via fax --yes").arg(server.flag()).assert().success();
    assert!(words(&sent).contains("sendfax to +77172000002: request id is 7"), "{}", words(&sent));
    let told = home.read("told");
    let told: Vec<_> = told.lines().filter(|argument| !argument.starts_with('/')).collect();
    assert_eq!(told, ["-n", "-d", "+77172000001", "-n", "-d", "+77172000002"]);
    assert_eq!(server.received()[0].envelope.accepted().collect::<Vec<_>>(), ["campaign@example.org"]);
    // A dry run rings at nobody's.
    run(&home, "send printers --signers roll.csv --via fax --dry-run").assert().success();
    assert_eq!(home.read("told").lines().count(), 8);
}

#[test]
fn a_fax_that_nobody_sends_is_put_on_paper() {
    let home = home();
    run(&home, "send printers --signers roll.csv --via fax --yes").assert().code(2).stderr_eq(str![[r#"
error: letters by fax are put on paper:
  --pdf FILE

"#]]);
    run(&home, "draft printers --signer alex.toml --to police --no-input --pdf fax.pdf --record handed")
        .assert()
        .success();
    run(&home, "show printers").assert().success().stdout_eq(str![[r#"
...
Letters so far
police: 1 handed

"#]]);
}

#[test]
fn a_letter_is_opened_in_ones_own_mail_program() {
    let home = with_program(home(), "xdg-open", "");
    let signer = "name = 'Жанар & Co. 100%?'\nemail = 'jo@example.org'\nstatement = \"1 & 2 = 3? 100 %; ё 🕊\"\n";
    let home = home.file("jo.toml", signer);
    let open = "draft printers --signer jo.toml --to ministry --no-input --open --record done";
    run(&home, open).assert().success().stderr_eq(str![[r#"
advice: your own sentences are in another alphabet than the letter, which is in English
ministry: opened in your mail program; send it from there
noted: 1 letter done

"#]]);
    let told = home.read("told");
    let link = told.trim_end().strip_prefix("mailto:ministry@example.org?").unwrap();
    let fields: Vec<_> = link.split('&').map(|field| field.split_once('=').unwrap()).collect();
    assert_eq!(fields[0], ("cc", "campaign@example.org"));
    assert_eq!(fields[1], ("bcc", "archive@example.org"));
    assert_eq!(fields[2], ("subject", "Release%20the%20three%20printers%20of%20Exampleville"));
    let body = percent_decode_str(fields[3].1).decode_utf8().unwrap();
    assert!(fields[3].0 == "body" && body.contains("\r\n\r\n1 & 2 = 3? 100 %; ё 🕊\r\n\r\n"), "{body}");
    assert!(body.starts_with("Жанар & Co. 100%?\r\njo@example.org\r\n") && !body.replace("\r\n", "").contains('\n'));
}

#[test]
fn a_letter_that_is_too_long_for_a_link_is_opened_as_a_draft() {
    let home = with_program(home(), "xdg-open", "");
    let home = home
        .file("jo.toml", format!("name = 'Jo'\nstatement = \"{}\"\n", "A long sentence of mine. ".repeat(60).trim()));
    let open = run(&home, "draft printers --signer jo.toml --to ministry --no-input --open").assert().success();
    assert!(words(&open).contains("too long for a link"), "{}", words(&open));
    let draft = fs::read(home.read("told").trim_end()).unwrap();
    let mail = MessageParser::default().parse(&draft).unwrap();
    assert_eq!(mail.header_raw("X-Unsent").map(str::trim), Some("1"));
    assert_eq!(mail.bcc().unwrap().first().unwrap().address(), Some("archive@example.org"));
    assert!(mail.body_text(0).unwrap().contains("A long sentence of mine. A long sentence"));
}
