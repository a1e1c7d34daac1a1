use std::sync::Arc;

use super::Form;
use crate::signer::Signer;

/// A letter: signer × recipient × campaign, filled in, in one language.
#[derive(Debug, Clone)]
pub struct Letter {
    /// What it has in common with the letters of others.
    pub form: Arc<Form>,
    /// Who signs it.
    pub signer: Arc<Signer>,
    /// The text: a line is a paragraph, or a line of an address; an empty line stands between paragraphs.
    pub text: String,
}
