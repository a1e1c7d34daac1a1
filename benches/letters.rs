//! How long a letter takes on one core, and where: filling it in, composing it, and setting it on paper.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::Arc;

use divan::Bencher;
use jiff::Timestamp;
use jiff::civil::date;
use protest_letter::campaign::{self, Campaign, OwnAddresses};
use protest_letter::letter::{Choice, Forms, Letter, Pending};
use protest_letter::mail::{Composer, Stamp};
use protest_letter::sheet::{Paper, Sheet, Typesetter};
use protest_letter::signer::Signer;
use protest_letter::source::Library;

fn main() {
    divan::main();
}

const LETTERS: [(&str, &str); 2] = [("may-day-2011", "en"), ("may-day-2011", "ru")];

fn campaign(id: &str) -> (Campaign, Library) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("campaigns/{id}.toml"));
    let own = OwnAddresses::default();
    let (campaign, library, _) = campaign::load(&Library::new([]), file.to_str().unwrap(), &own).unwrap();
    (campaign, library)
}

fn with_pending<T>((id, language): (&str, &str), work: impl FnOnce(&mut Forms<'_>, &Pending, &Choice) -> T) -> T {
    let (campaign, library) = campaign(id);
    let recipients = Some(vec!["foreign-ministry".to_owned()]);
    let choice = Choice { recipients, language: Some(language.parse().unwrap()), ..Choice::default() };
    let mut forms = Forms::new(&library, &campaign, date(2026, 11, 23));
    let signer = Arc::new(Signer::example());
    let form = Arc::clone(&forms.of(&signer, &choice).unwrap()[0]);
    work(&mut forms, &Pending { form, signer }, &choice)
}

/// Finding the forms of a signer, as it is done for each row of a roll.
#[divan::bench(args = LETTERS)]
fn select(bencher: Bencher<'_, '_>, letter: (&str, &str)) {
    with_pending(letter, |forms, pending, choice| bencher.bench_local(|| forms.of(&pending.signer, choice).unwrap()));
}

#[divan::bench(args = LETTERS)]
fn fill(bencher: Bencher<'_, '_>, letter: (&str, &str)) {
    with_pending(letter, |_, pending, _| bencher.bench_local(|| filled(pending)));
}

#[divan::bench(args = LETTERS)]
fn compose_filled(bencher: Bencher<'_, '_>, letter: (&str, &str)) {
    with_pending(letter, |_, pending, _| {
        let letter = filled(pending);
        let composer = Composer::default();
        bencher.bench_local(|| composer.compose(&letter, &Stamp::at(Timestamp::UNIX_EPOCH)).unwrap());
    });
}

/// A page among a hundred: the letters differ in their signer, as those of a roll do.
#[divan::bench(args = LETTERS)]
fn page(bencher: Bencher<'_, '_>, letter: (&str, &str)) {
    with_pending(letter, |_, pending, _| {
        let body = filled(pending).body().to_owned();
        let mut typesetter = Typesetter::bundled();
        let sheet = |number: usize| Sheet {
            sender: vec![format!("Signer {number}"), format!("{number} Example Road"), "London".to_owned()],
            place_and_date: "London, 23 November 2026".to_owned(),
            addressee: ["Ministry of Examples", "8 Example Street", "010000 Astana", "KAZAKHSTAN"]
                .map(str::to_owned)
                .into(),
            subject: "An example of a subject".to_owned(),
            body: body.clone(),
            signature: vec![format!("Signer {number}")],
            language: letter.1.parse().unwrap(),
            cover: None,
            attachment: None,
        };
        let pages = |from: usize| (from..from + 100).map(sheet).collect::<Vec<_>>();
        let mut from = 0;
        let made = typesetter.pdf(pages(0), Paper::A4, "Letters", date(2026, 11, 23)).unwrap();
        bencher
            .counter(divan::counter::ItemsCount::new(made.pages))
            .with_inputs(|| {
                from += 100;
                pages(from)
            })
            .bench_local_values(|sheets| typesetter.pdf(sheets, Paper::A4, "Letters", date(2026, 11, 23)).unwrap());
    });
}

fn filled(pending: &Pending) -> Letter {
    pending.fill().unwrap()
}
