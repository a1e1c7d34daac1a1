//! Reply codes (RFC 5321, section 4.2) and enhanced status codes (RFC 3463) in the text of a report.

use super::Status;

/// The words after which a number of three digits is a reply code.
const BEFORE: [&str; 15] = [
    "said", "error", "code", "reply", "returned", "answered", "response", "was", "with", "smtp", "status", "reason",
    "data", "server", "got",
];

/// The codes that say most of what went wrong: one of a pair where there is one, and those for good before those for now.
pub(super) fn find(text: &str) -> (Option<Status>, Option<u16>) {
    let (mut statuses, mut replies, mut pair) = (Vec::new(), Vec::new(), None);
    let mut last: Option<(u16, usize)> = None;
    for (start, number) in numbers(text) {
        let end = start + number.len();
        if let Ok(status) = number.parse::<Status>() {
            if status.class == 2 {
                continue;
            }
            if let Some((reply, reply_end)) = last
                && text[reply_end..start].chars().all(|c| " -#(,\n\t".contains(c))
            {
                pair = pair.or(Some((status, reply)));
            }
            statuses.push(status);
        } else if let Some(reply) = reply(number) {
            let is_code = is_after_code_word(&text[..start]);
            if is_code {
                replies.push(reply);
            }
            last = Some((reply, end));
        }
    }
    if let Some((status, reply)) = pair {
        return (Some(status), Some(reply));
    }
    let status = statuses.iter().find(|status| status.class == 5).or(statuses.first()).copied();
    let reply = replies.iter().find(|reply| **reply >= 500).or(replies.first()).copied();
    (status, reply)
}

/// Runs of digits and dots that stand for themselves.
fn numbers(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        loop {
            let start = rest + text[rest..].find(|c: char| c.is_ascii_digit())?;
            let run = text[start..].find(|c: char| !c.is_ascii_digit() && c != '.');
            let end = run.map_or(text.len(), |run| start + run);
            rest = end;
            let before = text[..start].chars().next_back();
            let after = text[end..].chars().next();
            let is_apart = before.is_none_or(|c| !c.is_alphanumeric() && !"._/@[".contains(c))
                && after.is_none_or(|c| !c.is_alphanumeric() && !"_@/]".contains(c));
            if is_apart {
                return Some((start, text[start..end].trim_end_matches('.')));
            }
        }
    })
}

fn reply(number: &str) -> Option<u16> {
    let code = (number.len() == 3).then(|| number.parse().ok()).flatten()?;
    matches!(code, 400..=459 | 470..=479 | 500..=559 | 570..=579).then_some(code)
}

/// Whether what stands before a number makes it a reply code.
fn is_after_code_word(before: &str) -> bool {
    let trimmed = before.trim_end_matches([' ', '\t', '#']);
    if trimmed.is_empty() || trimmed.ends_with(['\n', ':', '<', '>', '(', '\'', '"', '=', ';', ',']) {
        return true;
    }
    let word = trimmed.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    BEFORE.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_other_numbers() {
        for (text, status, reply) in [
            ("host mx.example.org [192.0.2.12]: 550 5.1.1 no such user", Some("5.1.1"), Some(550)),
            ("Remote host said: 550-5.7.26 This mail", Some("5.7.26"), Some(550)),
            ("Sorry, no mailbox here by that name. (#5.1.1)", Some("5.1.1"), None),
            ("550 sorry, no mailbox here by that name (#5.1.1 - chkusr)", Some("5.1.1"), Some(550)),
            ("552 too much mail", None, Some(552)),
            ("Exim 4.92.3 at 4.3.2.1 took 550 bytes in 5.10.11.12, v5.1.1", None, None),
            ("it was 421 4.7.0 first, and then 554 5.7.1", Some("4.7.0"), Some(421)),
            ("Diagnostic: smtp;550 Requested action not taken", None, Some(550)),
            ("", None, None),
        ] {
            let found = find(text);
            assert_eq!((found.0.map(|status| status.to_string()).as_deref(), found.1), (status, reply), "{text}");
        }
    }
}
