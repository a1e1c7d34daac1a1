//! What the signer of a letter may want to know before it goes. Advice never blocks.

use super::{Letter, WIDTH, wrap};

/// The most lines of [`WIDTH`] columns that fit on a page of A4 or US Letter, set in a common size.
const LINES_ON_A_PAGE: usize = 56;

/// What can be said about a letter, a sentence each.
pub fn advice(letter: &Letter) -> Vec<String> {
    let mut advice = Vec::new();
    let lines = wrap(&letter.text, WIDTH).lines().count();
    if lines > LINES_ON_A_PAGE {
        advice.push("it is longer than a page: letters of one page are read".to_owned());
    }
    if letter.signer.statement.is_none() {
        advice.push("it has no sentence of your own: individual letters are read, form letters are counted".to_owned());
    }
    if letter.form.demands.is_empty() {
        advice.push("it asks for nothing: choose a demand".to_owned());
    }
    for demand in letter.form.demands.iter().filter(|demand| !demand.is_for(&letter.form.recipient)) {
        advice.push(format!("the demand `{}` is not meant for this recipient", demand.id));
    }
    if letter.signer.statement.as_deref().is_some_and(is_shouting) {
        advice.push("it shouts (capitals, `!!`): a calm letter is harder to put aside".to_owned());
    }
    if letter.signer.statement.as_deref().is_some_and(|statement| is_in_other_letters(statement, &letter.form.subject))
    {
        let language = letter.form.language.name();
        advice.push(format!("your own sentences are in another alphabet than the letter, which is in {language}"));
    }
    advice
}

/// Whether one text is in Latin letters and the other in Cyrillic ones, most of each.
fn is_in_other_letters(one: &str, other: &str) -> bool {
    is_cyrillic(one).zip(is_cyrillic(other)).is_some_and(|(one, other)| one != other)
}

/// Whether a text is Cyrillic rather than Latin; `None` when it is neither.
fn is_cyrillic(text: &str) -> Option<bool> {
    let latin = text.chars().filter(|c| matches!(c, 'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}')).count();
    let cyrillic = text.chars().filter(|c| matches!(c, '\u{400}'..='\u{52F}')).count();
    (latin != cyrillic).then_some(cyrillic > latin)
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
    fn another_alphabet_is_seen() {
        assert!(is_in_other_letters("I print too.", "Освободите трёх печатников в Exampleville"));
        assert!(is_in_other_letters("Әлия, печатник из Exampleville", "Release the three printers"));
        assert!(!is_in_other_letters("Мы пишем вам из Exampleville", "Освободите трёх печатников"));
        assert!(!is_in_other_letters("我们要求释放他们", "Release the three printers"));
    }

    #[test]
    fn shouting_is_heard_in_every_script() {
        assert!(is_shouting("Free them!!"));
        assert!(is_shouting("НЕМЕДЛЕННО ОСВОБОДИТЕ ЗАКЛЮЧЁННЫХ"));
        assert!(!is_shouting("The OSCE and the KNB know of it!"));
        assert!(!is_shouting("我们要求释放他们"));
    }
}
