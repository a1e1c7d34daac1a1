//! Reports that programs write in words of their own.

use super::phrases::{self, Tells};
use super::{Action, Failure, addresses, codes, delivery_status};

/// The fields with which the header of a mail begins that came back.
const FIRST_FIELDS: [&str; 9] = [
    "return-path:",
    "received:",
    "dkim-signature:",
    "message-id:",
    "mime-version:",
    "x-mailer:",
    "from:",
    "x-google-dkim-signature:",
    "x-google-smtp-source:",
];

/// What stands before an address that is nobody's who did not get the mail.
const OTHERS: [&str; 12] = [
    "from",
    "sender",
    "reply-to",
    "contact",
    "mailto",
    "write to",
    "help",
    "support",
    "postmaster",
    "original sender",
    "identificativo messaggio",
    "\"source",
];

/// What stands before the mailbox that a mail was written to, after the one that it was passed on to (Exim, Postfix, Sendmail).
const PASSED_ON: [&str; 2] = ["generated from", "expanded from"];

/// How much of a text is looked at, in bytes.
const MOST: usize = 32 * 1024;

/// Where the mail that came back is looked for, in bytes.
const FARTHEST: usize = 4 * MOST;

/// How many mailboxes are taken from the header of a report.
const MOST_MAILBOXES: usize = 1000;

/// A text, and the mail that came back with it, where that stands below.
pub(super) fn split(text: &str) -> (&str, &str) {
    let mut at = 0;
    let mut lines = floor(text, FARTHEST).split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let plain = phrases::plain(line);
        let is_field = |line: &str| FIRST_FIELDS.iter().any(|name| line.starts_with(name));
        let is_header =
            |line: &str| is_field(&line.to_lowercase()) || line.starts_with("Subject:") || line.starts_with("To:");
        // One field may be part of the report: two are a header.
        let is_head = at > 0
            && is_header(line)
            && lines.peek().is_some_and(|next| {
                is_header(next)
                    || next.starts_with([' ', '\t'])
                    || super::mbox::is_field(next.as_bytes()) && is_field(&line.to_lowercase())
            });
        if is_head || plain.len() < 120 && phrases::holds(&plain, Tells::Original) {
            return (floor(text, at.min(MOST)), &text[at..]);
        }
        at += line.len();
    }
    (floor(text, MOST), "")
}

fn floor(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most.min(text.len()))]
}

/// What a text says of each mailbox; `failed` are those that are known from elsewhere, and `others` are not meant.
pub(super) fn read(text: &str, failed: &[String], others: &[String], action: Action) -> Vec<Failure> {
    // Some have the fields of a report in their text.
    let fields: Vec<_> = delivery_status::read(text).into_iter().filter(|one| one.action == action).collect();
    if failed.is_empty() && !fields.is_empty() {
        return fields;
    }
    let mut places = if failed.is_empty() { recipients(text, others) } else { known(text, failed) };
    if places.is_empty() {
        places.extend(written_to(text).map(|mailbox| (0, mailbox)));
    }
    let all = codes::find(text);
    let all_words = phrases::why(&phrases::plain(text));
    let failure = |(at, (start, mailbox)): (usize, &(usize, String))| {
        let end = places[at + 1..].iter().map(|(start, _)| *start).find(|next| next > start).unwrap_or(text.len());
        let own = &text[*start..end];
        let mut recipients: Vec<_> = written_to(own).into_iter().chain([mailbox.clone()]).collect();
        recipients.dedup_by(|one, other| one.eq_ignore_ascii_case(other));
        let (mut status, mut reply) = codes::find(own);
        let mut words = None;
        if (status, reply) == (None, None) {
            words = phrases::why(&phrases::plain(own));
        }
        // What stands above is said of all.
        if (status, reply) == (None, None) && words.is_none() {
            (status, reply) = all;
        }
        if (status, reply) == (None, None) && words.is_none() {
            words = all_words;
        }
        Failure { recipients, action, status: status.or(words), reply, status_from_words: words.is_some() }
    };
    places.iter().enumerate().map(failure).collect()
}

/// The mailbox that a mail was written to, of one that it was passed on to.
fn written_to(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let after = PASSED_ON.iter().find_map(|words| lower.find(words).map(|at| at + words.len()))?;
    let line = text[after..].trim_start().lines().next()?;
    addresses::first(line)
}

/// Whether a mailbox that follows is the one that a mail was written to.
fn is_passed_on(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric()).as_bytes();
    let ends = |words: &str| before.len().checked_sub(words.len()).map(|at| &before[at..]);
    PASSED_ON.iter().any(|words| ends(words).is_some_and(|end| end.eq_ignore_ascii_case(words.as_bytes())))
}

/// Whether a line of a text begins with a mailbox, after signs and space.
pub(super) fn begins_with_mailbox(text: &str) -> bool {
    text.lines().any(|line| addresses::leading(line).is_some())
}

/// Whether a line of a text begins with a mailbox in angle brackets and a colon, as many list those of which they write.
pub(super) fn lists_mailboxes(text: &str) -> bool {
    text.lines().any(|line| {
        let mailbox = line.strip_prefix('<').and_then(|line| line.split_once(">:"));
        mailbox.is_some_and(|(mailbox, _)| addresses::leading(mailbox) == Some(0..mailbox.len()))
    })
}

/// Where mailboxes that are known stand in a text.
fn known(text: &str, failed: &[String]) -> Vec<(usize, String)> {
    let lower = text.to_ascii_lowercase();
    let failed = failed.iter().take(MOST_MAILBOXES);
    failed.map(|mailbox| (lower.find(&mailbox.to_ascii_lowercase()).unwrap_or(0), mailbox.clone())).collect()
}

/// The mailboxes that a text is about: those at the beginnings of its lines or after a colon; others where there are none.
fn recipients(text: &str, others: &[String]) -> Vec<(usize, String)> {
    let is_other = |mailbox: &str| others.iter().any(|other| other.eq_ignore_ascii_case(mailbox));
    let mut first: Vec<(usize, String)> = Vec::new();
    let mut labelled: Vec<(usize, String)> = Vec::new();
    let mut weak: Vec<(usize, String)> = Vec::new();
    let mut own: Vec<(usize, String)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let leading = addresses::leading(line).map(|place| place.start);
        for place in addresses::places(line) {
            let mailbox = &line[place.clone()];
            let before = line[..place.start].to_lowercase();
            let label = before.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ':' && c != ';');
            // A mail has an id like an address.
            let is_mail =
                label.split_whitespace().next_back().is_some_and(|word| matches!(word, "id:" | "message-id:"));
            if is_mail || OTHERS.iter().any(|other| label.contains(other)) || is_passed_on(&text[..at + place.start]) {
                continue;
            }
            let is_own = is_other(mailbox);
            if is_own && label.trim() == "to:" {
                // Whom the mail names as its reader, who may have written to others hiddenly.
                continue;
            }
            let is_listed = leading == Some(place.start) || label.ends_with([':', ';']);
            let list = match (is_own, is_listed) {
                (true, true) => &mut own,
                // Its reader is spoken to.
                (true, false) => continue,
                (false, _) if leading == Some(place.start) => &mut first,
                (false, true) => &mut labelled,
                (false, false) => &mut weak,
            };
            if !list.iter().any(|(_, other)| other.eq_ignore_ascii_case(mailbox)) {
                list.push((at + place.start, mailbox.to_owned()));
            }
        }
        at += line.len();
    }
    // What is most certainly meant; in the end somebody may have written to themselves.
    let lists = [first, labelled, weak.into_iter().take(1).collect(), own.into_iter().take(1).collect()];
    lists.into_iter().find(|list: &Vec<_>| !list.is_empty()).unwrap_or_default()
}
