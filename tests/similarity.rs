//! Letters of a batch that are nearly the same are found, with bounded work.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::Arc;

use jiff::civil::date;
use protest_letter::campaign::{self, OwnAddresses};
use protest_letter::letter::{Choice, Forms, Similarity};
use protest_letter::signer::Signer;
use protest_letter::source::Library;

/// What is said of letters of May Day 2011 to the foreign ministry, by signers with these statements.
fn said_of(statements: impl IntoIterator<Item = Option<String>>) -> Vec<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("campaigns/may-day-2011.toml");
    let (campaign, library, _) =
        campaign::load(&Library::new([]), file.to_str().unwrap(), &OwnAddresses::default()).unwrap();
    let mut forms = Forms::new(&library, &campaign, date(2026, 11, 23));
    let choice = Choice { recipients: Some(vec!["foreign-ministry".to_owned()]), ..Choice::default() };
    let mut similarity = Similarity::default();
    for (number, statement) in statements.into_iter().enumerate() {
        let name = format!("Alex {}", ["Arnold", "Berg", "Celik", "Dumas", "Evans"][number % 5]);
        let signer = Signer {
            statement: statement.map(|text| text.parse().unwrap()),
            city: ["Berlin", "Kyiv", "Oslo"][number % 3].parse().ok(),
            ..Signer::named(name.parse().unwrap())
        };
        for letter in forms.fill(&Arc::new(signer), &choice).unwrap() {
            similarity.add(&letter);
        }
    }
    similarity.advice().iter().map(ToString::to_string).collect()
}

/// A statement of that many words that nobody else makes.
fn own(number: usize, words: usize) -> String {
    (0..words).map(|word| format!("own{number}x{word}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn letters_without_a_word_of_their_own_are_the_same() {
    assert_eq!(
        said_of((0..10).map(|_| None)),
        ["10 of 10 letters to foreign-ministry are nearly the same (100 % of the wording)"]
    );
}

#[test]
fn a_few_words_do_not_make_another_letter() {
    let said = said_of((0..10).map(|number| Some(own(number, if number == 0 { 60 } else { 4 }))));
    assert_eq!(said, ["9 of 10 letters to foreign-ministry are nearly the same (92 % of the wording)"]);
}

#[test]
fn letters_with_sentences_of_their_own_are_not_told_of() {
    assert_eq!(said_of((0..10).map(|number| Some(own(number, 40)))), Vec::<String>::new());
    assert_eq!(said_of([None]), Vec::<String>::new());
}

#[test]
fn the_first_letters_stand_for_all() {
    let said = said_of((0..200).map(|number| if number < 64 { None } else { Some(own(number, 60)) }));
    assert_eq!(said, ["64 of the first 64 letters to foreign-ministry are nearly the same (100 % of the wording)"]);
}
