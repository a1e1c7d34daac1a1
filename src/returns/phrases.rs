//! What programs write into reports, as data: `phrases.tsv`.

use std::sync::OnceLock;

use super::Status;

/// What a phrase tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tells {
    /// In a text: a mail did not arrive.
    Failed,
    /// In a text: a mail is still tried.
    Delayed,
    /// At the beginning of a subject: a mail did not arrive.
    FailedSubject,
    /// At the beginning of a subject: a mail is still tried.
    DelayedSubject,
    /// At the beginning of a subject: a program answers.
    Away,
    /// In a line: the mail that came back follows.
    Original,
    /// In the name of a sender: it is a mail server.
    Server,
    /// In a text: why.
    Why(Status),
}

/// Lowercase phrases in their order.
fn phrases() -> &'static [(Tells, &'static str)] {
    static PHRASES: OnceLock<Vec<(Tells, &str)>> = OnceLock::new();
    PHRASES.get_or_init(|| {
        let lines = include_str!("phrases.tsv").lines().filter(|line| !line.starts_with('#'));
        lines
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(what, phrase)| Some((tells(what)?, phrase)))
            .collect()
    })
}

fn tells(what: &str) -> Option<Tells> {
    Some(match what {
        "failed" => Tells::Failed,
        "delayed" => Tells::Delayed,
        "failed-subject" => Tells::FailedSubject,
        "delayed-subject" => Tells::DelayedSubject,
        "away" => Tells::Away,
        "original" => Tells::Original,
        "server" => Tells::Server,
        code => Tells::Why(code.parse().ok()?),
    })
}

/// Whether a text holds a phrase that tells this; it is in lower case, and has one space between words.
pub(super) fn holds(text: &str, what: Tells) -> bool {
    phrases().iter().any(|(tells, phrase)| *tells == what && text.contains(phrase))
}

/// Whether a text begins with a phrase that tells this, after brackets perhaps.
pub(super) fn begins(text: &str, what: Tells) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    phrases().iter().any(|(tells, phrase)| *tells == what && text.starts_with(phrase))
}

/// The status code that the words of a text mean.
pub(super) fn why(text: &str) -> Option<Status> {
    phrases().iter().find_map(|(tells, phrase)| match tells {
        Tells::Why(status) if text.contains(phrase) => Some(*status),
        _ => None,
    })
}

/// A text in lower case, with one space between words.
pub(super) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().replace('’', "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_understood_and_as_texts_are_compared() {
        for line in include_str!("phrases.tsv").lines().filter(|line| !line.starts_with('#')) {
            let (what, phrase) = line.split_once('\t').unwrap_or_else(|| panic!("{line}"));
            assert!(tells(what).is_some(), "{line}");
            assert_eq!(phrase, plain(phrase), "{line}");
        }
    }
}
