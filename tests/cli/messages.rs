//! Every message as it is read: what happened, why, what next.
//!
//! `golden/messages.txt` has runs of the program, each in a home of its own with the campaign `printers`, the profile
//! `alex.toml` and the roll `roll.csv`. A new message is a new line `$ …`; `SNAPSHOTS=overwrite` writes what comes of it.

use std::net::TcpListener;

use snapbox::assert_data_eq;

use crate::home::Home;
use crate::output::Output;

const GOLDEN: &str = include_str!("golden/messages.txt");

fn home() -> Home {
    Home::with_roll()
        .file("misspelt.csv", "name,email,consnt\nAnn Example,ann@example.org,2026-11-01\n")
        .file("no-ledger.db", "Dear Sir or Madam,\n".repeat(100))
        .file("mistaken.toml", "naem = 'Alex'\n")
        .file("mails", "no folder")
}

#[test]
fn every_message_says_what_happened_why_and_what_next() {
    // A port that somebody has.
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let mut told = String::new();
    for run in GOLDEN.split("$ protest-letter ").skip(1) {
        let arguments = run.lines().next().unwrap();
        let home = home();
        let run = home.run(&arguments.replace("PORT", &port)).assert();
        let status = run.get_output().status.code().unwrap();
        let (output, message) = (run.stdout(), run.stderr().replace(&port, "PORT"));
        let message = message.replace(home.path("").to_str().unwrap().trim_end_matches('/'), "HOME");
        assert!(status != 0, "{arguments} is no mistake: {output}");
        told.extend(["$ protest-letter ", arguments, "\n", &message, &format!("[status {status}]\n\n")]);
    }
    assert_data_eq!(told, snapbox::file!["golden/messages.txt": Text].raw());
}

#[test]
fn what_is_misspelt_is_told_with_what_was_likely_meant() {
    for (arguments, meant) in [
        ("show printrs", "`printers`"),
        ("verify printrs", "`printers`"),
        ("draft printers --signer alex.toml --to cuort --print", "`court`"),
        ("draft printers --signer alex.toml --demand relaese --print", "`release`"),
        ("show printers --language englsh", "`en` (English)"),
        ("show printers --country Germny", "`Germany`"),
        ("draft printers --signer mistaken.toml --print", "`name`"),
        ("send printers --signers misspelt.csv --dry-run", "`consent`"),
        ("sned", "'send'"),
        ("draft printers --signer alex.toml --template fromal --print", "`formal`"),
        ("draft printers --signer alex.toml --via emial --print", "`email`"),
        ("ledger --state ownd", "`owed`"),
        ("list --jsno", "'--json'"),
        ("list --color nevr", "'never'"),
    ] {
        let message = home().run(arguments).assert().failure().stderr();
        assert!(message.contains(meant), "{arguments}: {message}");
    }
}
