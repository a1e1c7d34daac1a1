//! `import` and `check --against`.

use snapbox::str;

use crate::home::Home;
#[cfg(unix)]
use crate::terminal::{DOWN, ENTER, Terminal};

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

#[cfg(unix)]
#[test]
fn each_find_is_kept_changed_or_dropped_and_an_address_of_nobody_can_be_a_recipients() {
    let home = home();
    let mut terminal = Terminal::run(&home, "import appeal.txt");
    terminal.until("The id of the campaign").press(ENTER).until("each of them").press(ENTER);
    let kept = ["title: Free", "day of issue", "demand: Release"];
    for find in kept {
        terminal.until(find).until("keep this and all the rest").press(ENTER);
    }
    terminal.until("demand: Drop all charges").until("all the rest").press(DOWN).press(DOWN).press(ENTER);
    terminal.until("last day for letters").until("all the rest").press(ENTER);
    terminal.until("office: Ministry of Justice").until("all the rest").press(ENTER);
    terminal.until("postal address of recipient 1 (Ministry of Justice)").until("all the rest").press(ENTER);
    terminal.until("country").until("all the rest").press(ENTER);
    terminal.until("fax of recipient 1").until("all the rest").press(DOWN).press(DOWN).press(ENTER);
    terminal.until("justice@example.org").until("all the rest").press(DOWN).press(ENTER);
    terminal.until("It should say").press("no address").press(ENTER).until("is no");
    terminal.press(&"\x08".repeat("no address".len())).press("minister@example.org").press(ENTER);
    terminal.until("e-mail for copies of every letter").until("all the rest").press(ENTER);
    terminal.until("nobody's to write to: donate@example.org").until("all the rest").press(DOWN).press(ENTER);
    terminal.until("Whose is it?").press(ENTER);
    terminal.until("Are letters asked for now?").press("n").until("The subject line").press(ENTER);
    terminal.until("What happened").press(ENTER);
    let (status, written) = terminal.end();
    assert!(status.success(), "{written}");
    let text = home.read("campaigns/free-printers-exampleville-2024.toml");
    for there in [
        "\"minister@example.org\", # line 14? changed by hand, it reads: justice@example.org",
        "\"donate@example.org\", # line 18? taken by hand",
        "#     +7 7172 747570 nobody's to write to: dropped by hand",
        "# 7: - Drop all charges against them.",
    ] {
        assert!(text.contains(there), "{there} is not in:\n{text}");
    }
    assert!(!text.contains("fax ="), "{text}");
}

#[cfg(unix)]
#[test]
fn whoever_leaves_the_questions_has_no_file() {
    let home = home();
    for leave in [Terminal::interrupt, Terminal::press_interrupt, Terminal::escape] {
        let mut terminal = Terminal::run(&home, "import appeal.txt --id printers");
        let (status, written) = leave(terminal.until("each of them").press(ENTER).until("all the rest")).end();
        assert_eq!(status.code(), Some(130), "{written}");
        assert!(!home.path("campaigns/printers.toml").exists());
    }
    // What cannot be written is told before anything is asked.
    home.run("import appeal.txt --id printers").assert().success();
    let (status, written) = Terminal::run(&home, "import appeal.txt --id printers").end();
    assert!(status.code() == Some(1) && written.contains("there is such a file already"), "{written}");
}

#[test]
fn an_office_of_the_directory_is_told() {
    let appeal = "Free the printers\n\nPlease send protests to:\n\nMinistry of Foreign Affairs of Kazakhstan\n\
                  Email: mid@mid.example\n\nWe demand:\n- Release them.\n";
    let directory = "country = 'KZ'\n[[offices]]\nid = 'foreign-ministry'\nkind = 'ministry'\noffice = 'Foreign Ministry'\n\
                     email = ['MID@mid.example']\n";
    let home = Home::new().file("appeal.txt", appeal).file("campaigns/directory/utopia.toml", directory);
    home.run("import appeal.txt --id printers --country KZ").assert().success();
    let text = home.read("campaigns/printers.toml");
    assert!(text.contains("a line `use = \"utopia/foreign-ministry\"`"), "{text}");
    home.run("import appeal.txt --id others --country DE").assert().success();
    assert!(!home.read("campaigns/others.toml").contains("use ="));
}

#[test]
fn the_file_tells_how_to_add_what_was_not_found_and_not_where_the_appeal_lay() {
    let home = Home::new().file("alex-secret/appeal.txt", "Free the printers\n\nThey were arrested in the night.\n");
    home.run("import alex-secret/appeal.txt --id printers --open --country KZ").assert().success();
    let text = home.read("campaigns/printers.toml");
    assert!(text.starts_with("# Made from appeal.txt. ") && !text.contains("alex-secret"), "{text}");
    // Whoever does what the comments say has a campaign.
    let filled: Vec<_> = text
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(line) if line.starts_with("[[") || line.contains(" = ") => line.to_owned(),
            _ => line.replace("\"\" # FILL IN", "\"Free them\" # FILL IN"),
        })
        .collect();
    let filled = filled.join("\n").replace("issued = \"Free them\"", "issued = 2026-11-01");
    home.file("campaigns/filled.toml", &filled).run("check filled").assert().success();
}
