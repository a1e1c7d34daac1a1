//! The README shows what the program prints.

#![allow(clippy::unwrap_used)]

use std::process::Command;

fn run(arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_protest-letter"));
    let program = program.args(arguments).env("HOME", folder.path()).env_remove("PROTEST_LETTER_SMTP");
    let program = program.env_remove("XDG_CONFIG_HOME").env_remove("XDG_STATE_HOME");
    let output = program.output().unwrap();
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

fn readme() -> String {
    std::fs::read_to_string("README.md").unwrap()
}

#[test]
fn the_help_is_what_the_program_prints() {
    let help = run(&["--help"]);
    assert!(readme().contains(&format!("$ protest-letter --help\n{help}")), "README.md lacks:\n{help}");
}

#[test]
fn every_line_of_the_transcript_is_one_that_the_program_prints() {
    let readme = readme();
    let (_, transcript) = readme.split_once("```console\n").unwrap();
    let (transcript, _) = transcript.split_once("```").unwrap();
    let mut printed = String::new();
    for line in transcript.lines().filter(|line| *line != "...") {
        match line.strip_prefix("$ protest-letter ") {
            Some(command) => printed = run(&command.split(' ').collect::<Vec<_>>()),
            None => assert!(printed.lines().any(|other| other.trim_end() == line), "nothing prints: {line}"),
        }
    }
}

#[test]
fn every_promise_of_security_names_tests_that_are_there() {
    let security = std::fs::read_to_string("SECURITY.md").unwrap();
    let named: Vec<_> =
        security.split('`').filter(|words| words.starts_with("tests/") || words.starts_with(".ci/")).collect();
    assert!(named.len() > 20);
    for file in named {
        assert!(std::path::Path::new(file).is_file(), "{file}");
    }
}
