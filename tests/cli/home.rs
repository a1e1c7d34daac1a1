//! A fresh folder that is the user's home and where they work, and the program in it.

use std::fs;
use std::path::PathBuf;
use std::process;
use std::time::Duration;

use snapbox::assert::DEFAULT_ACTION_ENV;
use snapbox::cmd::{Command, cargo_bin};
use snapbox::{Assert, Redactions};
use tempfile::TempDir;

/// An open campaign of people who do not exist: two offices with a mailbox, one with a fax, and an embassy.
pub const PRINTERS: &str = include_str!("printers.toml");

/// Where the program keeps what is the user's own.
const CONFIG: &str = ".config/protest-letter";

pub struct Home(TempDir);

impl Home {
    pub fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        // Whether there is a fax or a mail program is not up to the machine.
        #[cfg(unix)]
        {
            fs::create_dir(home.path("bin")).unwrap();
            std::os::unix::fs::symlink("/bin/sh", home.path("bin/sh")).unwrap();
        }
        home
    }

    /// A home with the campaign `printers` and the profile `alex.toml`.
    pub fn with_printers() -> Self {
        Self::with_campaign(PRINTERS)
    }

    /// A home where the campaign `printers` is another one.
    pub fn with_campaign(text: &str) -> Self {
        let alex = "name = 'Alex Example'\nemail = 'alex@example.org'\nstatement = 'I print too.'\n";
        Self::new().file("campaigns/printers.toml", text).file("alex.toml", alex)
    }

    pub fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// A file in the user's configuration folder.
    pub fn config(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        self.file(&format!("{CONFIG}/{name}"), content)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program with these words as arguments; `arg` adds one that holds spaces.
    pub fn run(&self, arguments: &str) -> Command {
        self.run_each(arguments.split_whitespace())
    }

    pub fn run_each<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut redactions = Redactions::new();
        redactions.insert("[HOME]", self.0.path().to_path_buf()).unwrap();
        Command::from_std(self.command())
            .with_assert(Assert::new().action_env(DEFAULT_ACTION_ENV).normalize_paths(false).redact_with(redactions))
            .timeout(Duration::from_mins(1))
            .stdin("")
            .args(arguments)
    }

    /// The program at home, where it is always noon of 23 November 2026 in UTC.
    pub fn command(&self) -> process::Command {
        let mut command = process::Command::new(cargo_bin!("protest-letter"));
        command
            .current_dir(self.0.path())
            .env("HOME", self.0.path())
            .env("XDG_CONFIG_HOME", self.path(".config"))
            .env("XDG_STATE_HOME", self.path(".local/state"))
            .env("XDG_DATA_HOME", self.path(".local/share"))
            .env("PROTEST_LETTER_NOW", "2026-11-23T12:00:00Z");
        #[cfg(unix)]
        command.env("PATH", self.path("bin"));
        for foreign in [
            "NO_COLOR",
            "CLICOLOR_FORCE",
            "PROTEST_LETTER_SMTP",
            "PROTEST_LETTER_SMTP_PASSWORD",
            "PROTEST_LETTER_LEDGER",
        ] {
            command.env_remove(foreign);
        }
        command
    }
}
