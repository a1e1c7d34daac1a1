use std::fs::DirEntry;
use std::path::PathBuf;

use etcetera::{AppStrategy, AppStrategyArgs, choose_app_strategy};
use jiff::Timestamp;

use crate::source::Problem;

/// Where the user's own files lie.
#[derive(Debug, Clone)]
pub struct Folders {
    /// The profile, the address file and the settings; campaigns and letter templates of the user's own.
    pub config: PathBuf,
    /// Drafts that were left unfinished.
    pub drafts: PathBuf,
    /// The record of letters.
    pub ledger: PathBuf,
    /// The record of who signed which campaign.
    pub signatures: PathBuf,
}

impl Folders {
    /// The folders of this user, by the conventions of the system (on Linux the XDG base directories).
    ///
    /// # Errors
    ///
    /// When the user has no home.
    pub fn of_user() -> Result<Self, Problem> {
        let strategy = choose_app_strategy(AppStrategyArgs {
            top_level_domain: "org".to_owned(),
            author: "protest-letter".to_owned(),
            app_name: "protest-letter".to_owned(),
        });
        let strategy = strategy.map_err(|error| {
            Problem::error("your home folder is not known").because(error).hint("set the environment variable HOME")
        })?;
        let state = strategy.state_dir().unwrap_or_else(|| strategy.data_dir());
        Ok(Self {
            config: strategy.config_dir(),
            drafts: state.join("drafts"),
            ledger: state.join("ledger.db"),
            signatures: state.join("signatures.toml"),
        })
    }

    /// The drafts that were left before then: unfinished, put aside, or opened in a mail program.
    pub fn drafts_before(&self, before: Timestamp) -> Vec<PathBuf> {
        let is_before = |file: &DirEntry| {
            let modified = file.metadata().and_then(|metadata| metadata.modified()).ok();
            modified.and_then(|modified| Timestamp::try_from(modified).ok()).is_some_and(|modified| modified < before)
        };
        let files = std::fs::read_dir(&self.drafts).into_iter().flatten().flatten();
        files.filter(is_before).map(|file| file.path()).collect()
    }

    /// The saved profile.
    pub fn profile(&self) -> PathBuf {
        self.config.join("signer.toml")
    }

    /// The password of the account, where it was to be kept in a file.
    pub fn password(&self) -> PathBuf {
        self.config.join("smtp-password")
    }

    /// The secret key that signs.
    pub fn signing_key(&self) -> PathBuf {
        self.config.join("minisign.key")
    }

    /// Where the `minisign` program keeps its secret key, when it is not told otherwise.
    pub fn key_of_minisign() -> Option<PathBuf> {
        etcetera::home_dir().ok().map(|home| home.join(".minisign/minisign.key"))
    }

    /// The user's own addresses.
    pub fn addresses(&self) -> PathBuf {
        self.config.join("addresses.toml")
    }

    /// The settings.
    pub fn settings(&self) -> PathBuf {
        self.config.join("config.toml")
    }
}
