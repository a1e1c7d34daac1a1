use std::sync::Arc;

use super::{Form, Letter};
use crate::signer::Signer;
use crate::source::Problem;

/// A letter that is to be written: a form, and who signs it.
#[derive(Debug, Clone)]
pub struct Pending {
    /// What it has in common with the letters of others.
    pub form: Arc<Form>,
    /// Who signs it.
    pub signer: Arc<Signer>,
}

impl Pending {
    /// Fills it in.
    ///
    /// # Errors
    ///
    /// When the template prints what is not known of this signer.
    pub fn fill(&self) -> Result<Letter, Problem> {
        let Self { form, signer } = self;
        let (text, body) = form.text(signer)?;
        let note = form.note(signer)?;
        Ok(Letter { text, body, note, form: Arc::clone(form), signer: Arc::clone(signer) })
    }
}
