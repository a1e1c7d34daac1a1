//! What a shell is offered when Tab is pressed, asked for as its script asks.

use snapbox::str;

use crate::home::Home;
use crate::output::Output;

/// What is offered for the last of these words, each with what is told of it.
fn offered(home: &Home, words: &[&str]) -> Vec<(String, String)> {
    let line = ["--", "protest-letter"].into_iter().chain(words.iter().copied());
    let answer = home.run_each(line).env("PROTEST_LETTER_COMPLETE", "fish").assert().success().stderr_eq(str![]);
    let split = |line: &str| line.split_once('\t').map_or((line.into(), String::new()), |(a, b)| (a.into(), b.into()));
    answer.stdout().lines().map(split).collect()
}

fn values(home: &Home, words: &[&str]) -> Vec<String> {
    offered(home, words).into_iter().map(|(value, _)| value).collect()
}

#[test]
fn campaigns_are_those_that_are_there_with_their_titles() {
    let home = Home::with_printers().file("mine.toml", "").file("letters.csv", "");
    let campaigns = offered(&home, &["draft", ""]);
    for id in ["printers", "may-day-2011"] {
        assert!(campaigns.iter().any(|(value, title)| value == id && title.len() > 10), "{id}: {campaigns:?}");
    }
    assert!(campaigns.iter().any(|(value, _)| value == "mine.toml"), "{campaigns:?}");
    assert!(campaigns.iter().all(|(value, _)| value != "letters.csv"), "{campaigns:?}");
    assert_eq!(values(&home, &["send", "pri"]), ["printers"]);
    assert_eq!(values(&home, &["ledger", "retry", "pri"]), ["printers"]);
    assert_eq!(values(&home, &["verify", "pri"]), ["printers"]);
}

#[test]
fn recipients_and_demands_are_those_of_the_campaign_on_the_line() {
    let home = Home::with_printers();
    let all = values(&home, &["send", "may-day-2011", "--to", ""]);
    assert!(all.contains(&"tikhonov-court".into()) && all.contains(&"embassy".into()), "{all:?}");
    assert_eq!(values(&home, &["send", "--yes", "--to", "emb"]), Vec::<String>::new());
    assert_eq!(values(&home, &["draft", "may-day-2011", "--via", "fax", "--to=tik"]), ["--to=tikhonov-court"]);
    assert_eq!(values(&home, &["draft", "may-day-2011", "--to", "embassy,tik"]), ["embassy,tikhonov-court"]);
    assert_eq!(values(&home, &["ledger", "done", "may-day-2011", "--to", "tik"]), ["tikhonov-court"]);
    let demand = &offered(&home, &["draft", "may-day-2011", "--demand", "tik"])[0];
    assert_eq!(demand, &("tikhonov".into(), "Drop the charges against Dmitry Tikhonov".into()));
    let printers = values(&home, &["draft", "campaigns/printers.toml", "--to", ""]);
    assert_eq!(printers, values(&home, &["draft", "printers", "--to", ""]));
    assert!(!printers.is_empty());
}

#[test]
fn closed_sets_are_offered_whole() {
    let home = Home::new();
    assert_eq!(values(&home, &["draft", "may-day-2011", "--via", ""]), ["email", "fax", "post", "phone"]);
    assert_eq!(values(&home, &["draft", "may-day-2011", "--language", ""]), ["en", "ru"]);
    assert_eq!(values(&home, &["report", "--language", ""]).len(), 6);
    assert_eq!(values(&home, &["ledger", "--state", "d"]), ["done", "deferred"]);
    assert_eq!(values(&home, &["ledger", "--state", "done,u"]), ["done,uncertain"]);
    assert_eq!(values(&home, &["draft", "may-day-2011", "--template", "sh"]), ["short"]);
    assert_eq!(offered(&home, &["show", "x", "--country", "kz"]), [("KZ".into(), "Kazakhstan".into())]);
    assert_eq!(values(&home, &["show", "x", "--country", "Germ"]), ["Germany"]);
    assert_eq!(values(&home, &["show", "x", "--country", "United K"]), ["GB"]);
    assert_eq!(values(&home, &["mock-smtp", "--hide", "PIPE"]), ["PIPELINING"]);
    assert_eq!(values(&home, &["completions", "po"]), ["powershell"]);
    assert_eq!(values(&home, &["ver"]), ["verify"]);
}

#[test]
fn keys_are_those_that_are_trusted() {
    let key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
    let home = Home::new().config("config.toml", format!("[[trust]]\nname = 'Printers'\nkey = '{key}'\n"));
    assert_eq!(offered(&home, &["verify", "--key", "RW"]), [(key.into(), "Printers".into())]);
}

#[test]
fn files_are_of_the_kind_that_is_read() {
    let home = Home::new();
    let files = ["in/roll.csv", "in/alex.toml", "in/ca.pem", "in/appeal.html", "in/line\nbreak.csv", "in/more/x.csv"];
    let home = files.iter().fold(home, |home, file| home.file(file, ""));
    assert_eq!(values(&home, &["send", "x", "--signers", "in/"]), ["in/roll.csv", "in/more/"]);
    assert_eq!(values(&home, &["send", "x", "--signer", "in/"]), ["in/alex.toml", "in/more/"]);
    assert_eq!(values(&home, &["send", "x", "--ca-file", "in/"]), ["in/ca.pem", "in/more/"]);
    assert_eq!(values(&home, &["import", "in/a"]), ["in/appeal.html"]);
}

#[test]
fn what_is_wrong_is_told_to_nobody_and_nothing_is_written() {
    let home = Home::with_printers().config("config.toml", "no = [").file("campaigns/torn.toml", "[");
    assert_eq!(values(&home, &["draft", "pri"]), Vec::<String>::new());
    assert_eq!(values(&home, &["draft", "--no-such-flag", "x", "--to", ""]), Vec::<String>::new());
    let home = Home::with_printers().file("campaigns/torn.toml", "[");
    assert_eq!(values(&home, &["draft", "tor"]), ["torn"]);
    assert_eq!(values(&home, &["draft", "torn", "--to", ""]), Vec::<String>::new());
    for line in [&["--", "protest-letter", "draft", ""][..], &["draft", "printers"]] {
        let shell = home.run_each(line.iter().copied()).env("PROTEST_LETTER_COMPLETE", "no-shell");
        shell.assert().success().stdout_eq(str![]).stderr_eq(str![]);
    }
    assert!(!home.path(".local").exists() && !home.path(".config").exists());
}

#[test]
fn each_shell_is_told_to_ask() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = home.run(&format!("completions {shell}")).assert().success().stderr_eq(str![]).stdout();
        assert!(script.contains("PROTEST_LETTER_COMPLETE"), "{script}");
        assert!(script.contains("protest-letter"), "{script}");
    }
}
