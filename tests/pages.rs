//! Letters of the shipped campaigns: each fits on one page of A4, and is about what concerns its reader.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::date;
use protest_letter::campaign::{self, OwnAddresses};
use protest_letter::letter::advice::advice;
use protest_letter::letter::{Choice, Forms, Letter, Signatories, template_languages};
use protest_letter::sheet::{Paper, Sheet, Typesetter};
use protest_letter::signer::Signer;
use protest_letter::source::Library;
use protest_letter::vocabulary::Channel;

/// Addresses that no appeal tells, for every office that the shipped campaigns write to without one for paper or mail.
const OWN: &str = "
[[embassies]]
of   = 'KZ'
in   = 'DE'
post = '''
Example Street 1
10115 Berlin'''

[[addresses]]
office = 'kazakhstan/supreme-court'
email  = ['court@example.org']
fax    = ['+49 30 23125000']

[[addresses]]
office = 'kazakhstan/presidents-administration'
fax    = ['+49 30 23125000']
";

/// The letters of a campaign by every way that a page can take, in each of its languages.
fn letters(id: &str, template: &str, signer: &Signer) -> Vec<Letter> {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("addresses.toml");
    fs::write(&own, OWN).unwrap();
    let own = OwnAddresses::load(&own).unwrap();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("campaigns/{id}.toml"));
    let (campaign, library, _) = campaign::load(&Library::new([]), file.to_str().unwrap(), &own).unwrap();
    let mut signatories = Signatories::default();
    signatories.add(signer);
    let mut letters = Vec::new();
    for &language in &campaign.languages {
        assert!(template_languages(&library, template).contains(&language), "{template} {language}");
        for channel in [Channel::Email, Channel::Fax, Channel::Post] {
            let forms = Forms::new(&library, &campaign, date(2011, 9, 30));
            let mut forms = if template == "joint" { forms.joint(signatories.clone()) } else { forms };
            let choice = Choice {
                channel: Some(channel),
                language: Some(language),
                template: Some(template.to_owned()),
                ..Choice::default()
            };
            let filled = forms.fill(&Arc::new(signer.clone()), &choice).unwrap();
            letters.extend(filled.into_iter().filter(|letter| letter.form.channel() == Some(channel)));
        }
    }
    letters
}

#[test]
fn every_letter_of_the_shipped_campaigns_fits_on_a_page() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let person = Signer::load(&root.join("examples/signer.toml")).unwrap();
    let union = Signer { organisation: "Union of Printers".parse().ok(), ..person.clone() };
    let mut typesetter = Typesetter::bundled();
    let mut long = Vec::new();
    for campaign in Library::new([]).names("campaigns", "toml") {
        for template in ["formal", "short", "organisation", "joint"] {
            let signer = if matches!(template, "organisation" | "joint") { &union } else { &person };
            let letters = letters(&campaign, template, signer);
            assert!(!letters.is_empty());
            for letter in letters {
                let form = &letter.form;
                let name = format!("{campaign}, {template}, {}, {}", form.recipient.id, form.language);
                let name = format!("{name}, {}", form.channel().unwrap());
                let sheet = Sheet::of(&letter, form.recipient.addresses.fax.first());
                // The list of those who sign a joint letter has a page of its own.
                let sheet = Sheet { attachment: None, ..sheet };
                let is_said_to_be_long = advice(&letter).iter().any(|advice| advice.contains("longer"));
                if typesetter.pages(&sheet, Paper::A4) != 1 || is_said_to_be_long {
                    long.push(name);
                }
            }
        }
    }
    assert!(long.is_empty(), "{} letters are longer than a page:\n{}", long.len(), long.join("\n"));
}

#[test]
fn the_court_is_told_of_the_case_that_it_hears_alone() {
    let letters = letters("may-day-2011", "formal", &Signer::example());
    let of_court = letters.iter().filter(|letter| letter.form.recipient.id == "tikhonov-court");
    let of_court: Vec<_> = of_court.map(|letter| (letter.form.language.code(), &letter.form.subject, letter)).collect();
    assert_eq!(of_court.iter().map(|(language, ..)| *language).collect::<Vec<_>>(), ["en", "ru"]);
    for ((_, subject, letter), name) in of_court.into_iter().zip(["Tikhonov", "Тихонов"]) {
        assert!(subject.contains(name), "{subject}");
        let others = ["Kurmanov", "Kuramshin", "Ukteshba", "Курманов", "Курамшин", "Уктешба"];
        assert!(
            letter.text.contains(name) && !others.iter().any(|other| letter.text.contains(other)),
            "{}",
            letter.text
        );
    }
}
