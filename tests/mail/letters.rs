//! Letters of a campaign that asks for nothing but to be carried.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use jiff::civil::date;
use protest_letter::campaign::{self, Campaign, OwnAddresses};
use protest_letter::letter::{Choice, Forms, Letter};
use protest_letter::signer::Signer;
use protest_letter::source::Library;

static CAMPAIGN: LazyLock<(Campaign, Library)> =
    LazyLock::new(|| load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail/printers.toml")));

fn load(file: &Path) -> (Campaign, Library) {
    let own = OwnAddresses::default();
    let (campaign, library, _) = campaign::load(&Library::new([]), file.to_str().unwrap(), &own).unwrap();
    (campaign, library)
}

/// A letter to `<id>@example.org` with a copy and a blind copy.
pub fn letter_to(id: &str) -> Letter {
    write(&CAMPAIGN, id)
}

/// Such a letter of the campaign in that file.
#[allow(dead_code, reason = "not every test has a campaign of its own")]
pub fn letter_of(file: &Path, id: &str) -> Letter {
    write(&load(file), id)
}

fn write((campaign, library): &(Campaign, Library), id: &str) -> Letter {
    let signer = Signer { email: "alex@example.org".parse().ok(), ..Signer::named("Alex Example".parse().unwrap()) };
    let choice = Choice { recipients: Some(vec![id.to_owned()]), ..Choice::default() };
    let mut forms = Forms::new(library, campaign, date(2026, 11, 23));
    let mut letter = forms.fill(&Arc::new(signer), &choice).unwrap().remove(0);
    "Dear Sir or Madam,\n\nRelease them.\n\nAlex Example".clone_into(&mut letter.text);
    letter
}
