//! The whole program against Postfix's `smtp-sink`, beside Postfix's own load generator and mailmerge.
//!
//! `cargo bench --bench against-smtp-sink` needs `smtp-sink` and `smtp-source` (Debian: `postfix`, which need not run), and
//! compares with `mailmerge` (from `PyPI`) where that is installed. Everything is on 127.0.0.1. Each figure is the median of five
//! rounds, in which those that are compared take turns; machines are noisy, so read the ratios.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::cast_precision_loss)]

use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// Where `smtp-sink` listens.
const SINK: &str = "127.0.0.1:2525";

/// How often each figure is measured.
const ROUNDS: usize = 5;

const CAMPAIGN: &str = "\
title = 'Release the three printers'
issued = 2026-11-01
status = 'open'
country = 'KZ'
languages = ['en']
template = 'formal'
source = { title = 'Nobody was arrested' }
subject = 'Release the three printers of Exampleville'
summary = 'SUMMARY'

[[demands]]
id = 'release'
text = 'Release all three unconditionally'

[[recipients]]
id = 'court'
kind = 'court'
office = 'Supreme Court'
email = ['court@example.org']

[copies]
email = ['campaign@example.org', 'lawyers@example.org']
";

fn main() {
    // What `cargo test --benches` calls it with: there is nothing to test here.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let work = Work::new(folder.path());
    let mut sink = Command::new("smtp-sink");
    let sink = Running::start(sink.args(["-u", "nobody", SINK, "1000"]), SINK);

    println!("letters a second, medians of {ROUNDS}: letters of {} bytes to 3 envelope recipients", work.size());
    let fast = compare(|| work.ours(SINK, 40_000, 4), || smtp_source(SINK, 40_000, 4));
    fast.print("ledger on, pace off, 4 connections", "smtp-source -d -s 4");
    let merged = compare(|| work.ours(SINK, 40_000, 4), || work.mailmerge(500));
    merged.print("the same", "mailmerge");
    let far = far_away(Duration::from_millis(5));
    let far = compare(|| work.ours(&far, 10_000, 16), || smtp_source(&far, 500, 4));
    far.print("10 ms away, 16 connections", "smtp-source -d -s 4");
    drop(sink);

    println!("peak memory of a dry run:");
    let [small, large] = [1_000, 1_000_000].map(|letters| work.dry_run(letters));
    println!("  1,000 rows {small} kB, 1,000,000 rows {large} kB: {:.2}", large as f64 / small as f64);

    let list = median((0..20).map(|_| seconds(work.program().arg("list"))).collect());
    println!("list: {:.1} ms", list * 1000.0);
}

/// Two figures measured in turns.
struct Comparison {
    ours: f64,
    theirs: f64,
}

impl Comparison {
    fn print(&self, what: &str, beside: &str) {
        let Self { ours, theirs } = self;
        println!("  {what}: {ours:.0}, {beside}: {theirs:.0}, ratio {:.2}", ours / theirs);
    }
}

/// Measures both in turns, the first of a round being the second of the next.
fn compare(ours: impl Fn() -> f64, theirs: impl Fn() -> f64) -> Comparison {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        if round % 2 == 0 {
            left.push(ours());
            right.push(theirs());
        } else {
            right.push(theirs());
            left.push(ours());
        }
    }
    Comparison { ours: median(left), theirs: median(right) }
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// A folder with a campaign, in which the program is at home.
struct Work {
    folder: PathBuf,
}

impl Work {
    fn new(folder: &Path) -> Self {
        let summary = "On 3 October three printers were taken from their shop and are held without charge. ".repeat(38);
        fs::create_dir(folder.join("campaigns")).unwrap();
        fs::write(folder.join("campaigns/printers.toml"), CAMPAIGN.replace("SUMMARY", summary.trim())).unwrap();
        Self { folder: folder.to_owned() }
    }

    fn program(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_protest-letter"));
        command.current_dir(&self.folder).env("HOME", &self.folder).env_remove("XDG_STATE_HOME");
        command.stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null());
        command
    }

    /// A roll of so many signers.
    fn roll(&self, signers: usize) -> PathBuf {
        let path = self.folder.join(format!("roll-{signers}.csv"));
        if !path.exists() {
            let mut roll = String::from("name,email,consent,city,statement\n");
            for number in 0..signers {
                let statement = "\"I have friends in your country, and I ask you as one of them.\"";
                writeln!(roll, "Signer {number},signer{number}@example.org,2026-11-01,Exampleville,{statement}")
                    .unwrap();
            }
            fs::write(&path, roll).unwrap();
        }
        path
    }

    /// The size of a letter in bytes.
    fn size(&self) -> usize {
        let saved = self.folder.join("one.eml");
        let mut command = self.program();
        command.args(["draft", "printers", "--name", "Signer 1", "--email", "signer1@example.org", "--eml"]);
        assert!(command.arg(&saved).status().unwrap().success());
        fs::metadata(&saved).unwrap().len().try_into().unwrap()
    }

    /// Letters a second of the program, with a ledger of its own.
    fn ours(&self, server: &str, letters: usize, connections: usize) -> f64 {
        let ledger = tempfile::tempdir_in(&self.folder).unwrap();
        let mut command = self.program();
        command.args(["send", "printers", "--yes", "--rate", "none", "--from", "letters@example.org", "--signers"]);
        command.arg(self.roll(letters)).arg("--ledger").arg(ledger.path().join("ledger.db"));
        command.args(["--connections", &connections.to_string(), "--smtp", &format!("smtp://{server}")]);
        letters as f64 / seconds(&mut command)
    }

    /// Letters a second of mailmerge, which has the same text to send.
    fn mailmerge(&self, letters: usize) -> f64 {
        let folder = tempfile::tempdir_in(&self.folder).unwrap();
        let letter = fs::read_to_string(self.folder.join("one.eml")).unwrap();
        let (_, body) = letter.split_once("\r\n\r\n").unwrap();
        let header = "TO: court@example.org\nCC: campaign@example.org, lawyers@example.org\nFROM: {{name}} <letters@example.org>\nSUBJECT: Release the three printers\n\n";
        fs::write(folder.path().join("mailmerge_template.txt"), header.to_owned() + body).unwrap();
        fs::copy(self.roll(letters), folder.path().join("mailmerge_database.csv")).unwrap();
        let (host, port) = SINK.split_once(':').unwrap();
        let config = format!("[smtp_server]\nhost = {host}\nport = {port}\n");
        fs::write(folder.path().join("mailmerge_server.conf"), config).unwrap();
        let mut command = Command::new("mailmerge");
        command.args(["--no-dry-run", "--no-limit"]).current_dir(folder.path());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        letters as f64 / seconds(&mut command)
    }

    /// The peak memory of a dry run, in kB.
    fn dry_run(&self, letters: usize) -> u64 {
        let mut command = self.program();
        command.args(["send", "printers", "--dry-run", "--from", "letters@example.org", "--signers"]);
        let mut child = command.arg(self.roll(letters)).spawn().unwrap();
        let status = format!("/proc/{}/status", child.id());
        let mut peak = 0;
        while child.try_wait().unwrap().is_none() {
            let status = fs::read_to_string(&status).unwrap_or_default();
            let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            peak = peak.max(line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0));
            thread::sleep(Duration::from_millis(1));
        }
        peak
    }
}

/// Letters a second of Postfix's load generator.
fn smtp_source(server: &str, letters: usize, sessions: usize) -> f64 {
    let mut command = Command::new("smtp-source");
    command.args(["-d", "-s", &sessions.to_string(), "-r", "3", "-l", "3800", "-m", &letters.to_string(), server]);
    letters as f64 / seconds(&mut command)
}

/// How long a command takes that has to succeed.
fn seconds(command: &mut Command) -> f64 {
    let begun = Instant::now();
    let output = command.stderr(Stdio::piped()).output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let seconds = begun.elapsed().as_secs_f64();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    seconds
}

/// A server that runs until it is dropped.
struct Running(Child);

impl Running {
    fn start(command: &mut Command, address: &str) -> Self {
        let child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        while TcpStream::connect(address).is_err() {
            thread::sleep(Duration::from_millis(20));
        }
        Self(child)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// A way to the sink on which every byte takes that long in each direction.
fn far_away(delay: Duration) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for near in listener.incoming().map(Result::unwrap) {
            let far = TcpStream::connect(SINK).unwrap();
            for (from, to) in [(&near, &far), (&far, &near)] {
                carry(from.try_clone().unwrap(), to.try_clone().unwrap(), delay);
            }
        }
    });
    address
}

/// Carries bytes from one end to the other, each piece after the delay.
fn carry(mut from: TcpStream, mut to: TcpStream, delay: Duration) {
    to.set_nodelay(true).unwrap();
    let (sender, pieces) = mpsc::channel::<(Instant, Vec<u8>)>();
    thread::spawn(move || {
        let mut piece = vec![0; 64 * 1024];
        while let Ok(length @ 1..) = from.read(&mut piece) {
            if sender.send((Instant::now() + delay, piece[..length].to_owned())).is_err() {
                break;
            }
        }
    });
    thread::spawn(move || {
        for (due, piece) in pieces {
            thread::sleep(due.saturating_duration_since(Instant::now()));
            if to.write_all(&piece).is_err() {
                break;
            }
        }
        let _ = to.shutdown(std::net::Shutdown::Write);
    });
}
