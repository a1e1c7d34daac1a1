//! What the signer of a letter may want to know before it goes. Advice never blocks.

use super::stray::{Stray, stray_names, stray_statement};
use super::{Letter, WIDTH, wrap};
use crate::signer::Localized;
use crate::vocabulary::{EmailAddress, Language};

/// The most lines of [`WIDTH`] columns that fit on a page of A4 or US Letter, set in a common size.
const LINES_ON_A_PAGE: usize = 56;

/// What can be said about a letter, a sentence each.
pub fn advice(letter: &Letter) -> Vec<String> {
    let mut advice = Vec::new();
    let lines = wrap(&letter.text, WIDTH).lines().count();
    if lines > LINES_ON_A_PAGE {
        advice.push("it is longer than a page: letters of one page are read".to_owned());
    }
    let (signer, language) = (&letter.signer, letter.form.language);
    let statement = signer.statement_in(language);
    if statement.is_none() {
        advice.push(match &signer.statement {
            None => "it has no sentence of your own: individual letters are read, form letters are counted".to_owned(),
            Some(others) => format!("it has no sentence of your own: {}", given_in(others, language)),
        });
    }
    if let (Some(others), None) = (&signer.role, signer.role_in(language)) {
        advice.push(format!("it does not say what you are: {}", given_in(others, language)));
    }
    if let Some(doubt) = letter.signer.email.as_ref().and_then(EmailAddress::doubt) {
        advice.push(format!("your address: {doubt}"));
    }
    if letter.form.demands.is_empty() {
        advice.push("it asks for nothing: choose a demand".to_owned());
    }
    for demand in letter.form.demands.iter().filter(|demand| !demand.is_for(&letter.form.recipient)) {
        advice.push(format!("the demand `{}` is not meant for this recipient", demand.id));
    }
    if statement.is_some_and(is_shouting) {
        advice.push("it shouts (capitals, `!!`): a calm letter is harder to put aside".to_owned());
    }
    match stray_statement(&letter.form, signer) {
        Some(Stray::InOtherAlphabet) => {
            let language = language.name();
            advice.push(format!("your own sentences are in another alphabet than the letter, which is in {language}"));
        }
        Some(Stray::In(other)) => {
            let (other, language) = (other.name(), language.name());
            advice.push(format!("your own sentences seem to be in {other}, and the letter is in {language}"));
        }
        None => {}
    }
    let names = stray_names(&letter.form, signer);
    if let [before @ .., last] = &names[..] {
        let (before, verb) =
            if before.is_empty() { (String::new(), "is") } else { (before.join(", ") + " and ", "are") };
        advice.push(format!("your {before}{last} {verb} in another alphabet than the letter"));
    }
    advice
}

/// In which languages somebody gave words of their own, where that of the letter is none of them.
fn given_in<T>(words: &Localized<T>, language: Language) -> String {
    let given = words.languages().map(Language::name).collect::<Vec<_>>().join(", ");
    format!("you gave it in {given}, and the letter is in {}", language.name())
}

/// Whether somebody raises their voice: repeated exclamation marks, or three long words in capitals.
fn is_shouting(text: &str) -> bool {
    let in_capitals = |word: &&str| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        letters >= 4 && word.chars().all(|c| !c.is_lowercase()) && word.chars().any(char::is_uppercase)
    };
    text.contains("!!") || text.split_whitespace().filter(in_capitals).count() >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shouting_is_heard_in_every_script() {
        assert!(is_shouting("Free them!!"));
        assert!(is_shouting("НЕМЕДЛЕННО ОСВОБОДИТЕ ЗАКЛЮЧЁННЫХ"));
        assert!(!is_shouting("The OSCE and the KNB know of it!"));
        assert!(!is_shouting("我们要求释放他们"));
    }
}
