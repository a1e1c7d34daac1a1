use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use jiff::civil::date;
use mail_parser::{Address, MessageParser};
use protest_letter::campaign::{self, Campaign, OwnAddresses};
use protest_letter::letter::{Choice, Form, Letter, Pending, Template, select};
use protest_letter::mail::{Composer, Mail, Role, Stamp, mailto};
use protest_letter::signer::Signer;
use protest_letter::source::{Library, TextFile};
use protest_letter::vocabulary::Channel;

/// The campaign of the tests of the command line.
pub static PRINTERS: LazyLock<Campaign> = LazyLock::new(|| {
    let bytes = include_bytes!("../../tests/cli/printers.toml");
    campaign(bytes, &Library::new([]), &OwnAddresses::default()).expect("it is right")
});

/// A campaign from the bytes of its file; `None` when it has mistakes.
pub fn campaign(bytes: &[u8], library: &Library, own: &OwnAddresses) -> Option<Campaign> {
    let file = TextFile::from_bytes("campaign.toml", bytes).ok()?;
    campaign::load_file(&file, "campaign", library, own).ok().map(|(campaign, _)| campaign)
}

/// Writes every letter that somebody of whom everything is known can write, and its mail.
///
/// # Panics
///
/// When a mail goes to somebody else than the letter says, or has a header of somebody else's making.
pub fn write_letters(campaign: &Campaign, template: Option<&Arc<Template>>) {
    thread_local!(static COMPOSER: Composer = Composer::default());
    let signer = Arc::new(Signer::example());
    for selected in select(campaign, &signer, &Choice::default(), |_| true).into_iter().flatten() {
        let language = selected.language;
        let own = || Template::load(&Library::new([]), "formal", language).ok().map(Arc::new);
        let Some(template) = template.cloned().or_else(own) else { continue };
        let form = Form::new(campaign, selected, signer.country, date(2026, 11, 23), template.into(), None);
        let Ok(form) = form.map(Arc::new) else { continue };
        let Ok(letter) = (Pending { form, signer: Arc::clone(&signer) }).fill() else { continue };
        // Pages are slow, and have tests of their own.
        if letter.form.channel() != Some(Channel::Email) {
            continue;
        }
        let parcel = COMPOSER.with(|composer| composer.compose(&letter, &Stamp::at(Timestamp::UNIX_EPOCH)));
        if let Some(mail) = parcel.ok().and_then(|parcel| parcel.mail) {
            check(&letter, &mail);
        }
    }
}

fn check(letter: &Letter, mail: &Mail) {
    let text = std::str::from_utf8(&mail.bytes).expect("a mail is UTF-8");
    // An address may have no other form (RFC 6532).
    let is_plain = mail.envelope.recipients.iter().all(|one| one.address.local_part().is_ascii());
    assert!(text.is_ascii() || !is_plain, "{text}");
    assert!(text.split("\r\n").all(|line| line.len() <= 998 && !line.contains(['\r', '\n'])), "{text}");
    let message = MessageParser::default().parse(&mail.bytes).expect("a mail is read");
    let of = |role: Role| {
        let recipients = mail.envelope.recipients.iter().filter(move |one| one.role == role);
        recipients.map(|one| format!("{}@{}", one.address.local_part(), one.address.ascii_domain())).collect::<Vec<_>>()
    };
    assert_eq!(addresses(message.to()), of(Role::Addressee), "{text}");
    assert_eq!(addresses(message.cc()), of(Role::Copy), "{text}");
    assert!(message.bcc().is_none(), "{text}");
    assert_eq!(addresses(message.from()), ["alex@example.org"], "{text}");
    let known = ["From", "To", "Cc", "Subject", "Date", "Message-ID", "MIME-Version"];
    for header in message.headers() {
        assert!(known.contains(&header.name()) || header.name().starts_with("Content-"), "{text}");
    }
    assert!(mailto(letter, &mail.envelope.recipients).is_ascii());
}

fn addresses(field: Option<&Address<'_>>) -> Vec<String> {
    field.into_iter().flat_map(Address::iter).filter_map(|one| one.address()).map(str::to_owned).collect()
}
