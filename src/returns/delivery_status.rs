//! The fields of a delivery report (RFC 3464, section 2), whoever wrote them.

use std::collections::BTreeSet;

use super::{Action, Failure, Status, addresses, codes, phrases};

/// What the fields say of each mailbox; the first time where they say it again.
pub(super) fn read(fields: &str) -> Vec<Failure> {
    let mut failures = Vec::new();
    let mut seen = BTreeSet::new();
    for group in groups(fields) {
        let field = |name: &str| group.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str());
        let recipients = ["original-recipient", "final-recipient", "x-actual-recipient"];
        let mut mailboxes: Vec<String> = Vec::new();
        for mailbox in recipients.into_iter().filter_map(field).filter_map(mailbox) {
            if !mailboxes.iter().any(|other| other.eq_ignore_ascii_case(&mailbox)) {
                mailboxes.push(mailbox);
            }
        }
        let said = field("diagnostic-code").unwrap_or_default();
        let said = said.split_once(';').map_or(said, |(_, text)| text);
        let code = field("status").unwrap_or_default();
        let status = status(code);
        let action = action(field("action"), status);
        let (Some(action), false) = (action, mailboxes.is_empty()) else { continue };
        if !seen.insert(mailboxes.clone()) {
            continue;
        }
        let (told, reply) = codes::find(said);
        let reply = reply.or_else(|| codes::find(code).1);
        let is_better = |told: &Status| status.is_none_or(|status| status.is_vague() || status.class != told.class);
        // A class of its own is told where the report sums up what the server said.
        let is_better = |told: &Status| is_better(told) && (told.class == 5 || status.is_none());
        let status = told.filter(is_better).or(status);
        let words = if status.is_none() && reply.is_none() { phrases::why(&phrases::plain(said)) } else { None };
        failures.push(Failure {
            recipients: mailboxes,
            action,
            status: status.or(words),
            reply,
            status_from_words: words.is_some(),
        });
    }
    failures
}

/// The fields in groups, each name in lower case. An empty line ends a group, and so does a field that is there already.
fn groups(fields: &str) -> Vec<Vec<(String, String)>> {
    let mut groups: Vec<Vec<(String, String)>> = vec![Vec::new()];
    for line in fields.lines() {
        let Some(group) = groups.last_mut() else { break };
        if line.trim().is_empty() {
            groups.push(Vec::new());
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = group.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            let field = (name.trim().to_lowercase(), value.trim().to_owned());
            if field.0 == "final-recipient" && group.iter().any(|(name, _)| *name == field.0) {
                groups.push(vec![field]);
            } else {
                group.push(field);
            }
        }
    }
    groups
}

/// The mailbox in `rfc822; name@example.org`.
fn mailbox(value: &str) -> Option<String> {
    match value.split_once(';') {
        Some((kind, mailbox)) if kind.trim().eq_ignore_ascii_case("utf-8") => addresses::first(&unescaped(mailbox)),
        Some((_, mailbox)) => addresses::first(mailbox),
        None => addresses::first(value),
    }
}

/// A text in which `\x{43F}` stands for a character that is not of ASCII (RFC 6533, section 3).
fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\x{");
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, rest) = part.split_once('}').unwrap_or((part, ""));
        all.extend(u32::from_str_radix(number, 16).ok().and_then(char::from_u32));
        all += rest;
    }
    all
}

/// The code in `5.1.1 (bad destination mailbox address)`. Here a program may have one of its own.
fn status(value: &str) -> Option<Status> {
    value.split(|c: char| !c.is_ascii_digit() && c != '.').find_map(Status::of_field)
}

fn action(word: Option<&str>, status: Option<Status>) -> Option<Action> {
    let word = word.unwrap_or_default().trim().to_lowercase();
    let of_status = || {
        status.map(|status| match status.class {
            2 => Action::Delivered,
            4 => Action::Delayed,
            _ => Action::Failed,
        })
    };
    match word.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default() {
        "failed" | "failure" | "error" | "expired" => Some(Action::Failed),
        "delayed" | "deferred" => Some(Action::Delayed),
        "delivered" | "relayed" | "expanded" | "deliverable" => Some(Action::Delivered),
        _ => of_status(),
    }
}
