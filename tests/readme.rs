//! The README shows what the program prints. `SNAPSHOTS=overwrite` renews it; what is left out (`...`) stays so where the rest
//! fits.

#![allow(clippy::unwrap_used)]

use std::io::Read;
use std::process::Command;

use snapbox::Data;
use snapbox::filter::NormalizeToExpected;

const README: &str = "README.md";

/// All that the program prints, in the order in which it is seen.
fn run(arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (mut screen, output) = std::io::pipe().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_protest-letter"));
    program.args(arguments).env("HOME", folder.path()).env("PROTEST_LETTER_NOW", "2026-11-23T12:00:00Z");
    for foreign in
        ["PROTEST_LETTER_SMTP", "PROTEST_LETTER_LEDGER", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "CLICOLOR_FORCE"]
    {
        program.env_remove(foreign);
    }
    program.stdout(output.try_clone().unwrap()).stderr(output);
    let mut child = program.spawn().unwrap();
    // The program alone holds the other end now.
    drop(program);
    let mut printed = String::new();
    screen.read_to_string(&mut printed).unwrap();
    child.wait().unwrap();
    printed
}

#[test]
fn the_transcripts_are_what_the_program_prints() {
    let readme = std::fs::read_to_string(README).unwrap();
    let mut renewed = String::new();
    for (index, block) in readme.split("```").enumerate() {
        // Every second one is between fences.
        let transcript = block.strip_prefix("console\n").filter(|_| index % 2 == 1);
        renewed += if index == 0 { "" } else { "```" };
        let Some(transcript) = transcript else {
            renewed += block;
            continue;
        };
        renewed += "console\n";
        for shown in transcript.split("$ protest-letter").skip(1) {
            let (arguments, shown) = shown.split_once('\n').unwrap();
            let printed = run(&arguments.split_whitespace().collect::<Vec<_>>());
            let printed = printed.lines().map(str::trim_end).collect::<Vec<_>>().join("\n") + "\n";
            let printed = NormalizeToExpected::new().redact().normalize(Data::text(printed), &Data::text(shown));
            renewed.extend(["$ protest-letter", arguments, "\n", &printed.to_string()]);
        }
    }
    if std::env::var_os("SNAPSHOTS").is_some_and(|action| action == "overwrite") {
        std::fs::write(README, &renewed).unwrap();
    }
    snapbox::assert_data_eq!(renewed, Data::text(readme).raw());
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
