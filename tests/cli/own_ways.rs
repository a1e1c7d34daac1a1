//! Letters by post, fax and telephone, and in one's own mail program.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use lopdf::Document;
use mail_parser::{Message, MessageParser, MimeHeaders};
use percent_encoding::percent_decode_str;
use protest_letter::mock_smtp::Received;
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

fn message(received: &Received) -> Message<'_> {
    MessageParser::default().parse(&received.content).unwrap()
}

/// How many pages a file has.
fn pages(home: &Home, file: &str) -> usize {
    Document::load(home.path(file)).unwrap().get_pages().len()
}

#[test]
fn letters_by_post_are_on_paper_and_their_copies_go() {
    let (home, server) = (home(), Server::start(&[]));
    let post = "send printers --signers roll.csv --via post --yes --pdf letters.pdf";
    run(&home, post).arg(server.flag()).assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
printers: 2 letters by post from 2 signers
  court from Ann Example to Supreme Court, 1 Example Street, 010000 Astana, Kazakhstan (1 demand, in English)
      copy to lawyers@example.org
      copy to campaign@example.org
  court from Bea Example to Supreme Court, 1 Example Street, 010000 Astana, Kazakhstan (1 demand, in English)
      copy to lawyers@example.org
      copy to campaign@example.org
Not by post (6 letters):
  ministry: only by e-mail
  police: fax +7 7172 000001, fax +7 7172 000002, phone ++7 7172 000003
  embassy: no address of the embassy in Germany is known
advice: 2 of 2 letters to court are nearly the same (100 % of the wording)
  ask signers for a sentence of their own, or give the campaign [variants]
the address of the embassy in Germany is not known; to add it, write into [HOME]/.config/protest-letter/addresses.toml:

    [[embassies]]
    of = "AQ"
    in = "DE"
    email = ["…"]   # or fax, phone, post

saved letters.pdf (2 pages)
saved letters.csv (the addresses)
handed court from Ann Example (its copies: 250 2.0.0 accepted)
handed court from Bea Example (its copies: 250 2.0.0 accepted)
2 handed
when they have gone: protest-letter ledger done printers --via post

"#]]);
    assert_eq!(pages(&home, "letters.pdf"), 2);
    let table = home.read("letters.csv");
    assert!(
        table.contains("\n2,Bea Example,court,Supreme Court,1 Example Street,010000 Astana,Kazakhstan,"),
        "{table}"
    );

    let [ann, _] = &server.received()[..] else { panic!("not two mails") };
    assert_eq!(ann.envelope.accepted().collect::<Vec<_>>(), ["lawyers@example.org", "campaign@example.org"]);
    let mail = message(ann);
    let text = mail.body_text(0).unwrap();
    assert!(text.starts_with("This letter goes to Supreme Court by post."), "{text}");
    assert!(text.contains("My name is Ann Example.") && mail.attachment(0).unwrap().contents().starts_with(b"%PDF"));

    // What is in somebody's hands is not handed to them again, and is done when they say so.
    let again = run(&home, &post.replace("letters", "more")).arg(server.flag()).assert().success();
    assert!(words(&again).contains("nothing is owed") && !home.path("more.pdf").exists());
    run(&home, "ledger printers").assert().success().stdout_eq(str![[r#"
printers
  court: 2 handed

"#]]);
    run(&home, "ledger done printers --via post --yes").assert().success().stderr_eq(str![[r#"
2 letters done

"#]]);
    run(&home, "ledger done printers --yes").assert().code(1).stderr_eq(str![[r#"
error: no such letter is in anybody's hand
hint: `protest-letter ledger --state handed` shows those that are

"#]]);
}

#[test]
fn nothing_is_noted_where_a_copy_is_refused_or_there_is_no_account() {
    let (home, server) = (home(), Server::start(&["rcpt=lawyers@*: 550 5.1.1 gone"]));
    let post = "send printers --signers roll.csv --via post --yes --pdf letters.pdf";
    run(&home, post).assert().code(1).stderr_eq(str![[r#"
printers: 2 letters by post from 2 signers
  court from Ann Example to Supreme Court, 1 Example Street, 010000 Astana, Kazakhstan (1 demand, in English)
      copy to lawyers@example.org
      copy to campaign@example.org
  court from Bea Example to Supreme Court, 1 Example Street, 010000 Astana, Kazakhstan (1 demand, in English)
      copy to lawyers@example.org
      copy to campaign@example.org
Not by post (6 letters):
  ministry: only by e-mail
  police: fax +7 7172 000001, fax +7 7172 000002, phone ++7 7172 000003
  embassy: no address of the embassy in Germany is known
advice: 2 of 2 letters to court are nearly the same (100 % of the wording)
  ask signers for a sentence of their own, or give the campaign [variants]
the address of the embassy in Germany is not known; to add it, write into [HOME]/.config/protest-letter/addresses.toml:

    [[embassies]]
    of = "AQ"
    in = "DE"
    email = ["…"]   # or fax, phone, post

error: no mail account is known
caused by: their copies go by e-mail
hint: give --smtp smtp://user@host, or save your account with `protest-letter setup`; --dry-run needs none

"#]]);
    assert!(!home.path("letters.pdf").exists());
    let refused = run(&home, post).arg(server.flag()).assert().code(3);
    assert!(words(&refused).contains("--without-refused-copies") && server.received().is_empty());
    // The pages are there, and are not written over.
    assert_eq!(pages(&home, "letters.pdf"), 2);
    run(&home, post).arg(server.flag()).assert().code(1).stderr_eq(str![[r#"
printers: 2 letters by post from 2 signers
  court from Ann Example to Supreme Court, 1 Example Street, 010000 Astana, Kazakhstan (1 demand, in English)
      copy to lawyers@example.org
      copy to campaign@example.org
  court from Bea Example to Supreme Court, 1 Example Street, 010000 Astana, Kazakhstan (1 demand, in English)
      copy to lawyers@example.org
      copy to campaign@example.org
Not by post (6 letters):
  ministry: only by e-mail
  police: fax +7 7172 000001, fax +7 7172 000002, phone ++7 7172 000003
  embassy: no address of the embassy in Germany is known
advice: 2 of 2 letters to court are nearly the same (100 % of the wording)
  ask signers for a sentence of their own, or give the campaign [variants]
the address of the embassy in Germany is not known; to add it, write into [HOME]/.config/protest-letter/addresses.toml:

    [[embassies]]
    of = "AQ"
    in = "DE"
    email = ["…"]   # or fax, phone, post

error: there is a file letters.pdf already
hint: choose another name

"#]]);
}

#[test]
fn who_has_no_mailbox_can_post_a_letter_that_owes_no_copy() {
    let campaign = PRINTERS.replace("[copies]\nemail = [\"campaign@example.org\"]", "");
    let home =
        Home::with_campaign(&campaign.replace("email     = [\"ministry@example.org\"]", "post = '1 Example Street'"))
            .file("kim.toml", "name = 'Kim Example'\n");
    let campaign = home
        .read("campaigns/printers.toml")
        .replace("copies    = { email = [\"archive@example.org\"], as = \"bcc\" }", "");
    let home = home.file("campaigns/printers.toml", campaign).file("bin/nothing", "");
    let sent = run(&home, "send printers --signer kim.toml --to ministry --via post --yes --pdf letter.pdf").assert();
    assert!(words(&sent.success()).contains("\n1 handed\n"));
    assert_eq!(pages(&home, "letter.pdf"), 1);
}

#[test]
fn paper_is_that_of_the_signers_country_unless_another_is_chosen() {
    let home = home();
    let width = |home: &Home, file: &str| {
        let document = Document::load(home.path(file)).unwrap();
        let page = document.get_dictionary(*document.get_pages().values().next().unwrap()).unwrap();
        format!("{:.0}", page.get(b"MediaBox").unwrap().as_array().unwrap()[2].as_float().unwrap())
    };
    for (file, flags, points) in
        [("us", "--country US", "612"), ("de", "--country DE", "595"), ("a4", "--country US --paper a4", "595")]
    {
        let draft =
            format!("draft printers --signer alex.toml --to court --via post --no-input --pdf {file}.pdf {flags}");
        run(&home, &draft).assert().success();
        assert_eq!(width(&home, &format!("{file}.pdf")), points, "{flags}");
    }
    run(&home, "draft printers --signer alex.toml --no-input --pdf folder").assert().success();
    let mut files: Vec<_> = fs::read_dir(home.path("folder"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files, ["court", "embassy", "ministry", "police"].map(|id| format!("printers-{id}.pdf")));
}

#[test]
fn a_fax_goes_over_a_gateway_to_the_first_number_that_takes_it() {
    let server = Server::start(&["rcpt=77172000001@*: 550 5.1.1 no such fax"]);
    let home = home().config("config.toml", "[fax]\ngateway = '{number}@fax.example.net'\n");
    run(&home, "send printers --signers roll.csv --via fax --yes").arg(server.flag()).assert().success();
    let [ann, _] = &server.received()[..] else { panic!("not two mails") };
    assert_eq!(ann.envelope.accepted().collect::<Vec<_>>(), ["77172000002@fax.example.net", "campaign@example.org"]);
    let mail = message(ann);
    assert_eq!(mail.attachment(0).unwrap().attachment_name(), Some("letter.pdf"));
    // Some gateways fax the text of a mail too.
    assert!(!mail.body_text(0).unwrap().contains("Ann Example"));
    run(&home, "ledger printers").assert().success().stdout_eq(str![[r#"
printers
  police: 2 accepted

"#]]);
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
fn what_is_said_on_the_telephone_is_a_script() {
    let draft = "draft printers --name Kim --country DE --to police --via phone --print --no-input --record done";
    run(&home(), draft).assert().success().stdout_eq(str![[r#"
A call to: Police of Exampleville
Number: 00 7 7172 00 00 03
Ask for: whoever speaks with the public about this matter

Say:

Good day. My name is Kim. I am calling because of this: Release the
three printers of Exampleville.

I ask you for one thing:

– Release all three unconditionally

Will you pass this on to those who decide? When, and from whom, may I
expect an answer?

Thank you for listening. May I ask your name?

Note down:

– day and hour of the call: ……………………
– who spoke with you: ……………………
– what was answered: ……………………
– what was promised, and by when: ……………………

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
