use super::certificates::Certificates;
use super::fault::{Decision, Faults, Stage};
use super::notebook::Notebook;
use super::settings::Settings;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What all sessions of a server share.
pub(super) struct Shared {
    pub settings: Settings,
    /// `None` without TLS.
    pub certificates: Option<Certificates>,
    pub faults: Mutex<Faults>,
    pub notebook: Notebook,
}

impl Shared {
    /// What the faults decide now that `stage` was reached with these arguments.
    pub fn decide(&self, stage: Stage, arguments: &[&str]) -> Decision {
        self.faults().decide(stage, arguments)
    }

    /// Whether the faults hide the extension that `stage` belongs to from a client of this name.
    pub fn hides(&self, stage: Stage, client: &str) -> bool {
        self.faults().hides(stage, client)
    }

    fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
