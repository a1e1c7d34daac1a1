//! A fresh folder that is the user's home and where they work, and the program in it.

use std::fs;
use std::path::PathBuf;
use std::process::{self, Child, Stdio};
use std::time::Duration;

use snapbox::assert::DEFAULT_ACTION_ENV;
use snapbox::cmd::{Command, cargo_bin};
use snapbox::{Assert, Redactions};
use tempfile::TempDir;

use crate::output::Output;

/// An open campaign of people who do not exist: two offices with a mailbox, one with a fax, and an embassy.
pub const PRINTERS: &str = include_str!("printers.toml");

/// An open campaign to two offices without a mailbox; both owe a copy, one a blind copy too.
pub const OFFICES: &str = include_str!("offices.toml");

/// Three who agreed, and three rows that are none.
const ROLL: &str = include_str!("roll.csv");

/// Two who agreed.
const ROLL_OF_TWO: &str = "\
name,email,consent,city,country
Ann Example,ann@example.org,2026-11-01,Berlin,DE
Bob Example,bob@example.org,2026-11-01,Boston,US
";

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

    /// A home with the campaign `printers`, the profile `alex.toml`, and `roll.csv`, where three agreed.
    pub fn with_roll() -> Self {
        Self::with_printers().file("roll.csv", ROLL)
    }

    /// A home where the campaign `printers` reaches nobody by e-mail, and `roll.csv` has two rows.
    pub fn with_offices() -> Self {
        Self::with_campaign(OFFICES).file("roll.csv", ROLL_OF_TWO)
    }

    /// The same with a campaign that asks for no copies, and the profile `sam.toml` without an address.
    pub fn with_offices_without_copies() -> Self {
        let text = OFFICES.replace("copies    = { email = [\"archive@example.org\"], as = \"bcc\" }\n", "");
        let text = text.replace("[copies]\nemail = [\"campaign@example.org\"]", "");
        assert!(!text.contains("copies"), "{text}");
        Self::with_campaign(&text).file("sam.toml", "name = 'Sam Example'\nstatement = 'I print too.'\n")
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

    /// Puts a program into the only folder where programs are looked for.
    #[cfg(unix)]
    pub fn program(&self, name: &str, script: &str) {
        let path = self.path("bin").join(name);
        // By another process: a file that is open for writing here would be, for a moment, in whatever another test starts,
        // and cannot be run then.
        let write = r#"printf '#!/bin/sh\n%s\n' "$1" > "$0" && chmod 700 "$0""#;
        let status = process::Command::new("/bin/sh").arg("-c").arg(write).arg(path).arg(script).status().unwrap();
        assert!(status.success());
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// What the ledger tells of the campaign `printers`: a line for each recipient.
    pub fn ledger(&self) -> Vec<String> {
        let told = self.run("ledger printers").assert().success().stdout();
        let mut lines = told.lines();
        assert!(matches!(lines.next(), None | Some("printers")), "{told}");
        lines.map(|line| line.trim_start().to_owned()).collect()
    }

    /// Whether anything was ever recorded.
    pub fn has_ledger(&self) -> bool {
        self.path(".local/state/protest-letter/ledger.db").exists()
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

    /// The program with these words as arguments, running beside the test.
    pub fn start(&self, arguments: &str) -> Child {
        let mut command = self.command();
        command.args(arguments.split_whitespace()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command.spawn().unwrap()
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
            "CLICOLOR",
            "PROTEST_LETTER_PLAIN",
            "PAGER",
            "LESS",
            "TERM",
            "CLICOLOR_FORCE",
            "PROTEST_LETTER_SMTP",
            "PROTEST_LETTER_SMTP_PASSWORD",
            "PROTEST_LETTER_PROXY_PASSWORD",
            "PROTEST_LETTER_KEY_PASSWORD",
            "PROTEST_LETTER_LEDGER",
            "PROTEST_LETTER_COMPLETE",
        ] {
            command.env_remove(foreign);
        }
        command
    }
}
