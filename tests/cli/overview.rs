//! The program called without a command.

use snapbox::str;

use crate::home::{Home, PRINTERS};
use crate::output::Output;

#[test]
fn who_has_nothing_yet_is_told_what_to_begin_with() {
    let home = Home::new();
    home.run("").assert().success().stderr_eq(str![]).stdout_eq(str![[r#"
Profile: none yet
Account: none; letters can be printed, put on paper, or opened in your mail program
Campaigns: 0 open, 5 in all

Next:
  protest-letter list
      see the campaigns that are over, to read and to try
  protest-letter import appeal.html
      make a campaign of a published appeal
  protest-letter setup
      save your profile and your mail account
  protest-letter --help
      see every command

"#]]);
    assert!(!home.path(".local").exists() && !home.path(".config").exists(), "it only looks");
}

#[test]
fn where_one_stands_is_told() {
    let home = Home::with_roll()
        .config("signer.toml", "name = 'Alex Example'\nemail = 'alex@example.org'\n")
        .config("config.toml", "[smtp]\nurl = 'smtp://alex%40example.org@127.0.0.1:1'\n")
        .file("campaigns/ended.toml", PRINTERS.replace("\"open\"", "\"closed\""))
        .file("campaigns/broken.toml", "title = 1")
        .file(".local/state/protest-letter/drafts/printers.toml", "campaign = 'printers'\nto = ['court']\n");
    let told = home.run("").assert().success().stdout();
    for line in [
        "Profile: Alex Example <alex@example.org>",
        "Account: 127.0.0.1:1",
        "Draft: an unfinished one for printers",
        "Campaigns: 1 open, 8 in all",
        "  1 campaign cannot be read",
        "  protest-letter draft --resume",
        "  protest-letter check",
        "  protest-letter draft printers",
    ] {
        assert!(told.lines().any(|other| other == line), "no {line:?} in:\n{told}");
    }
    assert!(told.contains("\n  printers") && !told.contains("ended") && !told.contains("setup"), "{told}");
}

#[test]
fn letters_that_want_attention_are_told() {
    let home = Home::with_offices();
    home.run("draft printers --signer alex.toml --via post --to registry --record handed --no-input")
        .assert()
        .success();
    let before = home.bytes(".local/state/protest-letter/ledger.db");
    let told = home.run("").assert().success().stdout();
    assert!(told.contains("\nLetters: 1 in your hands\n"), "{told}");
    assert!(told.contains("\n  protest-letter ledger --state handed\n"), "{told}");
    assert_eq!(home.bytes(".local/state/protest-letter/ledger.db"), before);
    let other = home.run("").env("PROTEST_LETTER_LEDGER", "other.db").assert().success().stdout();
    assert!(!other.contains("Letters:") && !home.path("other.db").exists(), "{other}");
}
