//! `send --signers`, for everybody in a roll, and `ledger`.

use std::fmt::Write;

use snapbox::str;

use crate::home::{Home, PRINTERS};
use crate::server::Server;

/// Three who agreed, and three rows that are none.
const ROLL: &str = "\
Name;E-Mail;Consent;City;Statement
Ann Example;ann@example.org;2026-11-01;Berlin;\"I print; so do my friends.\"
Bob Example;bob@example.org;;;
Cid Example;cid@example.org;2026-11-02;;
Dan Example;dan@example;2026-12-24;;
Eve Example;eve@example.org;2026-11-01;Paris
Әлия Example;aliya@example.org;02.11.2026;;
";

const FROM: &str = "--from=letters@our.example --from-organisation=Friends";

fn home() -> Home {
    Home::with_printers().file("roll.csv", ROLL)
}

fn send(home: &Home, server: &Server, arguments: &str) -> snapbox::cmd::Command {
    home.run(&format!("send printers --signers roll.csv {FROM} {arguments}")).arg(server.flag())
}

#[test]
fn everybody_who_agreed_writes_from_the_relay_and_is_answered() {
    let (home, server) = (home(), Server::start(&[]));
    send(&home, &server, "--yes --to court").assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
not taken: line 3: no consent (give the day on which they agreed, like 2026-11-01)
not taken: line 5: email: `dan@example` is no e-mail address (write it bare: name@example.org); consent: 2026-12-24 is after today, 2026-11-23 (give the day on which they agreed)
not taken: line 6: it has 4 cells, and the first line has 5 columns (a cell that holds the delimiter has to stand in quotation marks)
3 rows not taken
printers: 3 letters from 3 signers
  court from Ann Example to court@example.org (1 demand, in English)
      copy to lawyers@example.org
      copy to campaign@example.org
  court from Cid Example to court@example.org (1 demand, in English)
      copy to lawyers@example.org
      copy to campaign@example.org
  court from Әлия Example to court@example.org (1 demand, in English)
      copy to lawyers@example.org
      copy to campaign@example.org
advice: 2 of 3 letters to court are nearly the same (100 % of the wording)
  ask signers for a sentence of their own, or give the campaign [variants]
accepted court from Ann Example (250 2.0.0 accepted)
accepted court from Cid Example (250 2.0.0 accepted)
accepted court from Әлия Example (250 2.0.0 accepted)
3 accepted

"#]]);
    let received = server.received();
    let mut from: Vec<_> = received.iter().map(|mail| mail.decoded_headers()[..2].to_vec()).collect();
    from.sort();
    assert_eq!(received.len(), 3);
    assert!(received.iter().all(|mail| mail.envelope.mail_from == "letters@our.example"));
    assert_eq!(from[2][0].1, "Әлия Example via Friends <letters@our.example>");
    assert_eq!(from[2][1].1, "Әлия Example <aliya@example.org>");
    assert!(received.iter().any(|mail| mail.decoded_text().contains("I print; so do my friends.")));
    // Once more: nothing is owed.
    send(&home, &server, "--yes --to court").assert().success().stderr_eq(str![[r#"
not taken: line 3: no consent (give the day on which they agreed, like 2026-11-01)
not taken: line 5: email: `dan@example` is no e-mail address (write it bare: name@example.org); consent: 2026-12-24 is after today, 2026-11-23 (give the day on which they agreed)
not taken: line 6: it has 4 cells, and the first line has 5 columns (a cell that holds the delimiter has to stand in quotation marks)
3 rows not taken
printers: 0 letters from 3 signers
  3 letters accepted before
nothing is owed

"#]]);
    assert_eq!(server.received().len(), 3);
}

#[test]
fn rows_that_are_not_taken_can_be_mended_and_fed_back() {
    let (home, server) = (home(), Server::start(&[]));
    send(&home, &server, "--yes --to court --rejects bad.csv").assert().success();
    snapbox::assert_data_eq!(
        home.read("bad.csv"),
        str![[r#"
line;reason;Name;E-Mail;Consent;City;Statement
3;no consent (give the day on which they agreed, like 2026-11-01);Bob Example;bob@example.org;;;
5;"email: `dan@example` is no e-mail address (write it bare: name@example.org); consent: 2026-12-24 is after today, 2026-11-23 (give the day on which they agreed)";Dan Example;dan@example;2026-12-24;;
6;it has 4 cells, and the first line has 5 columns (a cell that holds the delimiter has to stand in quotation marks);Eve Example;eve@example.org;2026-11-01;Paris

"#]]
    );
    let mended = home.read("bad.csv").replace("bob@example.org;;", "bob@example.org;2026-11-03;");
    let mended = mended
        .replace("dan@example;2026-12-24", "dan@example.net;2026-11-24")
        .replace("eve@example.org;2026-11-01;Paris", "eve@example.org;2026-11-01;Paris;");
    let home = home.file("mended.csv", mended);
    let run = home.run(&format!("send printers --signers mended.csv {FROM} --yes --to court")).arg(server.flag());
    run.assert().success();
    assert_eq!(server.received().len(), 5, "Dan agreed tomorrow");
}

#[test]
fn one_bad_row_stops_everything_where_that_is_wanted() {
    let (home, server) = (home(), Server::start(&[]));
    send(&home, &server, "--yes --strict").assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
not taken: line 3: no consent (give the day on which they agreed, like 2026-11-01)
not taken: line 5: email: `dan@example` is no e-mail address (write it bare: name@example.org); consent: 2026-12-24 is after today, 2026-11-23 (give the day on which they agreed)
not taken: line 6: it has 4 cells, and the first line has 5 columns (a cell that holds the delimiter has to stand in quotation marks)
3 rows not taken
error: nothing was sent, because --strict wants every row to be taken
hint: mend the rows, or leave --strict out

"#]]);
    assert!(!server.was_called());
}

#[test]
fn a_roll_comes_from_standard_input() {
    let (home, server) = (home(), Server::start(&[]));
    let run = home.run(&format!("send printers --signers - {FROM} --yes --to court")).arg(server.flag());
    run.stdin("consent,email,name\n2026-11-01,ann@example.org,Ann\n").assert().success();
    assert_eq!(server.received().len(), 1);
}

#[test]
fn a_roll_that_is_none_is_told() {
    let home = Home::with_printers().file("a.csv", "name,mail\nAnn,ann@example.org\n").file("b.csv", b"PK\x03\x04");
    let home = home.file("c.csv", "name,email,consent,Name\n");
    home.run("send printers --signers a.csv --dry-run").assert().code(1).stderr_eq(str![[r#"
error: a.csv:1: the columns `email`, `consent` are missing
caused by: the first line, cut at `,`, has `name`, `mail`
hint: add it to the first line; every roll needs `name`, `email` and `consent`

"#]]);
    home.run("send printers --signers b.csv --dry-run").assert().code(1).stderr_eq(str![[r#"
error: b.csv is no CSV in UTF-8
hint: it looks like a spreadsheet: export it as CSV, and give that file

"#]]);
    home.run("send printers --signers c.csv --dry-run").assert().code(1).stderr_eq(str![[r#"
error: c.csv:1: two columns are called `name`
hint: give one of them another name, or take it out

"#]]);
    home.run("send printers --signers d.csv --dry-run").assert().code(1).stderr_eq(str![[r#"
error: cannot read d.csv
caused by: No such file or directory (os error 2)
hint: check the spelling and the folder

"#]]);
}

#[test]
fn without_a_relay_a_letter_is_not_sent_in_the_name_of_a_foreign_domain() {
    let (home, server) = (home(), Server::start(&[]));
    let run = home.run("send printers --signers roll.csv --yes --to court").arg(server.flag_for_alex());
    run.env("PROTEST_LETTER_SMTP_PASSWORD", "swordfish").assert().success();
    let home = home.file("roll.csv", "name,email,consent\nAnn,ann@example.net,2026-11-01\n");
    let run = home.run("send printers --signers roll.csv --yes --to court").arg(server.flag_for_alex());
    run.assert().code(1).stderr_eq(str![[r#"
error: a letter from ann@example.net is not sent with an account at example.org
caused by: receivers check that mail from example.net comes from there, and would refuse it
hint: give the account that belongs to the address, or send for others: --from letters@your.domain

"#]]);
}

#[test]
fn a_plan_for_many_is_in_figures() {
    let mut roll = "name,email,consent,to,country\n".to_owned();
    for number in 0..40 {
        let to = if number % 4 == 0 { "court" } else { "" };
        writeln!(roll, "Signer {number},signer{number}@example.org,2026-11-01,{to},DE").unwrap();
    }
    let home = Home::with_printers().file("roll.csv", roll);
    let run = home.run(&format!("send printers --signers roll.csv {FROM} --dry-run --json"));
    let output = run.assert().success().stderr_eq(str![[r#"
printers: 70 letters from 40 signers
  court: 40 letters Supreme Court
  ministry: 30 letters Ministry of Justice
  and 140 copies
Not by e-mail (60 letters):
  police: fax +44 20 7946 0991
  embassy: no address of the embassy in Germany is known
advice: 40 of 40 letters to court are nearly the same (100 % of the wording); so it is with 1 more
  ask signers for a sentence of their own, or give the campaign [variants]
Letter 1 of 70: court, by e-mail
From     Signer 0 via Friends <letters@our.example>
Reply-To Signer 0 <signer0@example.org>
To       Supreme Court <court@example.org>
Cc       lawyers@example.org, campaign@example.org
Subject  Release the three printers of Exampleville

Signer 0
signer0@example.org

23 November 2026

Supreme Court

Release the three printers of Exampleville

Dear Members of the Court,

My name is Signer 0. I am writing to you because of events that trouble
me deeply.

On 3 October 2026 three printers were arrested in Exampleville for
printing a leaflet.

I am concerned in particular for:

– Alma Example, held without a lawyer

I respectfully urge you to do all in your power to meet this demand:

– Release all three unconditionally

Please let me know at the address above what steps have been taken.

Yours faithfully,

Signer 0

the address of the embassy in Germany is not known; to add it, write into [HOME]/.config/protest-letter/addresses.toml:

    [[embassies]]
    of = "AQ"
    in = "DE"
    email = ["…"]   # or fax, phone, post

this was a dry run: the server was a mock in this program, and nothing was sent

"#]]);
    let events = String::from_utf8(output.get_output().stdout.clone()).unwrap();
    assert_eq!(events.lines().count(), 72);
    let plan: serde_json::Value = serde_json::from_str(events.lines().next().unwrap()).unwrap();
    assert_eq!(
        plan,
        serde_json::json!({
            "event": "plan",
            "campaign": "printers",
            "channel": "email",
            "dry_run": true,
            "sample_to": null,
            "account": null,
            "from": "letters@our.example",
            "signers": 40,
            "rows_not_taken": 0,
            "letters": 70,
            "limit": null,
            "recipients": { "court": 40, "ministry": 30 },
            "copies": 140,
            "without_withheld_copies": 0,
            "envelope_recipients": 210,
            "known": {},
            "changed": 0,
            "changed_text": [],
            "other_channels": {
                "letters": 60,
                "recipients": {
                    "embassy": "no address of the embassy in Germany is known",
                    "police": "fax +44 20 7946 0991",
                },
            },
            "advice": [
                "40 of 40 letters to court are nearly the same (100 % of the wording)",
                "30 of 30 letters to ministry are nearly the same (100 % of the wording)",
            ],
            "seconds": 0,
        })
    );
    let last: serde_json::Value = serde_json::from_str(events.lines().last().unwrap()).unwrap();
    assert_eq!((&last["event"], &last["accepted"]), (&"done".into(), &70.into()));
}

#[test]
fn a_sample_goes_to_one_address_and_is_not_recorded() {
    let (home, server) = (home(), Server::start(&[]));
    send(&home, &server, "--yes --sample-to me@our.example").assert().success().stderr_eq(str![[r#"
not taken: line 3: no consent (give the day on which they agreed, like 2026-11-01)
not taken: line 5: email: `dan@example` is no e-mail address (write it bare: name@example.org); consent: 2026-12-24 is after today, 2026-11-23 (give the day on which they agreed)
not taken: line 6: it has 4 cells, and the first line has 5 columns (a cell that holds the delimiter has to stand in quotation marks)
3 rows not taken
printers: 6 letters from 3 signers
  court from Ann Example to court@example.org (1 demand, in English)
      copy to lawyers@example.org
      copy to campaign@example.org
  ministry from Ann Example to ministry@example.org (1 demand, in English)
      blind copy to archive@example.org
      copy to campaign@example.org
  court from Cid Example to court@example.org (1 demand, in English)
      copy to lawyers@example.org
      copy to campaign@example.org
  ministry from Cid Example to ministry@example.org (1 demand, in English)
      blind copy to archive@example.org
      copy to campaign@example.org
  court from Әлия Example to court@example.org (1 demand, in English)
      copy to lawyers@example.org
      copy to campaign@example.org
  ministry from Әлия Example to ministry@example.org (1 demand, in English)
      blind copy to archive@example.org
      copy to campaign@example.org
Not by e-mail (6 letters):
  police: fax +44 20 7946 0991
  embassy: needs your country (--country, or `country` in your profile)
advice: 2 of 3 letters to court are nearly the same (100 % of the wording); so it is with 1 more
  ask signers for a sentence of their own, or give the campaign [variants]
accepted sample from Ann Example (250 2.0.0 accepted)
1 accepted

"#]]);
    let [sample] = &server.received()[..] else { panic!("not one mail") };
    assert_eq!(sample.envelope.accepted().collect::<Vec<_>>(), ["me@our.example"]);
    assert!(!sample.text().contains("court@") && !sample.text().contains("campaign@"), "{}", sample.text());
    send(&home, &server, "--yes --to court").assert().success();
    assert_eq!(server.received().len(), 4);
}

#[test]
fn a_limit_makes_a_careful_first_run() {
    let (home, server) = (home(), Server::start(&[]));
    send(&home, &server, "--yes --limit 2").assert().success().stderr_eq(str![[r#"
not taken: line 3: no consent (give the day on which they agreed, like 2026-11-01)
not taken: line 5: email: `dan@example` is no e-mail address (write it bare: name@example.org); consent: 2026-12-24 is after today, 2026-11-23 (give the day on which they agreed)
not taken: line 6: it has 4 cells, and the first line has 5 columns (a cell that holds the delimiter has to stand in quotation marks)
3 rows not taken
printers: 6 letters from 3 signers
  court from Ann Example to court@example.org (1 demand, in English)
      copy to lawyers@example.org
      copy to campaign@example.org
  ministry from Ann Example to ministry@example.org (1 demand, in English)
      blind copy to archive@example.org
      copy to campaign@example.org
  court from Cid Example to court@example.org (1 demand, in English)
      copy to lawyers@example.org
      copy to campaign@example.org
  ministry from Cid Example to ministry@example.org (1 demand, in English)
      blind copy to archive@example.org
      copy to campaign@example.org
  court from Әлия Example to court@example.org (1 demand, in English)
      copy to lawyers@example.org
      copy to campaign@example.org
  ministry from Әлия Example to ministry@example.org (1 demand, in English)
      blind copy to archive@example.org
      copy to campaign@example.org
Not by e-mail (6 letters):
  police: fax +44 20 7946 0991
  embassy: needs your country (--country, or `country` in your profile)
advice: 2 of 3 letters to court are nearly the same (100 % of the wording); so it is with 1 more
  ask signers for a sentence of their own, or give the campaign [variants]
accepted court from Ann Example (250 2.0.0 accepted)
accepted ministry from Ann Example (250 2.0.0 accepted)
2 accepted, 4 not begun
as many were sent as --limit allows
the same command again sends what is still owed, and nothing twice

"#]]);
    assert_eq!(server.received().len(), 2);
    send(&home, &server, "--yes").assert().success();
    assert_eq!(server.received().len(), 6);
}

#[test]
fn another_text_in_the_middle_of_a_batch_is_asked_about() {
    let (home, server) = (home(), Server::start(&[]));
    send(&home, &server, "--yes --limit 1").assert().success();
    let home = home.file("campaigns/printers.toml", PRINTERS.replace("for printing a leaflet", "for a leaflet"));
    send(&home, &server, "--yes").assert().code(2).stderr_eq(str![[r#"
not taken: line 3: no consent (give the day on which they agreed, like 2026-11-01)
not taken: line 5: email: `dan@example` is no e-mail address (write it bare: name@example.org); consent: 2026-12-24 is after today, 2026-11-23 (give the day on which they agreed)
not taken: line 6: it has 4 cells, and the first line has 5 columns (a cell that holds the delimiter has to stand in quotation marks)
3 rows not taken
printers: 5 letters from 3 signers
  ministry from Ann Example to ministry@example.org (1 demand, in English)
      blind copy to archive@example.org
      copy to campaign@example.org
  court from Cid Example to court@example.org (1 demand, in English)
      copy to lawyers@example.org
      copy to campaign@example.org
  ministry from Cid Example to ministry@example.org (1 demand, in English)
      blind copy to archive@example.org
      copy to campaign@example.org
  court from Әлия Example to court@example.org (1 demand, in English)
      copy to lawyers@example.org
      copy to campaign@example.org
  ministry from Әлия Example to ministry@example.org (1 demand, in English)
      blind copy to archive@example.org
      copy to campaign@example.org
  1 letter accepted before
Not by e-mail (6 letters):
  police: fax +44 20 7946 0991
  embassy: needs your country (--country, or `country` in your profile)
advice: 2 of 3 letters to ministry are nearly the same (100 % of the wording); so it is with 1 more
  ask signers for a sentence of their own, or give the campaign [variants]
the letter to court in English is not the one that was sent before
error: nobody is there to be asked: Go on with the new text?
  --accept-changed-text

"#]]);
    assert_eq!(server.received().len(), 1);
    send(&home, &server, "--yes --accept-changed-text").assert().success();
    assert_eq!(server.received().len(), 6);
    send(&home, &server, "--yes").assert().success();
}

#[test]
fn all_sign_one_letter() {
    let (home, server) = (home(), Server::start(&[]));
    let alex = "--name Alex --email alex@example.org";
    let joint = format!("send printers --signers roll.csv --joint {alex} --yes --to court");
    home.run(&joint).arg(server.flag()).assert().success();
    let [letter] = &server.received()[..] else { panic!("not one mail") };
    snapbox::assert_data_eq!(
        letter.decoded_text(),
        str![[r#"
Alex
alex@example.org

23 November 2026

Supreme Court

Release the three printers of Exampleville

Dear Members of the Court,

I write to you on behalf of all whose names stand below. What has 
happened troubles us deeply.

On 3 October 2026 three printers were arrested in Exampleville for 
printing a leaflet.

We are concerned in particular for:

– Alma Example, held without a lawyer

We respectfully urge you to do all in your power to meet this demand:

– Release all three unconditionally

Please let us know at the address above what steps have been taken.

Yours faithfully,

Alex

1. Ann Example, Berlin
2. Cid Example
3. Әлия Example

"#]]
    );
    home.run(&joint).arg(server.flag()).assert().success();
    assert_eq!(server.received().len(), 1);
}

#[test]
fn a_long_list_of_those_who_sign_is_attached() {
    let mut roll = "name,email,consent,city\n".to_owned();
    for number in 1..=31 {
        writeln!(roll, "Signer {number},signer{number}@example.org,2026-11-01,Berlin").unwrap();
    }
    let (home, server) = (Home::with_printers().file("roll.csv", roll), Server::start(&[]));
    let alex = "--name Alex --email alex@example.org";
    let joint = format!("send printers --signers roll.csv --joint {alex} --yes --to court");
    home.run(&joint).arg(server.flag()).assert().success();
    let text = server.received()[0].text();
    assert!(text.contains("on behalf of 31 people") && text.contains("signatories.txt"), "{text}");
    assert!(text.contains("31. Signer 31, Berlin") && !text.contains("signer31@"), "{text}");
}

#[test]
fn the_ledger_tells_what_became_of_letters() {
    let (home, server) = (home(), Server::start(&["rcpt=court@*#1: 550 5.1.1 gone", "dot#2: drop-after-store"]));
    send(&home, &server, "--yes --connections 1").assert().code(3);
    home.run("ledger")
        .assert()
        .success()
        .stdout_eq(str![[r#"
printers
  court: 1 accepted, 1 rejected, 1 uncertain
  ministry: 3 accepted

"#]])
        .stderr_eq("");
    home.run("ledger printers --state rejected,uncertain").assert().success().stdout_eq(str![[r#"
1 rejected printers court (email) ann@example.org (2026-11-23 12:00 UTC): the server refused court@example.org (addressee): 550 5.1.1 gone
3 uncertain printers court (email) cid@example.org (2026-11-23 12:00 UTC): handing over the end of the letter: the server closed the connection; the server may have the letter

"#]]);
    let csv = home.run("ledger --csv").assert().success();
    assert_eq!(String::from_utf8(csv.get_output().stdout.clone()).unwrap().lines().count(), 7);
    let json = home.run("ledger --json --state uncertain").assert().success();
    let row: serde_json::Value = serde_json::from_slice(&json.get_output().stdout).unwrap();
    home.run(&format!("ledger resolve {} accepted", row["id"])).assert().success();
    home.run("ledger retry printers").assert().success().stderr_eq(str![[r#"
1 letter owed again

"#]]);
    send(&home, &server, "--yes").assert().success();
    home.run("ledger").assert().success().stdout_eq(str![[r#"
printers
  court: 3 accepted
  ministry: 3 accepted

"#]]);
    home.run("ledger purge --before 2026-11-24 --yes").assert().success().stderr_eq(str![[r#"
forgotten: who signed 6 letters; none of them goes twice

"#]]);
    home.run("ledger --state accepted").assert().success().stdout_eq(str![[r#"
1 accepted printers court (email) (forgotten) (2026-11-23 12:00 UTC, 2 attempts)
2 accepted printers ministry (email) (forgotten) (2026-11-23 12:00 UTC)
3 accepted printers court (email) (forgotten) (2026-11-23 12:00 UTC)
4 accepted printers ministry (email) (forgotten) (2026-11-23 12:00 UTC)
5 accepted printers court (email) (forgotten) (2026-11-23 12:00 UTC)
6 accepted printers ministry (email) (forgotten) (2026-11-23 12:00 UTC)

"#]]);
    send(&home, &server, "--yes").assert().success();
    assert_eq!(server.received().len(), 6, "purged, and not sent again");
}

#[test]
fn a_ledger_that_is_not_there_is_told() {
    Home::with_printers().run("ledger").assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: there is no ledger [HOME]/.local/state/protest-letter/ledger.db yet
hint: it is made when letters are sent; --ledger names another one

"#]]);
}

/// What the program says of itself, without colours.
fn words(assert: &snapbox::cmd::OutputAssert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).unwrap()
}

#[test]
fn a_refused_copy_is_told_where_no_more_letters_were_wanted_either() {
    let (home, server) = (home(), Server::start(&["rcpt=lawyers@*: 550 5.1.1 gone"]));
    let sent = send(&home, &server, "--yes --to court --limit 1").assert().code(3);
    assert!(words(&sent).contains("--without-refused-copies"), "{}", words(&sent));
    assert!(server.received().is_empty());
}

#[test]
fn letters_that_went_before_are_not_counted_as_begun() {
    let (home, server) = (home(), Server::start(&[]));
    send(&home, &server, "--yes --limit 2").assert().success();
    let again = send(&home, &server, "--yes --limit 1").assert().success();
    assert!(words(&again).contains("\n1 accepted, 3 not begun\n"), "{}", words(&again));
}

#[test]
fn who_stands_in_a_roll_twice_writes_once() {
    let (home, server) = (home(), Server::start(&[]));
    let twice = "name,email,consent\nAnn,ann@example.org,2026-11-01\nAnn Example,Ann@Example.org,2026-11-01\n";
    let home = home.file("roll.csv", twice);
    let sent = send(&home, &server, "--yes --to court").assert().success();
    let told = words(&sent);
    assert!(
        told.contains("not taken: line 3: it says the same as line 2") && told.contains("\n1 accepted\n"),
        "{told}"
    );
    assert_eq!(server.received().len(), 1);

    // Who asks for another letter in another row gets both.
    let apart =
        "name,email,consent,to\nBea,bea@example.org,2026-11-01,court\nBea,bea@example.org,2026-11-01,ministry\n";
    let home = home.file("roll.csv", apart);
    send(&home, &server, "--yes").assert().success();
    assert_eq!(server.received().len(), 3);

    let home = home.file("roll.csv", twice);
    let joint = words(
        &home
            .run("send printers --signers roll.csv --joint --name Alex --email alex@example.org --dry-run")
            .assert()
            .success(),
    );
    assert!(joint.contains("they signed in line 2"), "{joint}");
}

#[test]
fn a_limit_hides_nothing_that_goes_wrong() {
    let home = home();
    let nobody =
        home.run(&format!("send printers --signers roll.csv {FROM} --yes --limit 2 --smtp smtp://127.0.0.1:1"));
    assert!(words(&nobody.assert().code(1)).contains("error: cannot connect to 127.0.0.1:1"));
}

#[test]
fn letters_that_are_tried_again_are_no_more_than_were_wanted() {
    let (home, server) = (home(), Server::start(&["mail x2: 450 4.7.1 later"]));
    // What was put off goes in the next run, and nothing else.
    send(&home, &server, "--yes --to court --limit 2").assert().code(3);
    let again = send(&home, &server, "--yes --to court --limit 2").assert().success();
    assert!(words(&again).contains("\n2 accepted, 1 not begun\n"), "{}", words(&again));
}

#[test]
fn a_server_that_has_too_much_ends_the_run_with_the_way_to_wait() {
    let (home, server) = (home(), Server::start(&["mail: 450 4.7.1 Error: too much mail from 127.0.0.1"]));
    let sent = send(&home, &server, "--yes --to court").assert().code(3);
    let told = words(&sent);
    assert!(told.contains("the server asks to come back later"), "{told}");
    assert!(
        told.contains("450 4.7.1 Error: too much mail from 127.0.0.1; waiting 1 s before the next letter\n"),
        "{told}"
    );
    assert!(told.contains("\n2 deferred, 1 not begun\nerror: the server asks to come back later\n"), "{told}");
    assert!(told.contains("hint: --for 2h waits and tries again\n"), "{told}");
}

#[test]
fn letters_that_wait_longer_than_there_is_time_are_told() {
    let (home, server) = (home(), Server::start(&["rcpt=court@*: 450 4.7.1 greylisted"]));
    let sent = send(&home, &server, "--yes --for 1s").assert().code(3);
    let told = words(&sent);
    assert!(told.contains("\n3 accepted, 3 deferred\n"), "{told}");
    assert!(
        told.contains("a server asks to come back later with 3 letters: --for ends before the next attempt"),
        "{told}"
    );
}

#[test]
fn a_server_that_lets_nobody_in_for_now_is_an_error() {
    let (home, server) = (home(), Server::start(&["banner: 421 4.3.2 busy"]));
    let told = words(&send(&home, &server, "--yes --to court").assert().code(1));
    assert!(told.contains("does not take letters now\ncaused by: 421 4.3.2 busy\nhint: --for 2h"), "{told}");
}

#[test]
fn what_is_in_doubt_or_was_refused_keeps_the_exit_status() {
    let (home, server) = (home(), Server::start(&["rcpt=court@*#1: 550 5.1.1 no"]));
    send(&home, &server, "--yes --to court").assert().code(3);
    let again = send(&home, &server, "--yes --to court").assert().code(3);
    assert!(words(&again).contains("1 letter rejected before"), "{}", words(&again));
    let events = send(&home, &server, "--yes --to court --json").assert().code(3);
    let [plan, done] = &json_lines(&events)[..] else { panic!("a plan and what became of it") };
    assert_eq!((&plan["letters"], &plan["known"]["rejected"]), (&0.into(), &1.into()));
    assert_eq!((&done["event"], &done["accepted"]), (&"done".into(), &0.into()));
}

#[test]
fn a_plan_for_programs_tells_what_will_go_over_which_account() {
    let (home, server) = (home(), Server::start(&[]));
    let events =
        json_lines(&send(&home, &server, "--yes --to court --json --limit 1 --max-per-day 3").assert().success());
    let plan = &events[0];
    assert_eq!((&plan["event"], &plan["dry_run"], &plan["limit"]), (&"plan".into(), &false.into(), &1.into()));
    assert_eq!((&plan["letters"], &plan["rows_not_taken"]), (&3.into(), &3.into()));
    // Three envelope recipients a day.
    assert_eq!((&plan["account"], &plan["seconds"]), (&server.flag()["--smtp=smtp://".len()..].into(), &0.into()));
    assert_eq!(
        events.iter().map(|event| event["event"].as_str().unwrap()).collect::<Vec<_>>(),
        ["plan", "accepted", "done"]
    );
    let events =
        json_lines(&send(&home, &server, "--yes --to court --json --dry-run --max-per-day 3").assert().code(3));
    let plan = &events[0];
    assert_eq!((&plan["dry_run"], &plan["account"]), (&true.into(), &serde_json::Value::Null));
    assert_eq!((&plan["letters"], &plan["known"]["accepted"]), (&2.into(), &1.into()));
    assert_eq!(plan["seconds"], serde_json::json!(24 * 60 * 60));
    // All sign one letter, and who cannot is counted as well.
    let joint =
        "send printers --signers roll.csv --joint --name Alex --email alex@example.org --to court --dry-run --json";
    let plan = &json_lines(&home.run(joint).assert().success())[0];
    assert_eq!((&plan["signers"], &plan["letters"], &plan["rows_not_taken"]), (&1.into(), &1.into(), &3.into()));
}

#[test]
fn a_plan_for_programs_has_all_of_the_advice() {
    let misspelt = (0..6).map(|number| format!("Ann,ann{number}@gmial.com,2026-11-01\n")).collect::<Vec<_>>().concat();
    let roll = format!("name,email,consent\nӘлия,alia@example.org,2026-11-01\n{misspelt}");
    let home = Home::with_printers().file("roll.csv", &roll);
    let events = home.run(&format!("send printers --signers roll.csv {FROM} --to court --dry-run --json"));
    let plan = &json_lines(&events.assert().success())[0];
    let told = |what: &str| plan["advice"].as_array().unwrap().iter().any(|advice| advice.as_str() == Some(what));
    assert!(told("line 3: ann0@gmial.com may be misspelt: did you mean ann0@gmail.com?"), "{plan}");
    assert!(told("the addresses in 6 rows may be misspelt"), "{plan}");
    let name = "in 1 of 7 letters the signer's name, role, organisation or city is in another alphabet than the letter";
    assert!(told(name), "{plan}");
}

/// The objects on standard output, one on each line.
fn json_lines(assert: &snapbox::cmd::OutputAssert) -> Vec<serde_json::Value> {
    let output = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_day_that_is_too_small_for_a_letter_is_told() {
    let (home, server) = (home(), Server::start(&[]));
    let refused = send(&home, &server, "--yes --to court --max-per-day 2").assert().code(1);
    assert!(words(&refused).contains("a letter and its copies are 3 envelope recipients"), "{}", words(&refused));
    assert!(!server.heard("MAIL"));
}

#[test]
fn of_a_row_whose_letters_cannot_all_be_written_none_goes() {
    let (home, server) = (home(), Server::start(&[]));
    let town = "{{#if (eq recipient.kind \"ministry\")}}From {{extra.town}}.{{else}}Hello.{{/if}}\n";
    let home = home.file("letter-templates/town.en.hbs", town).file(
        "roll.csv",
        "name,email,consent,town\nAnn,ann@example.org,2026-11-01,London\nBea,bea@example.org,2026-11-01,\n",
    );
    let sent = send(&home, &server, "--yes --template town").assert().success();
    assert!(words(&sent).contains("1 row not taken") && words(&sent).contains("\n2 accepted\n"), "{}", words(&sent));
}

#[test]
fn words_that_do_not_fit_the_language_of_the_letters_are_counted() {
    let roll = "name,email,consent,city,statement,statement.ru\n\
                Ann Example,ann@example.org,2026-11-01,Berlin,I print too.,Я тоже печатник.\n\
                Bea Example,bea@example.org,2026-11-01,,I print too.,\n\
                Әлия Пример,alia@example.org,2026-11-01,Кентау,,\n";
    let home = Home::with_printers().file("roll.csv", roll);
    let output = home.run("send printers --signers roll.csv --to court --language ru --dry-run").assert().success();
    let said = String::from_utf8(output.get_output().stderr.clone()).unwrap();
    let advice: Vec<_> = said.lines().filter(|line| line.starts_with("advice: in ")).collect();
    assert_eq!(
        advice,
        [
            "advice: in 1 of 3 letters the signer's own sentences are in another language than the letter",
            "advice: in 2 of 3 letters the signer's name, role, organisation or city is in another alphabet than the letter",
        ]
    );
}
