//! Colours, the pager, plain lines, and little room.

use anstream::adapter::strip_str;

use crate::home::Home;
use crate::output::Output;
use crate::terminal::{ENTER, Terminal};

const COURT: &str = "draft printers --signer alex.toml --to court --language en --demand release --statement Hello.";

/// The lines of what was written to a terminal that are wider than 40 columns; a link, an address or a path is in one piece.
fn too_wide(written: &str) -> Vec<String> {
    let lines = written
        .lines()
        .filter(|line| !line.starts_with("Usage:"))
        // Between two keys the terminal itself shows Esc as it does.
        .map(|line| strip_str(line).to_string().replace('\r', "").replace("^[", ""));
    lines.filter(|line| line.chars().count() > 40 && line.trim().contains(' ')).collect()
}

#[test]
fn colours_are_as_the_flag_says_else_as_the_environment_does() {
    let home = Home::with_printers();
    let colours = |arguments: &str, variables: &[(&str, &str)]| {
        let command = variables.iter().fold(home.run(arguments), |command, (name, value)| command.env(name, value));
        command.assert().success().stdout().contains("\x1b[")
    };
    for (arguments, variables, expected) in [
        ("list", &[][..], false),
        ("list", &[("CLICOLOR_FORCE", "1")], true),
        ("list", &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
        ("list --color never", &[("CLICOLOR_FORCE", "1")], false),
        ("list --color always", &[("NO_COLOR", "1")], true),
        ("--color=always --help", &[], true),
        ("--help", &[], false),
    ] {
        assert_eq!(colours(arguments, variables), expected, "{arguments} {variables:?}");
    }
    for (arguments, expected) in [("--color always nonsense", true), ("--color=never nonsense", false)] {
        let message = home.run(arguments).env("CLICOLOR_FORCE", "1").assert().code(2).stderr();
        assert_eq!(message.contains("\x1b["), expected, "{message:?}");
    }
    let at_terminal = |variables: &[(&str, &str)]| Terminal::run_in(&home, "list", (500, 80), variables).end().1;
    assert!(at_terminal(&[("NO_COLOR", "")]).contains("\x1b["));
    assert!(!at_terminal(&[("NO_COLOR", ""), ("CLICOLOR", "0")]).contains("\x1b["));
    assert!(!at_terminal(&[]).contains("\x1b["));
}

#[test]
fn what_is_longer_than_the_terminal_goes_to_the_pager() {
    let pages = |arguments: &str, rows, variables: &[(&str, &str)]| {
        let home = Home::with_printers();
        // Every redirection is of the shell itself: no other program is there.
        home.program("pager", "while read -r line; do echo \"$1 $LESS|$line\"; done");
        let variables = [&[("PAGER", "pager shown")], variables].concat();
        let (status, written) = Terminal::run_in(&home, arguments, (rows, 80), &variables).end();
        assert!(status.success(), "{written}");
        written.contains("shown FRX|")
    };
    for arguments in ["list", "show printers", "--help", "help send", "draft --help"] {
        assert!(pages(arguments, 8, &[]), "{arguments}");
        assert!(!pages(arguments, 500, &[]), "{arguments}");
    }
    assert!(!pages("list --no-pager", 8, &[]));
    assert!(!pages("list --plain", 8, &[]));
    assert!(!pages("--help", 8, &[("PROTEST_LETTER_PLAIN", "1")]));
    assert!(!pages("list", 8, &[("TERM", "dumb")]));
    assert!(!pages("list", 8, &[("PAGER", "not-there")]));
    let home = Home::with_printers();
    home.program("pager", "echo shown");
    home.run("list").env("PAGER", "pager").assert().success().stdout_eq(home.run("list").assert().success().stdout());
}

#[test]
fn every_question_can_be_asked_in_plain_lines() {
    for (flag, variables) in
        [("--plain", &[][..]), ("", &[("PROTEST_LETTER_PLAIN", "1")]), ("", &[("TERM", "dumb"), ("NO_COLOR", "")])]
    {
        let home = Home::with_printers();
        let mut terminal = Terminal::run_in(&home, &format!("draft {flag}"), (20, 200), variables);
        terminal.until("Campaign:").until("1. ").until("a number or a name").press("print").press(ENTER);
        terminal.until("Your name:").press(ENTER).until("this cannot be left empty");
        terminal.press("Sam Plain").press(ENTER).until("Your e-mail address").press("sam@").press(ENTER);
        terminal.until("Your e-mail address").press("sam@example.org").press(ENTER);
        terminal.until("What you are").press("printer").press(ENTER);
        for question in ["Your organisation", "Where you write from", "The country"] {
            terminal.until(question).press(ENTER);
        }
        terminal.until("Save this profile").until("(yes or no; Enter:").press("maybe").press(ENTER);
        terminal.until("neither yes nor no").press("no").press(ENTER);
        terminal.until("Recipients:").until("1. ").until("Enter:").press("1, police").press(ENTER);
        terminal.until("Recipients: court, police").until("Demands:").until("Enter:").press("all").press(ENTER);
        terminal.until("Language").until("Enter:").press("english").press(ENTER);
        terminal.until("Your own sentences").until("a name").press("write").press(ENTER);
        terminal.until("Your own sentences").press("I print too.").press(ENTER);
        terminal.until("And now").press("print the").press(ENTER).until("I print too.");
        terminal.until("And now").press("leave").press(ENTER).until("Which of these").press("2").press(ENTER);
        let (status, written) = terminal.until("noted: 1 letter done").end();
        assert!(status.success(), "{written}");
        assert!(!moves_the_cursor(&written) && !written.contains('…'), "{written:?}");
    }
}

/// Whether anything but a style (ECMA-48, section 8.3.117) is asked of the terminal.
fn moves_the_cursor(written: &str) -> bool {
    let is_style = |rest: &str| {
        rest.strip_prefix('[')
            .is_some_and(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').starts_with('m'))
    };
    written.split('\x1b').skip(1).any(|rest| !is_style(rest))
}

#[test]
fn the_end_of_what_is_typed_leaves_a_plain_question() {
    let home = Home::with_printers();
    let mut terminal = Terminal::run_in(&home, COURT, (500, 80), &[("TERM", "dumb")]);
    let (status, written) = terminal.until("And now").until("a name").press("\x04").end();
    assert_eq!(status.code(), Some(130), "{written}");
    assert!(written.contains("the draft is kept"), "{written}");
}

#[test]
fn texts_keep_inside_a_narrow_terminal() {
    let home = Home::with_printers();
    for arguments in
        ["list", "show printers", "show may-day-2011", "check printers", "verify printers", "--help", "ledger"]
    {
        let written = Terminal::run_in(&home, arguments, (500, 40), &[]).end().1;
        assert_eq!(too_wide(&written), [""; 0], "{arguments}");
    }
    let mut terminal = Terminal::run_in(&home, COURT, (500, 40), &[]);
    let written = terminal.until("And now").until("leave").escape().end().1;
    assert_eq!(too_wide(&written), [""; 0]);
}
