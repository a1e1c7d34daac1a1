//! What is generated from the arguments: help, version, manual pages.

use snapbox::str;

use crate::home::Home;
use crate::output::Output;

fn stdout(home: &Home, arguments: &str) -> String {
    home.run(arguments).assert().success().stderr_eq(str![]).stdout()
}

#[test]
fn an_unknown_command_is_wrong_usage() {
    Home::new().run("sned").assert().code(2).stdout_eq(str![]).stderr_eq(str![[r#"
error: unrecognized subcommand 'sned'

  tip: some similar subcommands exist: 'new', 'send'

Usage: protest-letter [OPTIONS] [COMMAND]

For more information, try '--help'.

"#]]);
}

#[test]
fn the_version_is_that_of_the_package_and_tells_where_it_comes_from() {
    let version = concat!("protest-letter ", env!("PROTEST_LETTER_VERSION"), "\n");
    assert!(version.starts_with(concat!("protest-letter ", env!("CARGO_PKG_VERSION"))), "{version}");
    Home::new().run("--version").assert().success().stdout_eq(version).stderr_eq("");
}

#[test]
fn every_command_has_help() {
    let home = Home::new();
    for command in ["list", "show", "check", "new", "draft", "send", "mock-smtp", "setup", "completions", "man"] {
        let help = stdout(&home, &format!("{command} --help"));
        assert!(help.contains(&format!("Usage: protest-letter {command}")), "{help}");
    }
}

#[test]
fn the_manual_page_is_printed() {
    let page = stdout(&Home::new(), "man");
    assert!(page.contains(".TH protest-letter 1"), "{page}");
}

#[test]
fn manual_pages_are_written_into_a_folder() {
    let home = Home::new();
    home.run("man pages").assert().success().stdout_eq(str![]).stderr_eq(str![]);
    for page in ["protest-letter.1", "protest-letter-send.1", "protest-letter-mock-smtp.1"] {
        assert!(home.read(&format!("pages/{page}")).contains(".SH SYNOPSIS"), "{page}");
    }
}

#[test]
fn setup_does_nothing_without_a_terminal() {
    let home = Home::new();
    home.run("setup").assert().code(2).stdout_eq(str![]).stderr_eq(str![[r#"
error: nobody is there to be asked
  a terminal: `setup` does nothing but ask

"#]]);
    assert!(!home.path(".config").exists());
}
