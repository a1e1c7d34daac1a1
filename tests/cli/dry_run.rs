//! `send --dry-run`.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use protest_letter::ledger::Sqlite;
use rusqlite::Connection;
use snapbox::{file, str};

use crate::home::{Home, PRINTERS};
use crate::output::Output;

#[test]
fn a_dry_run_shows_every_mail_as_it_arrived() {
    let home = Home::with_printers();
    let run = home.run("send printers --signer alex.toml --dry-run");
    run.assert().success().stdout_eq(file!["golden/mails-one-signer.txt"]).stderr_eq(str![[r#"
...
accepted court (250 2.0.0 accepted)
accepted ministry (250 2.0.0 accepted)
2 accepted
this was a dry run: the server was a mock in this program, and nothing was sent

"#]]);
}

#[test]
fn a_blind_copy_is_in_the_envelope_and_nowhere_else() {
    let home = Home::with_printers();
    let arrived = home.run("send printers --signer alex.toml --to ministry --dry-run").assert().success().stdout();
    let (envelope, mail) = arrived.split_once("Date:").unwrap();
    assert!(envelope.contains("RCPT TO   archive@example.org"), "{envelope}");
    assert!(!mail.contains("archive@") && !mail.to_lowercase().contains("bcc:"), "{mail}");
}

#[test]
fn a_closed_campaign_runs_dry() {
    let home = Home::with_campaign(&PRINTERS.replace("\"open\"", "\"closed\""));
    home.run("send printers --signer alex.toml --dry-run").assert().success();
}

#[test]
fn a_dry_run_needs_neither_an_account_nor_a_reachable_one() {
    let home = Home::with_printers().config("config.toml", "[smtp]\nurl = 'smtp://mail.invalid'\n");
    home.run("send printers --signer alex.toml --dry-run").assert().success();
}

#[test]
fn the_shipped_campaigns_run_dry() {
    let home = Home::with_printers();
    let run = home.run("send may-day-2011 --signer alex.toml --country DE --dry-run");
    run.assert().success();
}

/// Makes a ledger one that cannot be used.
type Spoil = fn(&Path);

#[test]
fn a_dry_run_needs_no_ledger_that_can_be_read() {
    let spoil: [(&str, Spoil); 4] = [
        ("it is damaged", |ledger| {
            let mut bytes = fs::read(ledger).unwrap();
            bytes[200..].fill(0xA5);
            fs::write(ledger, bytes).unwrap();
        }),
        ("it is no ledger", |ledger| fs::write(ledger, "Dear Sir or Madam,\n".repeat(100)).unwrap()),
        ("a newer version of this program wrote it", |ledger| {
            Connection::open(ledger).unwrap().execute_batch("PRAGMA user_version = 1000").unwrap();
        }),
        ("it cannot be opened", |ledger| {
            fs::remove_file(ledger).unwrap();
            fs::create_dir(ledger).unwrap();
        }),
    ];
    for (why, spoil) in spoil {
        let home = Home::with_printers();
        drop(Sqlite::open(&home.path("ledger.db"), Timestamp::UNIX_EPOCH).unwrap());
        spoil(&home.path("ledger.db"));
        for command in ["send", "draft"] {
            let dry_run = format!("{command} printers --signer alex.toml --to court --dry-run --ledger ledger.db");
            let output = home.run(&dry_run).assert().success();
            let told = format!(
                "warning: the ledger ledger.db cannot be used: this goes on as if no letter had gone\ncaused by: {why}\n"
            );
            assert!(output.says(&told).stdout().contains("RCPT TO   court@example.org"));
        }
        // What goes out is recorded, or does not go.
        let send = "send printers --signer alex.toml --to court --yes --ledger ledger.db --smtp smtp://localhost:1";
        home.run(send).assert().code(1);
    }
}

#[test]
fn a_dry_run_does_not_wait_for_a_ledger_that_another_program_has_in_hand() {
    let home = Home::with_printers();
    drop(Sqlite::open(&home.path("ledger.db"), Timestamp::UNIX_EPOCH).unwrap());
    let other = Connection::open(home.path("ledger.db")).unwrap();
    other.execute_batch("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE").unwrap();
    let dry_run = "send printers --signer alex.toml --to court --dry-run --ledger ledger.db";
    home.run(dry_run).assert().success().says("\ncaused by: another program has it in hand\n");
}
