//! Tells the program which commit it is made from, for `--version`.

use std::process::Command;

/// What ends up in the program.
const PARTS: [&str; 7] = ["build.rs", "Cargo.toml", "Cargo.lock", "src", "campaigns", "letter-templates", "fonts"];

/// `git archive` fills this in, and with it whoever offers an archive of a commit.
const ARCHIVED: &str = "$Format:%h, %cs$";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let released = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    // Developers are spared a build after each commit.
    let origin = if released { commit() } else { Some("development build".into()) };
    let version = std::env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let version = origin.map_or(version.clone(), |origin| format!("{version} ({origin})"));
    println!("cargo::rustc-env=PROTEST_LETTER_VERSION={version}");
}

/// The commit and its date, of an archive or of a clone; nothing where neither is known.
fn commit() -> Option<String> {
    if !ARCHIVED.starts_with('$') {
        return Some(ARCHIVED.into());
    }
    // A folder inside a repository that is not ours.
    if !git(&["rev-parse", "--show-prefix"])?.is_empty() {
        return None;
    }
    for part in PARTS {
        println!("cargo::rerun-if-changed={part}");
    }
    if let Some(commits) = git(&["rev-parse", "--git-path", "logs/HEAD"]) {
        println!("cargo::rerun-if-changed={commits}");
    }
    let commit = git(&["log", "-1", "--abbrev=10", "--format=%h, %cs"])?;
    let changed = !git(&[&["status", "--porcelain", "--"], PARTS.as_slice()].concat())?.is_empty();
    Some(if changed { format!("{commit}, with changes") } else { commit })
}

/// What git says; nothing where there is no git, or no repository.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}
