use jiff::Timestamp;

use super::fingerprint::Fingerprint;
use super::{Key, Marks, Returned, State};
use crate::deliver::Outcome;
use crate::letter::{Form, Letter};
use crate::signer::Signer;
use crate::source::Problem;
use crate::vocabulary::EmailAddress;

/// The record of every letter attempted and what became of it.
pub trait Ledger {
    /// What is known of a letter; nothing when it was never attempted.
    ///
    /// # Errors
    ///
    /// When the record cannot be read.
    fn look_up(&self, key: &Key, signer: &Signer) -> Result<Option<Known>, Problem>;

    /// Whether no letter is known at all, so that nothing need be looked up. A run beside this one may change that: what is
    /// claimed is looked up again.
    fn is_blank(&self) -> bool;

    /// Records what became of letters (`None`: they were not begun) and claims others, all in one synced step. A letter
    /// that is not owed gets no ticket. There are fewer tickets than letters that are wanted where no more may go today.
    ///
    /// # Errors
    ///
    /// When the record cannot be written: nothing is recorded then, and no letter may go.
    fn turn(
        &mut self,
        answers: &[(Ticket, Option<Outcome>)],
        wanted: &[Wanted<'_>],
        now: Timestamp,
    ) -> Result<Vec<Option<Ticket>>, Problem>;

    /// The marks that connections leave.
    fn marks(&self) -> Marks;

    /// Whether the last letters of a form were made from something else.
    ///
    /// # Errors
    ///
    /// When the record cannot be read.
    fn wording_changed(&self, form: &Form) -> Result<bool, Problem>;

    /// Whether any mailbox returned letters for good.
    ///
    /// # Errors
    ///
    /// When the record cannot be read.
    fn has_returns(&self) -> Result<bool, Problem>;

    /// Whether that mailbox returned letters for good.
    ///
    /// # Errors
    ///
    /// When the record cannot be read.
    fn returned(&self, address: &EmailAddress) -> Result<Option<Returned>, Problem>;
}

/// What is known of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// What became of it.
    pub state: State,
    /// Whether the run that looks was the last to claim it.
    pub by_this_run: bool,
    /// Whether its signer said something else when it was claimed.
    pub changed: bool,
}

/// A letter that is to be claimed.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// What it is known by.
    pub key: &'a Key,
    /// The letter.
    pub letter: &'a Letter,
    /// How many envelope recipients it has.
    pub mailboxes: usize,
}

/// A letter that is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    /// Its number in the ledger.
    pub(super) letter: i64,
    /// How often it was claimed.
    pub(super) attempt: u32,
    /// Where its marks stand.
    pub(super) slot: usize,
    /// What the ledger knows it by.
    pub(super) key: Fingerprint,
}

impl Ticket {
    /// A name for the letter that tells nothing of it, and is the same at every attempt: who receives it twice after all can
    /// see that it is one.
    pub fn name(&self) -> String {
        self.key.to_string()
    }

    /// How often the letter was claimed, this time too.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }
}
