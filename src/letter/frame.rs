use std::ops::Range;

use super::heading::{addressee, place_and_date, sender, signature};
use crate::campaign::Recipient;
use crate::signer::Signer;
use crate::vocabulary::Language;

/// What stands around the letters of a form, put together once for all who sign.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    language: Language,
    /// Between the day and the body: whom the letter goes to, and what it is about.
    above: String,
    /// Below the signature: who signs with the signer.
    below: String,
}

impl Frame {
    pub(super) fn new(recipient: &Recipient, language: Language, subject: &str, signatories: &[String]) -> Self {
        let addressee = addressee(recipient, language).collect::<Vec<_>>().join("\n");
        let below = if signatories.is_empty() { String::new() } else { format!("\n\n{}", signatories.join("\n")) };
        Self { language, above: format!("\n\n{addressee}\n\n{subject}\n\n"), below }
    }

    /// The whole of a letter as it is mailed and printed, and where in it the body stands.
    pub(super) fn around(&self, body: &str, signer: &Signer, date: &str) -> (String, Range<usize>) {
        let mut text = String::with_capacity(self.above.len() + body.len() + self.below.len() + 500);
        for line in sender(signer) {
            text.push_str(line);
            text.push('\n');
        }
        text.push('\n');
        text.extend(place_and_date(signer, date, self.language));
        text.push_str(&self.above);
        let start = text.len();
        text.push_str(body);
        let body = start..text.len();
        text.push('\n');
        for line in signature(signer, self.language) {
            text.push('\n');
            text.push_str(line);
        }
        text.push_str(&self.below);
        (text, body)
    }

    /// All of it that is the same for everybody.
    pub(super) fn wording(&self) -> String {
        format!("{}{}", self.above, self.below)
    }
}
