use super::RequiredCopies;
use crate::campaign::Recipient;
use crate::signer::Signer;
use crate::vocabulary::{Channel, Language};

/// A letter: signer × recipient × campaign, filled in, in one language.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The id of the campaign.
    pub campaign: String,
    /// Whom it goes to.
    pub recipient: Recipient,
    /// By which channel; `None` when no address is known and it can only be printed.
    pub channel: Option<Channel>,
    /// Who signs it.
    pub signer: Signer,
    /// The language it is in.
    pub language: Language,
    /// The subject line.
    pub subject: String,
    /// The text: a line is a paragraph, or a line of an address; an empty line stands between paragraphs.
    pub text: String,
    /// The copies it owes.
    pub copies: RequiredCopies,
}
