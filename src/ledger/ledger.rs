use crate::deliver::Outcome;
use crate::letter::Letter;
use crate::source::Problem;

/// What makes a letter the same letter: campaign, recipient and signer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// The id of the campaign.
    pub campaign: String,
    /// The id of the recipient.
    pub recipient: String,
    /// The signer's address, in lower case.
    pub signer: String,
}

impl Key {
    /// The key of a letter; a signer without address is known by name.
    pub fn of(letter: &Letter) -> Self {
        let signer = letter.signer.email.as_ref().map_or(&*letter.signer.name, |email| email.as_str());
        Self {
            campaign: letter.form.campaign.clone(),
            recipient: letter.form.recipient.id.clone(),
            signer: signer.to_lowercase(),
        }
    }
}

/// Whether a letter is to be handed over now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// It is, and the record says that it is being done.
    Taken,
    /// It is not: it was accepted before, or its outcome is uncertain.
    Settled,
}

/// The record of every letter attempted and what became of it.
pub trait Ledger {
    /// Claims a letter before its first byte goes out.
    ///
    /// # Errors
    ///
    /// When the record cannot be written: the letter must not go then.
    fn claim(&mut self, key: &Key) -> Result<Claim, Problem>;

    /// Records what became of a letter that was claimed.
    ///
    /// # Errors
    ///
    /// When the record cannot be written.
    fn record(&mut self, key: &Key, outcome: &Outcome) -> Result<(), Problem>;
}
