//! The README shows what the program prints.

use std::process::Command;

#[test]
fn the_readme_shows_the_help_that_the_program_prints() {
    let help = Command::new(env!("CARGO_BIN_EXE_protest-letter")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let readme = std::fs::read_to_string("README.md").unwrap();
    assert!(readme.contains(&format!("$ protest-letter --help\n{help}")), "README.md lacks:\n{help}");
}
