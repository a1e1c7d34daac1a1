use super::Form;
use super::stray::{stray_names, stray_statement};
use crate::signer::Signer;

/// The most letters of a batch that are looked at: the first of them stand for all.
const SAMPLE: usize = 200;

/// Counts the letters of a batch in which a signer's own words do not fit the language, in bounded time.
#[derive(Debug, Default)]
pub struct Strays {
    looked_at: usize,
    sentences: usize,
    left_out: usize,
    names: usize,
}

impl Strays {
    /// Looks at a letter.
    pub fn add(&mut self, form: &Form, signer: &Signer) {
        if self.looked_at >= SAMPLE {
            return;
        }
        let is_left_out = signer.statement.is_some() && signer.statement_in(form.language).is_none();
        self.looked_at += 1;
        self.sentences += usize::from(stray_statement(form, signer).is_some());
        self.left_out += usize::from(is_left_out);
        self.names += usize::from(!stray_names(form, signer).is_empty());
    }

    /// What can be said about the letters, a sentence each.
    pub fn advice(&self) -> Vec<String> {
        let looked_at = self.looked_at;
        let of = if looked_at < SAMPLE { format!("{looked_at}") } else { format!("the first {looked_at}") };
        let found = [
            (self.sentences, "the signer's own sentences are in another language than the letter"),
            (self.left_out, "the signer's own sentences are left out: they are for letters in other languages"),
            (self.names, "the signer's name, role, organisation or city is in another alphabet than the letter"),
        ];
        let found = found.into_iter().filter(|(letters, _)| *letters > 0);
        found.map(|(letters, what)| format!("in {letters} of {of} letters {what}")).collect()
    }
}
