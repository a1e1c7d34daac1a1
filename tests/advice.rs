//! What is said of a letter before it goes.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::Arc;

use jiff::civil::date;
use protest_letter::campaign::{self, OwnAddresses};
use protest_letter::letter::{Choice, Forms, Letter, advice::advice};
use protest_letter::signer::Signer;
use protest_letter::source::Library;

/// The letter in English to that recipient with those demands, signed by somebody who says this of their own.
fn letter(recipient: &str, demands: &[&str], statement: Option<&str>) -> Letter {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters/six_languages/campaign.toml");
    let (campaign, library, _) =
        campaign::load(&Library::new([]), file.to_str().unwrap(), &OwnAddresses::default()).unwrap();
    let choice = Choice {
        recipients: Some(vec![recipient.to_owned()]),
        demands: Some(demands.iter().map(|&id| id.to_owned()).collect()),
        language: "en".parse().ok(),
        ..Choice::default()
    };
    let statement = statement.map(|text| text.parse().unwrap());
    let signer = Signer { statement, ..Signer::named("Alex Example".parse().unwrap()) };
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
