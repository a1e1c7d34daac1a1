use crate::letter::Form;
use crate::signer::Signer;

/// What makes a letter the same letter: campaign, recipient and signer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// The id of the campaign.
    pub campaign: String,
    /// The id of the recipient.
    pub recipient: String,
    /// Who signs: see [`Signer::identity`].
    pub signer: String,
}

impl Key {
    /// The key of a letter.
    pub fn of(form: &Form, signer: &Signer) -> Self {
        Self { campaign: form.campaign.clone(), recipient: form.recipient.id.clone(), signer: signer.identity() }
    }

    /// All of it on one line, in a way that no other key has.
    pub fn line(&self) -> String {
        // An id holds no line break, and neither do names and addresses.
        format!("{}\n{}\n{}", self.campaign, self.recipient, self.signer)
    }
}
