//! The rooms of `src/` import one way, and what is fenced in stays there.
//!
//! The rules are those of `src/lib.rs`. What is checked are the paths that the sources name; tests inside a file may
//! use what they like, so everything from `#[cfg(test)]` on is left out.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What each room may use.
const ROOMS: [(&str, &[&str]); 20] = [
    (
        "cli",
        &[
            "import",
            "publish",
            "batch",
            "check",
            "report",
            "ledger",
            "returns",
            "deliver",
            "mail",
            "sheet",
            "letter",
            "signer",
            "campaign",
            "mock_smtp",
            "config",
            "signature",
            "source",
            "vocabulary",
        ],
    ),
    (
        "batch",
        &["ledger", "deliver", "mail", "sheet", "letter", "signer", "campaign", "config", "source", "vocabulary"],
    ),
    (
        "check",
        &["ledger", "deliver", "mail", "sheet", "letter", "signer", "campaign", "config", "source", "vocabulary"],
    ),
    ("report", &["ledger", "source", "vocabulary"]),
    ("publish", &["mail", "letter", "signer", "campaign", "source", "vocabulary"]),
    ("import", &["campaign", "config", "source", "vocabulary"]),
    (
        "ledger",
        &["returns", "deliver", "mail", "sheet", "letter", "signer", "campaign", "config", "source", "vocabulary"],
    ),
    ("returns", &["mail", "source", "vocabulary"]),
    ("deliver", &["mail", "sheet", "letter", "signer", "campaign", "config", "source", "vocabulary"]),
    ("mail", &["sheet", "letter", "signer", "campaign", "config", "source", "vocabulary"]),
    ("sheet", &["letter", "signer", "campaign", "config", "source", "vocabulary"]),
    ("letter", &["signer", "campaign", "config", "source", "vocabulary"]),
    ("signer", &["config", "source", "vocabulary"]),
    ("campaign", &["config", "signature", "source", "vocabulary"]),
    ("config", &["signature", "source", "vocabulary"]),
    ("vocabulary", &["source"]),
    ("source", &["signature"]),
    ("signature", &[]),
    ("mock_smtp", &[]),
    ("main", &["cli"]),
];

/// The rooms that alone may use a crate.
const FENCES: [(&[&str], &[&str]); 20] = [
    (&["clap", "clap_complete", "clap_mangen", "dialoguer", "anstream", "anstyle", "ctrlc", "indicatif"], &["cli"]),
    (&["handlebars"], &["letter", "publish", "report"]),
    (&["qrcode"], &["publish"]),
    (&["toml"], &["source", "config"]),
    (&["keyring"], &["config"]),
    (&["include_dir"], &["source", "import"]),
    (&["phonenumber", "celes", "isolang", "email_address"], &["vocabulary"]),
    (&["lettre"], &["mail", "deliver"]),
    (&["rusqlite"], &["ledger"]),
    (&["csv"], &["signer", "cli"]),
    (&["icu_datetime", "icu_calendar", "icu_decimal", "icu_locale_core", "writeable"], &["letter"]),
    (&["whatlang"], &["letter"]),
    (&["textwrap"], &["letter", "mail", "cli"]),
    (&["minisign", "minisign_verify"], &["signature"]),
    (&["open"], &["deliver"]),
    (&["krilla", "parley", "fontique"], &["sheet"]),
    (&["smtp_proto", "rcgen"], &["mock_smtp"]),
    (&["mail_parser"], &["mock_smtp", "returns", "import"]),
    (&["html5ever", "linkify"], &["import"]),
    (&["encoding_rs", "chardetng"], &["import", "returns"]),
];

/// What writes to the terminal.
const PRINTERS: [&str; 7] = ["println!", "print!", "eprintln!", "eprint!", "dbg!", "io::stdout", "io::stderr"];

/// The most lines of a file that is read in one sitting.
const LINES: usize = 300;

struct Source {
    path: PathBuf,
    /// The first folder, or the file where it lies in none.
    room: String,
    text: String,
    /// The text without comments and without its tests.
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let source = |path: PathBuf| {
        let path_in_src = path.strip_prefix(&root).unwrap().to_owned();
        let room = path_in_src.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        let text = fs::read_to_string(path).unwrap();
        let code = text.split("#[cfg(test)]\nmod ").next().unwrap().lines();
        let code = code.map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join("\n");
        Source { path: path_in_src, room, text, code }
    };
    files.into_iter().map(source).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

/// The names that follow a prefix: the rooms in `crate::letter::fill` and `use crate::{letter, mail::Mail}`.
fn names_after<'t>(code: &'t str, prefix: &str) -> BTreeSet<&'t str> {
    let name = |text: &'t str| &text[..text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())];
    let mut names = BTreeSet::new();
    for after in code.split(prefix).skip(1) {
        match after.strip_prefix('{') {
            None => names.extend([name(after)]),
            Some(group) => names.extend(items(group).into_iter().map(name)),
        }
    }
    names
}

/// The items of a group in braces that has been opened, without those of groups within it.
fn items(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut items) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                items.push(group[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
        if c == '}' && depth == 0 && start == at + 1 {
            break;
        }
    }
    items.retain(|item| !item.is_empty());
    items
}

/// Whether code names a crate as the beginning of a path: not as part of a longer name, nor inside another path.
fn uses_crate(code: &str, name: &str) -> bool {
    let path = format!("{name}::");
    let begins = |(at, _): (usize, &str)| {
        !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') && !code[..at].ends_with("::")
    };
    let bare = [format!("use {name};"), format!("use {name} as")];
    code.match_indices(&path).any(begins) || bare.iter().any(|bare| code.contains(bare))
}

#[test]
fn every_room_uses_only_the_rooms_to_its_right() {
    let allowed: BTreeMap<_, _> = ROOMS.into_iter().collect();
    for Source { path, room, code, .. } in sources().iter().filter(|source| source.room != "lib") {
        let path = path.display();
        let allowed = allowed.get(room.as_str()).unwrap_or_else(|| panic!("{path}: `{room}` is no room"));
        let used = ["crate::", "protest_letter::"].map(|prefix| names_after(code, prefix));
        for other in used.into_iter().flatten().filter(|other| *other != room) {
            assert!(allowed.contains(&other), "{path}: {room} may not use {other}");
        }
    }
}

#[test]
fn what_is_fenced_in_stays_in_its_room() {
    for Source { path, room, code, .. } in sources() {
        for (crates, rooms) in FENCES {
            for name in crates.iter().filter(|_| !rooms.contains(&room.as_str())) {
                assert!(!uses_crate(&code, name), "{}: `{name}` belongs into {}", path.display(), rooms.join(", "));
            }
        }
    }
}

#[test]
fn nothing_but_the_command_line_prints() {
    for Source { path, code, .. } in sources().iter().filter(|source| source.room != "cli") {
        for printer in PRINTERS {
            assert!(!code.contains(printer), "{}: {printer}", path.display());
        }
    }
}

#[test]
fn nothing_but_tests_imports_all_that_is_above() {
    for Source { path, code, .. } in sources() {
        assert!(!code.contains("use super::*"), "{}: `use super::*`", path.display());
    }
}

#[test]
fn every_file_can_be_read_in_one_sitting() {
    for Source { path, text, .. } in sources() {
        let lines = text.lines().count();
        assert!(lines <= LINES, "{}: {lines} lines", path.display());
    }
}

#[test]
fn names_are_found_in_paths_and_groups() {
    let code = "use crate::letter::fill;\nuse crate::{mail::{Mail, compose}, signer};\nlet x: crate::batch::Stop;";
    assert_eq!(names_after(code, "crate::"), BTreeSet::from(["batch", "letter", "mail", "signer"]));
    assert!(uses_crate("let x = toml::from_str;", "toml") && uses_crate("use toml;", "toml"));
    assert!(!uses_crate("to_toml::x; crate::toml::y", "toml"));
}
