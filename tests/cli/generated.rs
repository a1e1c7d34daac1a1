//! What is generated from the arguments: help, version, completions, manual pages.

use snapbox::str;

use crate::home::Home;
use crate::output::Output;

fn stdout(home: &Home, arguments: &str) -> String {
    home.run(arguments).assert().success().stderr_eq(str![]).stdout()
}

#[test]
fn without_a_command_the_help_is_shown() {
    Home::new().run("").assert().code(2).stdout_eq(str![]).stderr_eq(str![[r#"
Turns a solidarity appeal into letters: shown, printed, saved, or sent with the required copies

Usage: protest-letter <COMMAND>

Commands:
  list         List the campaigns: status, deadline, and how many recipients can be reached how
  show         Show all of one campaign: what happened, demands, recipients and how to reach them,
               what is missing
  check        Check campaign files, directories and letter templates: every error and warning in
               one run
  new          Write a commented campaign file to fill in
  import       Make a campaign file from a published appeal: a text, a saved page, a mail
  publish      Publish a campaign: a page, or a text, that tells the appeal and how to reach each
               recipient
  draft        Write letters: asks, fills in, shows, and then prints, saves or sends them
  send         Send letters without questions: from one signer, or from each of a roll, to every
               recipient with an e-mail address
  ledger       Show what became of letters, and settle those that are in doubt
  report       Show what became of the letters of a campaign in figures without persons, for
               everybody to see
  sign         Sign campaign files and directories with minisign
  verify       Verify campaign files and directories: who signed what, and when
  mock-smtp    Run a mock SMTP server on this machine: it keeps every mail, delivers none, and
               misbehaves on command
  setup        Ask for your profile and your mail account, try the account, and save both
  completions  Print completions for a shell
  man          Print the manual page, or write one for each command into a folder
  help         Print this message or the help of the given subcommand(s)

Options:
  -h, --help     Print help
  -V, --version  Print version

"#]]);
}

#[test]
fn an_unknown_command_is_wrong_usage() {
    Home::new().run("sned").assert().code(2).stdout_eq(str![]).stderr_eq(str![[r#"
error: unrecognized subcommand 'sned'

  tip: some similar subcommands exist: 'new', 'send'

Usage: protest-letter <COMMAND>

For more information, try '--help'.

"#]]);
}

#[test]
fn the_version_is_that_of_the_package() {
    let version = concat!("protest-letter ", env!("CARGO_PKG_VERSION"), "\n");
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
fn completions_know_every_command() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = stdout(&home, &format!("completions {shell}"));
        for word in ["draft", "mock-smtp", "without-refused-copies"] {
            assert!(script.contains(word), "{shell} does not know {word}");
        }
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
