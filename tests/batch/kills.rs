//! A program that is killed in the middle, and run again.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use protest_letter::ledger::{Filter, Sqlite, State};
use protest_letter::mock_smtp::{MockSmtp, Settings};
use tempfile::TempDir;

use crate::common::{Server, now};

/// Letters in a batch.
const LETTERS: usize = 400;

const CONNECTIONS: usize = 4;

/// A home with a campaign, a roll and a ledger.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        fs::create_dir(home.path("campaigns")).unwrap();
        let campaign = include_str!("../mail/printers.toml");
        fs::write(home.path("campaigns/printers.toml"), campaign).unwrap();
        let mut roll = String::from("name,email,consent\n");
        for number in 0..LETTERS {
            writeln!(roll, "Signer {number},signer{number}@example.org,2026-11-01").unwrap();
        }
        fs::write(home.path("roll.csv"), roll).unwrap();
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The program on its way with the whole batch.
    fn send(&self, server: &MockSmtp) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_protest-letter"));
        command.current_dir(self.0.path()).env("HOME", self.0.path()).env("PROTEST_LETTER_NOW", "2026-11-23T12:00:00Z");
        command.env_remove("PROTEST_LETTER_LEDGER").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.args(["send", "printers", "--signers", "roll.csv", "--to", "court", "--yes", "--rate", "none"]);
        command.args(["--from", "letters@example.org", "--ledger", "ledger.db"]);
        command.args(["--connections", &CONNECTIONS.to_string(), "--smtp", &format!("smtp://{}", server.address())]);
        command.spawn().unwrap()
    }

    fn number(&self, state: State) -> usize {
        let ledger = Sqlite::open(&self.path("ledger.db"), now()).unwrap();
        let filter = Filter { states: vec![state], ..Filter::default() };
        ledger.counts(&filter).unwrap().iter().map(|(.., number)| number).sum()
    }
}

/// Sends a batch, and kills the program each time when the server has so many mails.
fn killed_at(moments: &[usize], settings: Settings) {
    let (server, home) = (Server::with(settings), Home::new());
    for &moment in moments {
        let mut child = home.send(&server.mock);
        while server.mock.received_count() < moment && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    // What was in hand when it was killed is in doubt; everything else is known, and goes.
    let status = home.send(&server.mock).wait().unwrap();
    // 3 where letters are in doubt.
    assert!(matches!(status.code(), Some(0 | 3)), "{moments:?}: {status}");
    let (accepted, uncertain) = (home.number(State::Accepted), home.number(State::Uncertain));
    assert_eq!(accepted + uncertain, LETTERS, "{moments:?}: something was lost");
    assert!(uncertain <= moments.len() * CONNECTIONS, "{moments:?}: {uncertain} in doubt");
    let mut copies = server.copies();
    let received = copies.len();
    copies.sort();
    copies.dedup();
    assert_eq!(copies.len(), received, "{moments:?}: something went twice");
    // Each letter goes to an addressee, a copy and a blind copy.
    assert!(received >= 3 * accepted && received <= 3 * (accepted + uncertain), "{moments:?}");
}

#[test]
fn a_program_that_is_killed_loses_nothing_and_sends_nothing_twice() {
    killed_at(&[0, 1, 40, 41, 97, 150, 151, 260, 333, 399], Settings::default());
}

#[test]
fn a_program_that_is_killed_between_groups_loses_nothing_either() {
    killed_at(&[31, 32, 33, 63, 64, 65, 96, 128, 160, 192], Settings::default());
}

#[test]
fn a_program_that_is_killed_between_the_parts_of_letters_loses_nothing_either() {
    killed_at(&[1, 2, 51, 100, 333, 600, 799], Settings { recipient_limit: 2, ..Settings::default() });
}
