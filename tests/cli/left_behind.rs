//! Files that the program leaves: who can read them, and that none tells of a signer who was forgotten.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::home::Home;
use crate::server::{FROM, Server};

/// What tells of the signers: names, addresses, what they say, their country.
const TELLING: [&str; 6] = ["zelda", "quux", "yorick", "xylophone", "antigua", "wilhelmina"];

/// Two signers who are found anywhere.
const ROLL: &str = "\
name,email,consent,city,country,statement
Zelda Quux,zelda.quux@example.org,2026-11-01,Wilhelmina,AG,I play the xylophone.
Yorick Quux,yorick@example.org,2026-11-01,Wilhelmina,AG,I tune the xylophone.
";

fn files(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { files(&path, all) } else { all.push(path) }
    }
}

/// What the program has written beneath these folders, each file with what it tells.
fn left(home: &Home) -> Vec<(PathBuf, Vec<&'static str>)> {
    let mut all = Vec::new();
    for folder in [".local", ".config", "tmp"] {
        files(&home.path(folder), &mut all);
    }
    let telling = |path: PathBuf| {
        let mut bytes = fs::read(&path).unwrap();
        bytes.extend(path.to_string_lossy().as_bytes());
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        let told = TELLING.into_iter().filter(|word| text.contains(word)).collect();
        (path, told)
    };
    all.into_iter().map(telling).collect()
}

/// The program with a folder for temporary files of its own.
fn start(home: &Home, arguments: &str) -> std::process::Child {
    fs::create_dir_all(home.path("tmp")).unwrap();
    let mut command = home.command();
    command.args(arguments.split_whitespace()).env("TMPDIR", home.path("tmp"));
    command.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    command.spawn().unwrap()
}

#[test]
fn after_a_purge_nothing_tells_of_signers() {
    let home = Home::with_printers().file("roll.csv", ROLL);
    let server = Server::start(&["rcpt=ministry@example.org: 550 5.1.1 no letters of zelda.quux@example.org, please"]);
    let send = format!("send printers --signers roll.csv {FROM} --yes --rate none {}", server.flag());
    assert_eq!(start(&home, &send).wait().unwrap().code(), Some(3));
    // A single signer logs in as themselves, and a draft is opened in a mail program, and one left.
    let login = Server::with_login();
    let own = "draft printers --to court --name Wilhelmina --email wilhelmina@example.org --no-input --send --yes";
    let smtp = format!("--smtp=smtp://wilhelmina%40example.org@{}", login.url().trim_start_matches("smtp://"));
    let mut command = home.command();
    command.args(own.split(' ')).arg(smtp).env("PROTEST_LETTER_SMTP_PASSWORD", "swordfish");
    assert!(!command.output().unwrap().status.success(), "the server knows somebody else");
    let home = home.file(".local/state/protest-letter/drafts/printers.old", "name = 'Zelda Quux'\n");

    assert!(left(&home).iter().any(|(_, told)| told.contains(&"zelda")), "there is something to forget");
    home.run("ledger purge --before 2030-01-01 --yes").assert().success();
    let left = left(&home);
    assert!(left.iter().any(|(path, _)| path.ends_with("ledger.db")));
    for (path, told) in &left {
        assert!(told.is_empty(), "{}: {told:?}", path.display());
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o077, 0, "{}", path.display());
    }
    let folder = fs::metadata(home.path(".local/state/protest-letter")).unwrap();
    assert_eq!(folder.permissions().mode() & 0o077, 0);
}

#[test]
fn a_run_that_is_killed_leaves_nothing_beside_its_ledger() {
    for (arguments, stage) in [("", "dot"), ("", "rcpt"), ("--keep mails", "dot")] {
        let home = Home::with_printers().file("roll.csv", ROLL);
        let server = Server::start(&[&format!("{stage}: delay 600s")]);
        let send = format!("send printers --signers roll.csv {FROM} --yes --rate none {arguments} {}", server.flag());
        let mut run = start(&home, &send);
        server.wait_until(|server| server.heard("MAIL"));
        run.kill().unwrap();
        run.wait().unwrap();
        for (path, told) in left(&home) {
            let is_ledger = path.file_name().unwrap().to_string_lossy().starts_with("ledger.db");
            assert!(is_ledger || told.is_empty(), "{}: {told:?}", path.display());
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0, "{}", path.display());
        }
        let mut mails = Vec::new();
        files(&home.path("mails"), &mut mails);
        for mail in mails {
            assert_eq!(fs::metadata(&mail).unwrap().permissions().mode() & 0o077, 0, "{}", mail.display());
        }
        home.run("ledger purge --before 2030-01-01 --yes").assert().success();
        // Some are in hand of the run that was killed, until the ledger is opened: `purge` has opened it.
        for (path, told) in left(&home) {
            assert!(told.is_empty(), "{}: {told:?}", path.display());
        }
    }
}

#[test]
fn a_dry_run_that_is_killed_leaves_nothing_of_its_copy_of_the_ledger() {
    let home = Home::with_printers().file("roll.csv", ROLL);
    let server = Server::start(&[]);
    let send = format!("send printers --signers roll.csv {FROM} --yes --rate none --to court {}", server.flag());
    assert!(start(&home, &send).wait().unwrap().success());
    // Long enough to be killed in the middle.
    let row = |number| format!("Zelda,zelda{number}@example.org,2026-11-01\n");
    let roll: String = (0..5_000).map(row).collect();
    let home = home.file("roll.csv", format!("name,email,consent\n{roll}"));
    let mut run = start(&home, &format!("send printers --signers roll.csv {FROM} --dry-run"));
    while fs::read_dir(home.path("tmp")).unwrap().next().is_none() {
        std::thread::yield_now();
    }
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert!(run.try_wait().unwrap().is_none(), "it ended before it could be killed");
    run.kill().unwrap();
    run.wait().unwrap();
    let in_tmp: Vec<_> = left(&home).into_iter().filter(|(path, _)| path.starts_with(home.path("tmp"))).collect();
    for (path, told) in in_tmp {
        assert!(told.is_empty(), "{}: {told:?}", path.display());
    }
}
