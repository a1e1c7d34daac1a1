//! Letters that need no campaign file.

use protest_letter::campaign::{Addresses, CopiedAs, Copies, Kind, Recipient, Text};
use protest_letter::letter::{Letter, RequiredCopies, RequiredCopy};
use protest_letter::signer::Signer;
use protest_letter::vocabulary::{Channel, Language};

/// A letter to `<id>@example.org` with a copy and a blind copy.
pub fn letter_to(id: &str) -> Letter {
    let copy = |address: &str, copied_as| RequiredCopy { address: address.parse().unwrap(), copied_as };
    let email = vec![copy("copy@example.org", CopiedAs::Cc), copy("blind@example.org", CopiedAs::Bcc)];
    Letter {
        campaign: "printers".to_owned(),
        recipient: Recipient {
            id: id.to_owned(),
            kind: Kind::Court,
            office: Text::new([(Language::ENGLISH, "Supreme Court".to_owned())]).unwrap(),
            position: None,
            name: None,
            salutation: None,
            language: None,
            addresses: Addresses { email: vec![format!("{id}@example.org").parse().unwrap()], ..Addresses::default() },
            copies: Copies::default(),
            withheld: Vec::new(),
            note: None,
            source: None,
            directory_entry: None,
            embassy: None,
        },
        channel: Some(Channel::Email),
        signer: Signer { email: "alex@example.org".parse().ok(), ..Signer::named("Alex Example".parse().unwrap()) },
        language: Language::ENGLISH,
        subject: "Release the printers".to_owned(),
        text: "Dear Sir or Madam,\n\nRelease them.\n\nAlex Example".to_owned(),
        copies: RequiredCopies { email, ..RequiredCopies::default() },
    }
}
