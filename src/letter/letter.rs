use std::ops::Range;
use std::sync::Arc;

use super::heading::signature;
use super::{Form, Heading};
use crate::signer::Signer;

/// A letter: signer × recipient × campaign, filled in, in one language.
#[derive(Debug, Clone)]
pub struct Letter {
    /// What it has in common with the letters of others.
    pub form: Arc<Form>,
    /// Who signs it.
    pub signer: Arc<Signer>,
    /// The whole as it is mailed and printed: heading, body and signature. A line is a paragraph, or a line of an address;
    /// an empty line stands between paragraphs.
    pub text: String,
    /// What is said beside a letter that goes by another channel than e-mail, to those who receive a copy of it.
    pub note: Option<String>,
    /// Where in the text the body stands.
    pub(super) body: Range<usize>,
}

impl Letter {
    /// What stands above the letter.
    pub fn heading(&self) -> Heading {
        Heading::of(&self.form, &self.signer)
    }

    /// The letter itself, from the salutation to the closing line.
    pub fn body(&self) -> &str {
        self.text.get(self.body.clone()).unwrap_or(&self.text)
    }

    /// Who signs, line by line: the name, the role, the organisation.
    pub fn signature(&self) -> Vec<String> {
        signature(&self.signer, self.form.language).map(str::to_owned).collect()
    }

    /// Who signs a joint letter beside the signer, numbered, a line each. They are none where the list is attached because it
    /// is too long to stand below the letter.
    pub fn signatories(&self) -> &[String] {
        &self.form.listed
    }

    /// The list that is attached to a joint letter, where those who sign are too many to stand below it.
    pub fn attachment(&self) -> Option<String> {
        self.form.signatories.as_ref()?.attachment(self.form.language)
    }
}
