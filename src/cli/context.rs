use std::io::IsTerminal;
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::failure::{Cancelled, Usage};
use super::terminal::ask;
use super::terminal::screen::say;
use crate::campaign::OwnAddresses;
use crate::config::{Folders, Settings};
use crate::signer::Signer;
use crate::source::{Library, Problem, Problems};

/// What lies before the person at work: the library, their own files, and the clock.
#[derive(Debug)]
pub(super) struct Context {
    pub folders: Folders,
    pub library: Library,
    /// Whether somebody is there to be asked.
    pub asks: bool,
    /// The time it is taken to be, where that was set.
    time: Option<Timestamp>,
}

impl Context {
    /// The context of this user in the current folder.
    ///
    /// # Errors
    ///
    /// When the user has no home, or `PROTEST_LETTER_NOW` is no time.
    pub(super) fn open() -> Result<Self, Problem> {
        let folders = Folders::of_user()?;
        let library = Library::new([PathBuf::new(), folders.config.clone()]);
        let asks = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        Ok(Self { folders, library, asks, time: time_that_was_set()? })
    }

    /// The time it is now.
    pub(super) fn now(&self) -> Timestamp {
        self.time.unwrap_or_else(Timestamp::now)
    }

    /// The day it is, in UTC: a letter tells nothing of its writer's time zone.
    pub(super) fn today(&self) -> Date {
        Offset::UTC.to_datetime(self.now()).date()
    }

    /// The time it is taken to be, where that was set.
    pub(super) fn time_that_was_set(&self) -> Option<Timestamp> {
        self.time
    }

    pub(super) fn own_addresses(&self) -> Result<OwnAddresses, Problems> {
        OwnAddresses::load(&self.folders.addresses())
    }

    pub(super) fn settings(&self) -> Result<Settings, Problems> {
        Settings::load(&self.folders.settings())
    }

    /// Asks a question whose answer a flag can give, and leaves unless it is yes.
    ///
    /// # Errors
    ///
    /// When it is no, or nobody is there to be asked.
    pub(super) fn confirm(&self, question: &str, flag: &str, given: bool) -> anyhow::Result<()> {
        if given {
            return Ok(());
        }
        if !self.asks {
            let what = format!("nobody is there to be asked: {question}");
            return Err(Usage { what, missing: vec![flag.to_owned()] }.into());
        }
        let answer = ask::confirm(question, false);
        if matches!(answer, Ok(true)) {
            return Ok(());
        }
        say("nothing was done");
        answer.and(Err(Cancelled.into()))
    }

    /// The saved profile, if there is one.
    pub(super) fn profile(&self) -> Result<Option<Signer>, Problems> {
        let path = self.folders.profile();
        path.exists().then(|| Signer::load(&path)).transpose()
    }
}

/// The time that `PROTEST_LETTER_NOW` (RFC 3339) sets, so that a run can be repeated.
fn time_that_was_set() -> Result<Option<Timestamp>, Problem> {
    let Ok(text) = std::env::var("PROTEST_LETTER_NOW") else { return Ok(None) };
    let no_time = |error| Problem::error(format!("PROTEST_LETTER_NOW is `{text}`, which is no time")).because(error);
    text.parse().map(Some).map_err(no_time)
}
