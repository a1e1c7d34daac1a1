use std::io::IsTerminal;
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::failure::{Cancelled, Usage};
use super::terminal::ask;
use super::terminal::screen::{say, say_problem};
use crate::campaign::{self, Campaign, KnownSignatures, OwnAddresses};
use crate::config::{Folders, Settings};
use crate::signer::Signer;
use crate::source::{Library, Problem, Problems, Severity};

/// What lies before the person at work: the library, their own files, and the clock.
#[derive(Debug)]
pub(super) struct Context {
    pub folders: Folders,
    pub library: Library,
    /// Whether a campaign has to be signed by somebody whom the user trusts.
    pub require_signature: bool,
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
    /// When the user has no home, their settings have mistakes, so that it is not known whom they trust, or
    /// `PROTEST_LETTER_NOW` is no time.
    pub(super) fn open() -> Result<Self, Problems> {
        let folders = Folders::of_user()?;
        let Settings { trust, require_signature, .. } = Settings::load(&folders.settings())?;
        let library = Library::new([PathBuf::new(), folders.config.clone()]).trusting(trust);
        let asks = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        Ok(Self { folders, library, require_signature, asks, time: time_that_was_set()? })
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

    /// A campaign by its id or path, with the library as seen from there and what is to be warned of.
    ///
    /// # Errors
    ///
    /// When there is no such campaign, or with every mistake in it.
    pub(super) fn campaign(&self, name: &str) -> Result<(Campaign, Library, Vec<Problem>), Problems> {
        let (campaign, library, warnings) = campaign::load(&self.library, name, &self.own_addresses()?)?;
        self.note_signatures([&campaign])?;
        Ok((campaign, library, warnings))
    }

    /// Notes by whom campaigns are signed that are shown to somebody, who will count on it from now on.
    ///
    /// # Errors
    ///
    /// When it is not known by whom they were signed before.
    pub(super) fn note_signatures<'c>(
        &self,
        campaigns: impl IntoIterator<Item = &'c Campaign>,
    ) -> Result<(), Problems> {
        // What cannot be kept in mind can still be read.
        if let Err(problem) = self.known_signatures()?.note(campaigns) {
            say_problem(&Problem { severity: Severity::Warning, ..problem });
        }
        Ok(())
    }

    pub(super) fn known_signatures(&self) -> Result<KnownSignatures, Problems> {
        KnownSignatures::load(&self.folders.signatures)
    }

    /// Why letters of a campaign are not sent to a real server because of who signed it, or nobody, if they are not.
    ///
    /// # Errors
    ///
    /// When it is not known by whom it was signed before.
    pub(super) fn signature_refusal(&self, campaign: &Campaign) -> Result<Option<Problem>, Problems> {
        Ok(self.known_signatures()?.refusal(campaign, self.require_signature))
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
