//! A letter on the screen: its envelope and its text.

use std::fmt::Write as _;

use super::copies::owed;
use crate::campaign::CopiedAs;
use crate::cli::terminal::screen::{BOLD, DIM, WARN, say, styled};
use crate::config::Relay;
use crate::letter::{Letter, Reach, WIDTH, advice, wrap};
use crate::mail::Sender;
use crate::vocabulary::{Channel, EmailAddress, Number};

/// A letter as it is read before it goes: how, from whom, to whom, with which copies, and its text.
pub(crate) fn letter_view(letter: &Letter, relay: Option<&Relay>, number: usize, of: usize) -> String {
    let mut view = String::new();
    let title = format!("Letter {number} of {of}: {}, {}", letter.form.recipient.id, way(&letter.form.reach));
    // Writing to a string cannot fail.
    let _ = writeln!(view, "{}", styled(BOLD, title));
    for (name, value) in envelope(letter, relay) {
        let _ = writeln!(view, "{} {value}", styled(DIM, format_args!("{name:8}")));
    }
    for owed in owed(&letter.form).iter().filter(|owed| !owed.with_the_mail) {
        let _ = writeln!(view, "{}", styled(WARN, &owed.words));
    }
    let _ = writeln!(view, "\n{}", wrap(&letter.text, WIDTH));
    view
}

/// What can be said about a letter before it goes.
pub(crate) fn say_advice(written: &[Letter]) {
    let mut all: Vec<(String, Vec<&str>)> = Vec::new();
    for letter in written {
        for advice in advice::advice(letter) {
            let id = letter.form.recipient.id.as_str();
            match all.iter_mut().find(|(said, _)| *said == advice) {
                Some((_, ids)) => ids.push(id),
                None => all.push((advice, vec![id])),
            }
        }
    }
    for (advice, ids) in all {
        let whose = if ids.len() == written.len() { String::new() } else { format!(" ({})", ids.join(", ")) };
        say(format_args!("{} {advice}{whose}", styled(WARN, "advice:")));
    }
}

/// How a recipient is reached, in words.
pub(crate) fn way(reach: &Reach) -> String {
    let list =
        |channels: &[Channel]| channels.iter().map(|channel| channel.in_words()).collect::<Vec<_>>().join(" or ");
    match reach {
        Reach::By(channel) => format!("by {}", channel.in_words()),
        Reach::OnlyBy(channels) => format!("only by {}", list(channels)),
        Reach::Withheld(channels) => format!("{} withheld by the published appeal", list(channels)),
        Reach::NeedsCountry => "needs your country (--country, or `country` in your profile)".to_owned(),
        Reach::UnknownEmbassy(host) => {
            format!("no address of the embassy in {} is known", host.name())
        }
        Reach::NoAddress => "no address is known".to_owned(),
    }
}

/// From, To, copies and subject, each with its name.
fn envelope(letter: &Letter, relay: Option<&Relay>) -> Vec<(&'static str, String)> {
    let mut envelope = match Sender::of(letter, relay) {
        // Who has no address can still print it.
        Err(_) => vec![("From", letter.signer.name.to_string())],
        Ok(Sender { name, address, reply_to }) => {
            let reply_to = reply_to.map(|address| ("Reply-To", format!("{} <{address}>", letter.signer.name)));
            [("From", format!("{name} <{address}>"))].into_iter().chain(reply_to).collect()
        }
    };
    envelope.push(("To", addresses(letter)));
    for (name, copied_as) in [("Cc", CopiedAs::Cc), ("Bcc", CopiedAs::Bcc)] {
        let copies = letter.form.copies.email.iter().filter(|copy| copy.copied_as == copied_as);
        let copies: Vec<_> = copies.map(|copy| copy.address.as_str()).collect();
        if !copies.is_empty() {
            envelope.push((name, copies.join(", ")));
        }
    }
    envelope.push(("Subject", letter.form.subject.clone()));
    envelope
}

/// The office, with the addresses of the channel that the letter takes.
fn addresses(letter: &Letter) -> String {
    let office = letter.form.recipient.office.nearest(letter.form.language);
    match letter.form.channel() {
        Some(Channel::Email) => {
            let addresses = &letter.form.recipient.addresses.email;
            let addresses: Vec<_> = addresses.iter().map(|address| format!("<{address}>")).collect();
            format!("{office} {}", addresses.join(", "))
        }
        Some(Channel::Fax | Channel::Phone) => format!("{office}, {}", destination(letter)),
        Some(Channel::Post) | None => office.to_owned(),
    }
}

/// Where a letter goes.
pub(crate) fn destination(letter: &Letter) -> String {
    let addresses = &letter.form.recipient.addresses;
    let numbers = |numbers: &[Number]| numbers.iter().map(Number::written).collect::<Vec<_>>().join(", or ");
    match letter.form.channel() {
        Some(Channel::Email) => addresses.email.iter().map(EmailAddress::as_str).collect::<Vec<_>>().join(", "),
        Some(Channel::Fax) => format!("fax {}", numbers(&addresses.fax)),
        Some(Channel::Phone) => format!("telephone {}", numbers(&addresses.phone)),
        Some(Channel::Post) => letter.heading().addressee.join(", "),
        None => way(&letter.form.reach),
    }
}
