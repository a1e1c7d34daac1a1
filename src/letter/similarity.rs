//! How much the letters of a batch are alike: a thousand of the same letter are counted, not read.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Form, Letter};
use crate::signer::Signer;
use crate::vocabulary::{EmailAddress, Language};

/// The most letters to one recipient in one language that are compared: the first of them stand for all.
const SAMPLE: usize = 64;

/// The most recipients whose letters are compared.
const RECIPIENTS: usize = 64;

/// How many words in a row count as one piece of wording.
const SHINGLE: usize = 5;

/// The share of wording from which on two letters are nearly the same, in hundredths. An opening or a few sentences of one's
/// own keep a letter of one page below it.
const NEARLY: usize = 90;

/// Compares the letters of a batch, in bounded memory and time.
#[derive(Debug, Default)]
pub struct Similarity {
    groups: Vec<Group>,
}

/// The letters to one recipient in one language, each as its pieces of wording in order.
#[derive(Debug)]
struct Group {
    recipient: String,
    language: Language,
    letters: Vec<Vec<u64>>,
}

/// Letters to one recipient of which most are nearly the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// The id of the recipient.
    pub recipient: String,
    /// The language of the letters.
    pub language: Language,
    /// How many letters were compared.
    pub compared: usize,
    /// How many of them are nearly the same as another.
    pub alike: usize,
    /// How much of their wording these have in common with the one they are most like, in hundredths.
    pub percent: usize,
}

impl Similarity {
    /// Whether another letter of that form would still be looked at; when not, it need not be filled in for this.
    pub fn wants(&self, form: &Form) -> bool {
        match self.groups.iter().find(|group| group.holds(form)) {
            Some(group) => group.letters.len() < SAMPLE,
            None => self.groups.len() < RECIPIENTS,
        }
    }

    /// Looks at a letter.
    pub fn add(&mut self, letter: &Letter) {
        if !self.wants(&letter.form) {
            return;
        }
        let pieces = pieces(letter.body(), &letter.signer);
        match self.groups.iter_mut().find(|group| group.holds(&letter.form)) {
            Some(group) => group.letters.push(pieces),
            None => self.groups.push(Group {
                recipient: letter.form.recipient.id.clone(),
                language: letter.form.language,
                letters: vec![pieces],
            }),
        }
    }

    /// The recipients half or more of whose letters are nearly the same.
    pub fn advice(&self) -> Vec<Alike> {
        self.groups.iter().filter_map(Group::alike).filter(|found| found.alike * 2 >= found.compared).collect()
    }
}

impl Group {
    fn holds(&self, form: &Form) -> bool {
        self.language == form.language && self.recipient == form.recipient.id
    }

    fn alike(&self) -> Option<Alike> {
        let mut closest = vec![0; self.letters.len()];
        for (index, one) in self.letters.iter().enumerate() {
            for (other_index, other) in self.letters.iter().enumerate().skip(index + 1) {
                let shared = shared(one, other);
                for index in [index, other_index] {
                    closest[index] = shared.max(closest[index]);
                }
            }
        }
        let alike: Vec<_> = closest.into_iter().filter(|&percent| percent >= NEARLY).collect();
        Some(Alike {
            recipient: self.recipient.clone(),
            language: self.language,
            compared: self.letters.len(),
            percent: alike.iter().sum::<usize>().checked_div(alike.len())?,
            alike: alike.len(),
        })
    }
}

impl fmt::Display for Alike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { recipient, alike, compared, percent, .. } = self;
        let of = if *compared < SAMPLE { format!("{compared}") } else { format!("the first {compared}") };
        write!(f, "{alike} of {of} letters to {recipient} are nearly the same ({percent} % of the wording)")
    }
}

/// The pieces of wording of a letter as numbers, in order, each once; without what only says who writes.
fn pieces(body: &str, signer: &Signer) -> Vec<u64> {
    let email = signer.email.as_ref().map(EmailAddress::as_str);
    let own = [Some(&*signer.name), signer.organisation.as_deref(), signer.city.as_deref(), email];
    let body = own.into_iter().flatten().fold(body.to_owned(), |body, own| body.replace(own, " ")).to_lowercase();
    let words: Vec<_> = body.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut pieces: Vec<_> = match words.len() {
        0..SHINGLE => vec![number(&words)],
        _ => words.windows(SHINGLE).map(number).collect(),
    };
    pieces.sort_unstable();
    pieces.dedup();
    pieces
}

fn number(words: &[&str]) -> u64 {
    // It is kept no longer than the program runs, so it may be another in another version.
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

/// How much two ordered lists share of all that is in them (the Jaccard index), in hundredths.
fn shared(one: &[u64], other: &[u64]) -> usize {
    let (mut at, mut other_at, mut both) = (0, 0, 0);
    while let (Some(a), Some(b)) = (one.get(at), other.get(other_at)) {
        both += usize::from(a == b);
        at += usize::from(a <= b);
        other_at += usize::from(b <= a);
    }
    (both * 100).checked_div(one.len() + other.len() - both).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wording_is_compared_in_pieces() {
        let alex = Signer::example();
        let pieces = |text: &str| pieces(text, &alex);
        assert_eq!(shared(&pieces("one two three four five six"), &pieces("one two three four five six")), 100);
        assert_eq!(shared(&pieces("one two three four five six"), &pieces("one two three four five seven")), 33);
        assert_eq!(shared(&pieces("one two three four five"), &pieces("five four three two one")), 0);
        assert_eq!(shared(&pieces(""), &pieces("")), 100);
    }

    #[test]
    fn who_writes_makes_no_letter_another() {
        let (alex, mut kim) = (Signer::example(), Signer::example());
        kim.name = "Kim Other".parse().unwrap();
        let body = "My name is NAME, and I ask you to release the three printers.";
        let of = |signer: &Signer| pieces(&body.replace("NAME", &signer.name), signer);
        assert_eq!(of(&alex), of(&kim));
    }
}
