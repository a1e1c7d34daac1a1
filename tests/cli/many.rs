//! `send --signers`: the plan for many, samples, limits, and a second run.

use std::fmt::Write;

use serde_json::{Value, json};
use snapbox::{file, str};

use crate::home::{Home, PRINTERS};
use crate::output::Output;
use crate::server::{FROM, Server};

#[test]
fn a_plan_for_many_is_in_figures() {
    let mut roll = "name,email,consent,to,country\n".to_owned();
    for number in 0..40 {
        let to = if number % 4 == 0 { "court" } else { "" };
        writeln!(roll, "Signer {number},signer{number}@example.org,2026-11-01,{to},DE").unwrap();
    }
    let home = Home::with_printers().file("roll.csv", roll);
    let run = home.run(&format!("send printers --signers roll.csv {FROM} --dry-run --json"));
    let events = run.assert().success().stderr_eq(file!["golden/dry-run-many.txt"]).json_lines();
    assert_eq!(events.len(), 72);
    assert_eq!(
        events[0],
        json!({
            "event": "plan",
            "campaign": "printers",
            "signature": { "state": "unsigned" },
            "directories": {},
            "channel": "email",
            "dry_run": true,
            "sample_to": null,
            "account": null,
            "from": "letters@our.example",
            "signers": 40,
            "rows_not_taken": 0,
            "letters": 70,
            "limit": null,
        "max_per_day": null,
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
    let last = &events[71];
    assert_eq!((&last["event"], &last["accepted"]), (&"done".into(), &70.into()));
}

#[test]
fn a_plan_for_programs_tells_what_will_go_over_which_account() {
    let (home, server) = (Home::with_roll(), Server::start(&[]));
    let limited = server.send_for_all(&home, "--yes --to court --json --limit 1 --max-per-day 3");
    let events = limited.assert().success().json_lines();
    let plan = &events[0];
    assert_eq!((&plan["event"], &plan["dry_run"], &plan["limit"]), (&"plan".into(), &false.into(), &1.into()));
    assert_eq!((&plan["letters"], &plan["rows_not_taken"]), (&3.into(), &3.into()));
    // Three envelope recipients a day.
    assert_eq!((&plan["account"], &plan["seconds"]), (&server.url()["smtp://".len()..].into(), &0.into()));
    assert_eq!(
        events.iter().map(|event| event["event"].as_str().unwrap()).collect::<Vec<_>>(),
        ["plan", "accepted", "done"]
    );
    let dry_run = server.send_for_all(&home, "--yes --to court --json --dry-run --max-per-day 3");
    let plan = &dry_run.assert().code(3).json_lines()[0];
    assert_eq!((&plan["dry_run"], &plan["account"]), (&true.into(), &Value::Null));
    assert_eq!((&plan["letters"], &plan["known"]["accepted"]), (&2.into(), &1.into()));
    assert_eq!(plan["seconds"], json!(24 * 60 * 60));
    // All sign one letter, and who cannot is counted as well.
    let joint =
        "send printers --signers roll.csv --joint --name Alex --email alex@example.org --to court --dry-run --json";
    let plan = &home.run(joint).assert().success().json_lines()[0];
    assert_eq!((&plan["signers"], &plan["letters"], &plan["rows_not_taken"]), (&1.into(), &1.into(), &3.into()));
}

#[test]
fn a_plan_for_programs_has_all_of_the_advice() {
    let misspelt = (0..6).map(|number| format!("Ann,ann{number}@gmial.com,2026-11-01\n")).collect::<Vec<_>>().concat();
    let roll = format!("name,email,consent\nӘлия,alia@example.org,2026-11-01\n{misspelt}");
    let home = Home::with_printers().file("roll.csv", &roll);
    let dry_run = home.run("send printers --signers roll.csv --from letters@our.example --to court --dry-run --json");
    let plan = &dry_run.assert().success().json_lines()[0];
    let told = |what: &str| plan["advice"].as_array().unwrap().contains(&what.into());
    assert!(told("line 3: ann0@gmial.com may be misspelt: did you mean ann0@gmail.com?"), "{plan}");
    assert!(told("the addresses in 6 rows may be misspelt"), "{plan}");
    let name = "in 1 of 7 letters the signer's name, role, organisation or city is in another alphabet than the letter";
    assert!(told(name), "{plan}");
}

#[test]
fn a_sample_goes_to_one_address_and_is_not_recorded() {
    let (home, server) = (Home::with_roll(), Server::start(&[]));
    server.send_for_all(&home, "--yes --sample-to me@our.example").assert().success().stderr_eq(str![[r#"
...
accepted sample from Ann Example (250 2.0.0 accepted)
1 accepted

"#]]);
    let [sample] = &server.received()[..] else { panic!("not one mail") };
    assert_eq!(sample.envelope.accepted().collect::<Vec<_>>(), ["me@our.example"]);
    assert!(!sample.text().contains("court@") && !sample.text().contains("campaign@"), "{}", sample.text());
    server.send_for_all(&home, "--yes --to court").assert().success();
    assert_eq!(server.received().len(), 4);
}

#[test]
fn a_limit_makes_a_careful_first_run() {
    let (home, server) = (Home::with_roll(), Server::start(&[]));
    server.send_for_all(&home, "--yes --limit 2").assert().success().stderr_eq(str![[r#"
...
accepted court from Ann Example (250 2.0.0 accepted)
accepted ministry from Ann Example (250 2.0.0 accepted)
2 accepted, 4 not begun
as many were sent as --limit allows
the same command again sends what is still owed, and nothing twice

"#]]);
    assert_eq!(server.received().len(), 2);
    server.send_for_all(&home, "--yes").assert().success();
    assert_eq!(server.received().len(), 6);
}

#[test]
fn a_refused_copy_is_told_where_no_more_letters_were_wanted_either() {
    let (home, server) = (Home::with_roll(), Server::start(&["rcpt=lawyers@*: 550 5.1.1 gone"]));
    let sent = server.send_for_all(&home, "--yes --to court --limit 1").assert().code(3);
    sent.says("--without-refused-copies");
    assert!(server.received().is_empty());
}

#[test]
fn letters_that_went_before_are_not_counted_as_begun() {
    let (home, server) = (Home::with_roll(), Server::start(&[]));
    server.send_for_all(&home, "--yes --limit 2").assert().success();
    let again = server.send_for_all(&home, "--yes --limit 1").assert().success();
    again.says("\n1 accepted, 3 not begun\n");
}

#[test]
fn a_limit_hides_nothing_that_goes_wrong() {
    let home = Home::with_roll();
    let nobody =
        home.run(&format!("send printers --signers roll.csv {FROM} --yes --limit 2 --smtp smtp://127.0.0.1:1"));
    nobody.assert().code(1).says("\nerror: cannot connect to 127.0.0.1:1\n");
}

#[test]
fn another_text_in_the_middle_of_a_batch_is_asked_about() {
    let (home, server) = (Home::with_roll(), Server::start(&[]));
    server.send_for_all(&home, "--yes --limit 1").assert().success();
    let home = home.file("campaigns/printers.toml", PRINTERS.replace("for printing a leaflet", "for a leaflet"));
    server.send_for_all(&home, "--yes").assert().code(2).stderr_eq(str![[r#"
...
  1 letter accepted before
...
the letter to court in English is not the one that was sent before
error: nobody is there to be asked: Go on with the new text?
  --accept-changed-text

"#]]);
    assert_eq!(server.received().len(), 1);
    server.send_for_all(&home, "--yes --accept-changed-text").assert().success();
    assert_eq!(server.received().len(), 6);
    server.send_for_all(&home, "--yes").assert().success();
}

#[test]
fn what_is_in_doubt_or_was_refused_keeps_the_exit_status() {
    let (home, server) = (Home::with_roll(), Server::start(&["rcpt=court@*#1: 550 5.1.1 no"]));
    server.send_for_all(&home, "--yes --to court").assert().code(3);
    server.send_for_all(&home, "--yes --to court").assert().code(3).says("\n  1 letter rejected before ");
    let events = server.send_for_all(&home, "--yes --to court --json").assert().code(3).json_lines();
    let [plan, done] = &events[..] else { panic!("a plan and what became of it") };
    assert_eq!((&plan["letters"], &plan["known"]["rejected"]), (&0.into(), &1.into()));
    assert_eq!((&done["event"], &done["accepted"]), (&"done".into(), &0.into()));
}
