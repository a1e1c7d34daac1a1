//! Each signer gets one of a campaign's alternatives, and always the same.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use jiff::civil::date;
use protest_letter::campaign::{self, OwnAddresses};
use protest_letter::letter::{Choice, Forms};
use protest_letter::signer::Signer;
use protest_letter::source::Library;

const CAMPAIGN: &str = r#"
title     = "Printers"
issued    = 2026-11-01
status    = "open"
country   = "KZ"
languages = ["en", "de"]
subject   = { en = "Release them", de = "Freiheit" }
summary   = { en = "Three were arrested.", de = "Drei wurden festgenommen." }

[variants]
opening.en = ["One opening.", "Another opening.", "A third opening.", "A fourth opening."]

[[recipients]]
id     = "court"
kind   = "court"
office = { en = "Court", de = "Gericht" }

[[recipients]]
id     = "police"
kind   = "police"
office = { en = "Police", de = "Polizei" }
"#;

/// The letters of those who have these addresses, and the wording of their form.
fn letters(campaign: &str, addresses: &[String], language: &str) -> (Vec<Vec<String>>, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("printers.toml");
    fs::write(&file, campaign).unwrap();
    let (campaign, library, _) =
        campaign::load(&Library::new([]), file.to_str().unwrap(), &OwnAddresses::default()).unwrap();
    let mut forms = Forms::new(&library, &campaign, date(2026, 11, 23));
    let choice = Choice { language: Some(language.parse().unwrap()), ..Choice::default() };
    let signer =
        |address: &String| Signer { email: address.parse().ok(), ..Signer::named("Alex Example".parse().unwrap()) };
    let fill = |address| forms.fill(&Arc::new(signer(address)), &choice).unwrap();
    let letters: Vec<Vec<_>> = addresses.iter().map(fill).collect();
    let wording = letters[0][0].form.wording();
    let opening = |text: &str| text.split_once("Example. ").unwrap().1.lines().next().unwrap().to_owned();
    (letters.iter().map(|each| each.iter().map(|letter| opening(letter.body())).collect()).collect(), wording)
}

fn addresses() -> Vec<String> {
    (0..200).map(|number| format!("signer{number}@example.org")).collect()
}

#[test]
fn a_signer_gets_the_same_alternative_in_every_letter_and_every_order() {
    let (there, wording) = letters(CAMPAIGN, &addresses(), "en");
    let (mut back, again) = letters(CAMPAIGN, &addresses().into_iter().rev().collect::<Vec<_>>(), "en");
    back.reverse();
    assert_eq!(there, back);
    assert_eq!(wording, again);
    assert!(there.iter().all(|letters| letters[0] == letters[1]));
    let (shouted, _) = letters(CAMPAIGN, &["SIGNER7@Example.ORG".to_owned()], "en");
    assert_eq!(shouted[0], there[7]);
}

#[test]
fn every_alternative_is_used() {
    let mut used = BTreeMap::new();
    for letters in letters(CAMPAIGN, &addresses(), "en").0 {
        *used.entry(letters[0].clone()).or_insert(0) += 1;
    }
    assert_eq!(used.len(), 4, "{used:?}");
    assert!(used.values().all(|&times| (30..=70).contains(&times)), "{used:?}");
}

#[test]
fn a_changed_alternative_is_another_wording() {
    let one = ["alex@example.org".to_owned()];
    let wordings: Vec<_> = ["One", "Another", "A third", "A fourth"]
        .map(|start| CAMPAIGN.replace(&format!("\"{start} opening."), "\"The opening."))
        .iter()
        .map(|campaign| letters(campaign, &one, "en").1)
        .collect();
    let (_, wording) = letters(CAMPAIGN, &one, "en");
    assert!(wordings.iter().all(|changed| *changed != wording));
}

#[test]
fn without_alternatives_in_its_language_a_letter_has_the_words_of_its_template() {
    let (letters, _) = letters(CAMPAIGN, &["alex@example.org".to_owned()], "de");
    assert!(letters[0][0].starts_with("Ich schreibe Ihnen"), "{letters:?}");
}
