use super::Form;
use super::detect::{alphabet, other_language};
use crate::signer::Signer;
use crate::vocabulary::Language;

/// How a signer's own sentences do not fit the language of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stray {
    /// They are in another alphabet.
    InOtherAlphabet,
    /// They are in this language, in all likelihood.
    In(Language),
}

/// How the sentences that stand in a letter do not fit its language; `None` when they do, or nothing is sure.
pub(super) fn stray_statement(form: &Form, signer: &Signer) -> Option<Stray> {
    let statement = signer.statement_in(form.language)?;
    if is_in_other_letters(statement, form) {
        return Some(Stray::InOtherAlphabet);
    }
    other_language(statement, form.language).map(Stray::In)
}

/// What else a signer tells of themselves in another alphabet than that of the letter.
pub(super) fn stray_names(form: &Form, signer: &Signer) -> Vec<&'static str> {
    let names = [
        ("name", Some(&*signer.name)),
        ("role", signer.role_in(form.language)),
        ("organisation", signer.organisation.as_deref()),
        ("city", signer.city.as_deref()),
    ];
    let stray = names.into_iter().filter(|(_, text)| text.is_some_and(|text| is_in_other_letters(text, form)));
    stray.map(|(name, _)| name).collect()
}

/// Whether a text is in another alphabet than a letter: most of each counts.
fn is_in_other_letters(text: &str, form: &Form) -> bool {
    alphabet(text).zip(alphabet(&form.subject)).is_some_and(|(one, other)| one != other)
}
