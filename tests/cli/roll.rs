//! `send --signers`: who of a roll writes, and who does not.

use snapbox::{file, str};

use crate::home::Home;
use crate::output::Output;
use crate::server::{FROM, Server};

#[test]
fn everybody_who_agreed_writes_from_the_relay_and_is_answered() {
    let (home, server) = (Home::with_roll(), Server::start(&[]));
    server
        .send_for_all(&home, "--yes --to court")
        .assert()
        .success()
        .stdout_eq(str![])
        .stderr_eq(file!["golden/run-roll.txt"]);
    let received = server.received();
    let mut from: Vec<_> = received.iter().map(|mail| mail.decoded_headers()[..2].to_vec()).collect();
    from.sort();
    assert_eq!(received.len(), 3);
    assert!(received.iter().all(|mail| mail.envelope.mail_from == "letters@our.example"));
    assert_eq!(from[2][0].1, "Әлия Example via Friends <letters@our.example>");
    assert_eq!(from[2][1].1, "Әлия Example <aliya@example.org>");
    assert!(received.iter().any(|mail| mail.decoded_text().contains("I print; so do my friends.")));
    // Once more: nothing is owed.
    server.send_for_all(&home, "--yes --to court").assert().success().stderr_eq(str![[r#"
...
printers: 0 letters from 3 signers
  not signed
  3 letters accepted before
nothing is owed

"#]]);
    assert_eq!(server.received().len(), 3);
}

#[test]
fn rows_that_are_not_taken_can_be_mended_and_fed_back() {
    let (home, server) = (Home::with_roll(), Server::start(&[]));
    server.send_for_all(&home, "--yes --to court --rejects bad.csv").assert().success();
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
    let (home, server) = (Home::with_roll(), Server::start(&[]));
    server.send_for_all(&home, "--yes --strict").assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
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
    let (home, server) = (Home::with_roll(), Server::start(&[]));
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
hint: is the column `mail` meant to be `email`?

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
    let (home, server) = (Home::with_roll(), Server::start(&[]));
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
fn who_stands_in_a_roll_twice_writes_once() {
    let (home, server) = (Home::with_roll(), Server::start(&[]));
    let twice = "name,email,consent\nAnn,ann@example.org,2026-11-01\nAnn Example,Ann@Example.org,2026-11-01\n";
    let home = home.file("roll.csv", twice);
    let sent = server.send_for_all(&home, "--yes --to court").assert().success();
    sent.says("\nnot taken: line 3: it says the same as line 2").says("\n1 accepted\n");
    assert_eq!(server.received().len(), 1);

    // Who asks for another letter in another row gets both.
    let apart =
        "name,email,consent,to\nBea,bea@example.org,2026-11-01,court\nBea,bea@example.org,2026-11-01,ministry\n";
    let home = home.file("roll.csv", apart);
    server.send_for_all(&home, "--yes").assert().success();
    assert_eq!(server.received().len(), 3);

    let home = home.file("roll.csv", twice);
    let joint = "send printers --signers roll.csv --joint --name Alex --email alex@example.org --dry-run";
    home.run(joint).assert().success().says("they signed in line 2");
}

#[test]
fn of_a_row_whose_letters_cannot_all_be_written_none_goes() {
    let (home, server) = (Home::with_roll(), Server::start(&[]));
    let town = "{{#if (eq recipient.kind \"ministry\")}}From {{extra.town}}.{{else}}Hello.{{/if}}\n";
    let home = home.file("letter-templates/town.en.hbs", town).file(
        "roll.csv",
        "name,email,consent,town\nAnn,ann@example.org,2026-11-01,London\nBea,bea@example.org,2026-11-01,\n",
    );
    let sent = server.send_for_all(&home, "--yes --template town").assert().success();
    sent.says("\n1 row not taken\n").says("\n2 accepted\n");
}

#[test]
fn words_that_do_not_fit_the_language_of_the_letters_are_counted() {
    let roll = "name,email,consent,city,statement,statement.ru\n\
                Ann Example,ann@example.org,2026-11-01,Berlin,I print too.,Я тоже печатник.\n\
                Bea Example,bea@example.org,2026-11-01,,I print too.,\n\
                Әлия Пример,alia@example.org,2026-11-01,Кентау,,\n";
    let home = Home::with_printers().file("roll.csv", roll);
    let run = home.run("send printers --signers roll.csv --to court --language ru --dry-run");
    let said = run.assert().success().stderr();
    let advice: Vec<_> = said.lines().filter(|line| line.starts_with("advice: in ")).collect();
    assert_eq!(
        advice,
        [
            "advice: in 1 of 3 letters the signer's own sentences are in another language than the letter",
            "advice: in 2 of 3 letters the signer's name, role, organisation or city is in another alphabet than the letter",
        ]
    );
}
