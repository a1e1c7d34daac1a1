//! `import` and `check --against`.

use snapbox::str;

use crate::home::Home;

const APPEAL: &str = "\
Free the printers of Exampleville

Date: 3 June 2024

We demand:
- Release all three printers;
- Drop all charges against them.

Please send protests before 16 July 2024 to:

Ministry of Justice
1 Example Street, Astana, Kazakhstan
Fax: +7 7172 747570
Email: justice@example.org

Please send copies of all protests to printers@example.org

Donate: donate@example.org
";

/// A home with the appeal in `appeal.txt`.
fn home() -> Home {
    Home::new().file("appeal.txt", APPEAL)
}

#[test]
fn an_appeal_becomes_a_campaign_whose_holes_check_names() {
    let home = home();
    home.run("import appeal.txt")
        .assert()
        .success()
        .stdout_eq("campaigns/free-printers-exampleville-2024.toml\n")
        .stderr_eq(str![[r#"
found: 1 recipient, 1 copy, 2 demands, 0 incidents
fill in what is left, then: protest-letter check campaigns/free-printers-exampleville-2024.toml

"#]]);
    home.run("check free-printers-exampleville-2024").assert().code(1).stderr_eq(str![[r#"
error: campaigns/free-printers-exampleville-2024.toml:7:10: it is empty
hint: write "open", "stopped" or "closed"
error: campaigns/free-printers-exampleville-2024.toml:10:11: this text is empty
hint: fill it in, or take the line out
error: campaigns/free-printers-exampleville-2024.toml:11:11: this text is empty
hint: fill it in, or take the line out
1 file checked: 3 errors, 0 warnings

"#]]);
    let text = home.read("campaigns/free-printers-exampleville-2024.toml");
    assert!(text.contains("fax = [\n    \"+7 7172 747570\", # line 13\n]"), "{text}");
    assert!(text.contains("respond_by = 2024-07-16 # line 9"), "{text}");
    assert!(text.ends_with("# 18: Donate: donate@example.org\n#     donate@example.org nobody's to write to: it belongs to those who publish the appeal, or to a bank or the press\n"), "{text}");
}

#[test]
fn filled_in_it_is_checked_against_its_appeal_and_sent_dry() {
    let home = home();
    home.run("import appeal.txt --id printers --open").assert().success();
    let text = home.read("campaigns/printers.toml");
    let text = text.replace("subject = \"\"", "subject = \"Free the printers\"");
    let text = text.replace("summary = \"\"", "summary = \"Three printers were arrested.\"");
    let home = home.file("campaigns/printers.toml", &text);
    home.run("check printers --against appeal.txt").assert().success();
    home.run("draft printers --name Alex --yes").assert().success();
    let changed = text.replace("printers@example.org", "eve@example.org");
    let home = home.file("campaigns/printers.toml", changed);
    home.run("check printers --against appeal.txt").assert().code(1).stderr_eq(str![[r#"
error: campaigns/printers.toml:[..]: `eve@example.org` does not stand in appeal.txt
...
warning: appeal.txt:16: `printers@example.org` does not stand in campaigns/printers.toml
...
"#]]);
}

#[test]
fn a_file_that_is_there_is_not_overwritten() {
    let home = home();
    home.run("import appeal.txt --id printers").assert().success();
    home.run("import appeal.txt --id printers").assert().code(1).stderr_eq(str![[r#"
error: cannot write campaigns/printers.toml
caused by: there is such a file already
hint: give another name with --id or --output

"#]]);
    home.run("import appeal.txt --id Printers!").assert().code(1);
}

#[test]
fn json_tells_each_find_with_its_place_and_writes_nothing() {
    let home = home();
    let output = home.run("import appeal.txt --json").assert().success().get_output().stdout.clone();
    let found: serde_json::Value = serde_json::from_slice(&output).unwrap();
    let fax = found["finds"].as_array().unwrap().iter().find(|find| find["part"] == "fax").unwrap();
    assert_eq!((&fax["value"], &fax["line"], &fax["column"]), (&"+7 7172 747570".into(), &13.into(), &6.into()));
    assert!(!home.path("campaigns").exists());
}

#[test]
fn an_appeal_that_is_compared_needs_a_campaign() {
    home().run("check --against appeal.txt").assert().code(2);
    home().run("check may-day-2011 --against nowhere.txt").assert().code(1);
}
