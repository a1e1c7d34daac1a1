//! What is said of a letter before it goes.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::Arc;

use jiff::civil::date;
use protest_letter::campaign::{self, OwnAddresses};
use protest_letter::letter::{Choice, Forms, Letter, Strays, advice::advice};
use protest_letter::signer::{Localized, Signer};
use protest_letter::source::{Fields, Library, Report, TextFile};

/// The letter in English to that recipient with those demands, signed by somebody who says this of their own.
fn letter(recipient: &str, demands: &[&str], statement: Option<&str>) -> Letter {
    let statement = statement.map(|text| text.parse().unwrap());
    let signer = Signer { statement, ..Signer::named("Alex Example".parse().unwrap()) };
    letter_in("en", recipient, demands, signer)
}

fn letter_in(language: &str, recipient: &str, demands: &[&str], signer: Signer) -> Letter {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters/six_languages/campaign.toml");
    let (campaign, library, _) =
        campaign::load(&Library::new([]), file.to_str().unwrap(), &OwnAddresses::default()).unwrap();
    let choice = Choice {
        recipients: Some(vec![recipient.to_owned()]),
        demands: Some(demands.iter().map(|&id| id.to_owned()).collect()),
        language: language.parse().ok(),
        ..Choice::default()
    };
    Forms::new(&library, &campaign, date(2026, 11, 23)).fill(&Arc::new(signer), &choice).unwrap().remove(0)
}

#[test]
fn a_good_letter_needs_no_advice() {
    assert_eq!(advice(&letter("court", &["release"], Some("I print too."))), Vec::<String>::new());
}

#[test]
fn what_may_be_better_is_told() {
    let said = |letter: &Letter| advice(letter).join("\n");
    assert_eq!(
        said(&letter("court", &["release"], None)),
        "it has no sentence of your own: individual letters are read, form letters are counted"
    );
    assert_eq!(said(&letter("court", &[], Some("I print too."))), "it asks for nothing: choose a demand");
    assert_eq!(
        said(&letter("mayor", &["inquiry"], Some("I print too."))),
        "the demand `inquiry` is not meant for this recipient"
    );
    assert_eq!(
        said(&letter("court", &["release"], Some("Release them!!"))),
        "it shouts (capitals, `!!`): a calm letter is harder to put aside"
    );
    assert_eq!(
        said(&letter("court", &["release"], Some(&"I print too.\n\n".repeat(40)))),
        "it is longer than a page: letters of one page are read"
    );
}

/// What is said of a letter in that language, to the court, by the signer of this profile.
fn said_in(language: &str, profile: &str) -> String {
    let file = TextFile::from_bytes("signer.toml", profile.as_bytes()).unwrap();
    let report = Report::default();
    let signer = Fields::of_file(&file, &report, Signer::read);
    let (signer, _) = report.finish(signer).unwrap();
    advice(&letter_in(language, "court", &["release"], signer)).join("\n")
}

const TEACHER: &str =
    "statement = 'I teach history, and I tell my pupils that the freedom to assemble is the measure of all others.'";

#[test]
fn sentences_in_another_language_than_the_letter_are_told() {
    let alex = format!("name = 'Alex Example'\n{TEACHER}");
    assert_eq!(said_in("en", &alex), "");
    assert_eq!(said_in("de", &alex), "your own sentences seem to be in English, and the letter is in German");
    assert_eq!(said_in("fr", &alex), "your own sentences seem to be in English, and the letter is in French");
    assert_eq!(
        said_in("kk", &format!("name = 'Әлия'\n{TEACHER}")),
        "your own sentences are in another alphabet than the letter, which is in Kazakh"
    );
    // Too short to be sure of.
    assert_eq!(said_in("de", "name = 'Alex'\nstatement = 'I print too.'"), "");
}

#[test]
fn words_that_are_for_other_letters_are_left_out_and_told() {
    let profile = "name = 'Alex'\nrole = { en = 'teacher' }\nstatement = { en = 'I print too.', fr = 'Moi aussi.' }";
    assert_eq!(
        said_in("de", profile),
        "it has no sentence of your own: you gave it in English, French, and the letter is in German\n\
         it does not say what you are: you gave it in English, and the letter is in German"
    );
    assert_eq!(said_in("en", profile), "");
}

#[test]
fn names_in_another_alphabet_are_told_once() {
    let profile = "name = 'Alex'\ncity = 'Berlin'\nrole = { ru = 'учитель', other = 'teacher' }\nstatement = 'Да.'";
    assert_eq!(said_in("ru", profile), "your name and city are in another alphabet than the letter");
    assert_eq!(
        said_in("kk", &profile.replace("'Alex'", "'Әлия'")),
        "your role and city are in another alphabet than the letter"
    );
    assert_eq!(
        said_in("ru", &profile.replace("role = { ru = 'учитель', other = 'teacher' }", "role = 'teacher'")),
        "your name, role and city are in another alphabet than the letter"
    );
}

#[test]
fn in_a_batch_they_are_counted() {
    let mut strays = Strays::default();
    let words = |statement: Option<&str>, name: &str| Signer {
        statement: statement.map(|text| text.parse().unwrap()),
        ..Signer::named(name.parse().unwrap())
    };
    let for_german = Localized::new(None, [("de".parse().unwrap(), "Ich auch.".parse().unwrap())]);
    for signer in [
        words(Some("Да, я тоже."), "Alex"),
        words(None, "Әлия"),
        words(Some("I print too."), "Kim"),
        Signer { statement: for_german, ..words(None, "Sam") },
    ] {
        let letter = letter_in("en", "court", &["release"], signer);
        strays.add(&letter.form, &letter.signer);
    }
    assert_eq!(
        strays.advice(),
        [
            "in 1 of 4 letters the signer's own sentences are in another language than the letter",
            "in 1 of 4 letters the signer's own sentences are left out: they are for letters in other languages",
            "in 1 of 4 letters the signer's name, role, organisation or city is in another alphabet than the letter",
        ]
    );
}

#[test]
fn an_address_that_may_be_misspelt_is_told() {
    let mut letter = letter("court", &["release"], Some("I print too."));
    let signer = Signer { email: "alex@gmial.com".parse().ok(), ..(*letter.signer).clone() };
    letter.signer = Arc::new(signer);
    assert_eq!(advice(&letter), ["your address: alex@gmial.com may be misspelt: did you mean alex@gmail.com?"]);
}
