//! `new`.

use protest_letter::campaign::Kind;
use snapbox::str;

use crate::home::Home;

#[test]
fn a_new_campaign_is_a_file_to_fill_in() {
    let home = Home::new();
    home.run("new printers-2026")
        .assert()
        .success()
        .stdout_eq(str![[r#"
campaigns/printers-2026.toml

"#]])
        .stderr_eq(str![[r#"
fill it in, then: protest-letter check campaigns/printers-2026.toml

"#]]);
    // What is still empty is an error: nobody is to send a letter with a hole in it.
    home.run("check printers-2026").assert().code(1);
}

#[test]
fn a_new_campaign_is_right_once_it_is_filled_in() {
    let home = Home::new();
    home.run("new printers-2026").assert().success();
    let filled_in = [
        ("title      = \"\"", "title      = \"Release the printers\""),
        ("issued     = \"\"", "issued     = 2026-11-23"),
        ("country    = \"\"", "country    = \"AQ\""),
        ("{ title = \"\" }", "{ title = \"Appeal\" }"),
        ("subject.en = \"\"", "subject.en = \"Release the printers\""),
        ("summary.en = \"\"\"\n", "summary.en = \"\"\"\nThree printers were arrested in Exampleville."),
        ("name         = \"\"", "name         = \"Alma Example\""),
        ("situation.en = \"\"", "situation.en = \"held without a lawyer\""),
        ("id      = \"\"", "id      = \"release\""),
        ("text.en = \"\"", "text.en = \"Release all three\""),
        ("id        = \"\"", "id        = \"court\""),
        ("kind      = \"\"", "kind      = \"court\""),
        ("office.en = \"\"", "office.en = \"Supreme Court\""),
        ("email     = [\"\"]", "email     = [\"court@example.org\"]"),
    ];
    let text = home.read("campaigns/printers-2026.toml");
    let text = filled_in.iter().fold(text, |text, (empty, filled)| text.replacen(empty, filled, 1));
    let home = home.file("campaigns/printers-2026.toml", text);
    home.run("check printers-2026").assert().success().stderr_eq(str![[r#"
1 file checked: 0 errors, 0 warnings

"#]]);
    home.run("draft printers-2026 --name Alex").assert().success();
}

#[test]
fn every_kind_of_recipient_is_named_where_a_campaign_is_described() {
    let home = Home::new();
    home.run("new printers-2026").assert().success();
    // The list is broken into lines, each a comment.
    let comments = home.read("campaigns/printers-2026.toml").replace('#', " ");
    let blank = comments.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(blank.contains(&Kind::ALL.map(Kind::name).join(", ")), "{blank}");
    let format = include_str!("../../docs/campaign-file.md");
    assert!(format.contains(&Kind::ALL.map(|kind| format!("`{kind}`")).join(", ")));
}

#[test]
fn a_file_that_is_there_is_not_written_over() {
    let home = Home::with_printers();
    let before = home.read("campaigns/printers.toml");
    home.run("new printers").assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: cannot write campaigns/printers.toml
caused by: there is such a file already
hint: give another id, or another file with --output

"#]]);
    assert_eq!(home.read("campaigns/printers.toml"), before);
}

#[test]
fn an_id_cannot_leave_its_folder() {
    let home = Home::new();
    home.run("new ../printers").assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: `../printers` cannot be the id of a campaign
hint: use small letters, digits and hyphens: printers-2026

"#]]);
    assert!(!home.path("printers.toml").exists());
}

#[test]
fn a_new_campaign_that_hides_another_one_is_told() {
    let home = Home::new();
    home.run("new may-day-2011")
        .assert()
        .success()
        .stdout_eq(str![[r#"
campaigns/may-day-2011.toml

"#]])
        .stderr_eq(str![[r#"
warning: campaigns/may-day-2011.toml hides the campaign `may-day-2011` of campaigns/may-day-2011.toml (built in)
hint: to keep both, give this one another id; if it takes the other's place, say there: supersedes = "may-day-2011"
fill it in, then: protest-letter check campaigns/may-day-2011.toml

"#]]);
}
