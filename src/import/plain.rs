use std::borrow::Cow;

use super::appeal_line::{is_contact, tidy};
use super::marker::marker;
use super::{Appeal, AppealLine};

/// From how many characters on a line was broken for the width of a page.
const WIDTH: usize = 55;

/// How many items the lists of an appeal have at most.
const ITEMS: usize = 12;

/// How many lines one line is joined of at most.
const MOST: usize = 60;

/// Reads a plain text: lines that were broken for the width of a page are joined, signs of quoting are left out.
pub(super) fn read(text: &str, first_line: usize, markdown: bool) -> Vec<AppealLine> {
    let mut lines: Vec<AppealLine> = Vec::new();
    let mut in_signature = false;
    let is_quoted = markdown || quotes(text);
    for (number, raw) in (first_line..).zip(text.split('\n')) {
        let raw = if is_quoted { unquoted(raw) } else { raw };
        // A signature begins with two hyphens and a space (RFC 3676, section 4.3).
        in_signature |= matches!(raw.trim_end_matches('\r'), "-- " | "--");
        let cells = raw.trim().split('\t').filter(|cell| !cell.trim().is_empty()).count();
        let raw = if cells > 2 { Cow::Owned(raw.trim().replace('\t', " | ")) } else { Cow::Borrowed(raw) };
        let mut line = AppealLine { apart: in_signature, ..AppealLine::new(number, &raw) };
        let title = line.text.trim_start_matches('#').trim_start().to_owned();
        if title.len() < line.text.len() && !title.is_empty() {
            line.heading = true;
            line.text = title;
        }
        if markdown {
            line = without_marks(line);
        }
        match lines.last_mut() {
            Some(last) if breaks_address(last, &line) => {
                last.joints.push((last.text.len(), number));
                last.text.push_str(&line.text);
            }
            Some(last) if goes_on(last, &line) => {
                last.text.push(' ');
                last.joints.push((last.text.len(), number));
                last.text.push_str(&line.text);
                last.links.append(&mut line.links);
            }
            Some(last) if last.is_blank() && line.is_blank() => {}
            _ => lines.push(line),
        }
        if lines.len() > Appeal::LINES {
            break;
        }
    }
    lines
}

/// Whether the sign `>` quotes in a text: where it stands before single lines alone, it is that of a list.
fn quotes(text: &str) -> bool {
    let has_sign = |line: &&str| line.trim_start().starts_with('>');
    let is_bare = |line: &str| line.trim().bytes().all(|byte| byte == b'>') || line.trim_start().starts_with(">>");
    text.split('\n').filter(has_sign).any(is_bare) || text.split('\n').filter(has_sign).count() > ITEMS
}

/// A line without the signs of quoting before it.
fn unquoted(line: &str) -> &str {
    let mut line = line;
    while let Some(rest) = line.strip_prefix('>') {
        line = rest.strip_prefix(' ').unwrap_or(rest);
    }
    line
}

/// Whether a line is the rest of the one before, which had no more room.
fn goes_on(last: &AppealLine, line: &AppealLine) -> bool {
    let start = last.joints.last().map_or(0, |(start, _)| *start);
    let length = last.text[start..].chars().count();
    let full = (WIDTH..100).contains(&length);
    if !full || last.heading || line.heading || line.is_blank() || last.apart != line.apart || last.joints.len() >= MOST
    {
        return false;
    }
    // A row of signs parts what stands above it from what stands below.
    let says = |text: &str| text.contains(char::is_alphanumeric);
    if !says(&last.text[start..]) || !says(&line.text) {
        return false;
    }
    // A row of a table is a line of its own.
    if last.text.contains(" | ") || line.text.starts_with('|') {
        return false;
    }
    if breaks_number(&last.text, &line.text) {
        return true;
    }
    if last.text.ends_with([':', ';']) || marker(&line.text) > 0 || begins_with_label(&line.text) {
        return false;
    }
    if line.text.starts_with(char::is_uppercase) && (is_contact(&last.text[start..]) || is_contact(&line.text)) {
        return false;
    }
    let first = line.text.trim_start_matches(['(', '"', '“', '„', '«', '‘']).chars().next();
    first.is_some_and(char::is_lowercase) || !last.text.ends_with(['.', '!', '?']) || length > 65
}

/// Whether a mailbox is broken in two, after a sign that ends none: "name_" or "name@host.".
fn breaks_address(last: &AppealLine, line: &AppealLine) -> bool {
    let word = last.text.rsplit(' ').next().unwrap_or_default();
    let next = line.text.split(' ').next().unwrap_or_default();
    let is_alone = line.text == next || next.ends_with([',', ';', '.']);
    let in_domain = word.contains('@') && word.ends_with(['.', '-', '@']) && is_alone && !next.contains('@');
    let in_name = !word.contains('@') && word.ends_with('_') && next.contains('@');
    let is_name = word.chars().filter(|c| c.is_alphanumeric()).count() >= 2;
    (in_domain || in_name && is_name)
        && next.starts_with(|c: char| c.is_ascii_lowercase())
        && last.apart == line.apart
        && last.joints.len() < MOST
}

/// Whether a number goes on in the next line, which begins with digits: its beginning alone is none to call.
fn breaks_number(last: &str, next: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '+');
    let tail = &last[last.trim_end_matches(is_part).len()..];
    let digits = tail.bytes().filter(u8::is_ascii_digit).count();
    let is_begun = last.ends_with(|c: char| c.is_ascii_digit()) && tail.contains(['+', '(']) && digits < 9;
    is_begun && next.starts_with(|c: char| c.is_ascii_digit()) && marker(next) == 0
}

/// Whether a short word with a colon stands first, as before an address.
fn begins_with_label(text: &str) -> bool {
    let head = text.char_indices().nth(24).map_or(text, |(at, _)| &text[..at]);
    let first = head.split_whitespace().next().unwrap_or_default();
    // What ends a sentence with a colon is no label.
    let is_label_alone = head.ends_with(':') && !text.starts_with(char::is_lowercase);
    head.contains(": ") || is_label_alone || first.contains('@') || first.ends_with('.') && first.len() <= 5
}

/// A line of Markdown as it is shown.
fn without_marks(line: AppealLine) -> AppealLine {
    let AppealLine { text, mut links, .. } = line;
    let mut shown = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['*', '_', '[', '\\', '`']) {
        shown.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) =
            rest.strip_prefix("**").or_else(|| rest.strip_prefix("__")).or_else(|| rest.strip_prefix('`'))
        {
            rest = after;
        } else if let Some((title, target, after)) = link(rest) {
            shown.push_str(title);
            match target.strip_prefix("mailto:") {
                Some(address) if !title.contains(address) => {
                    shown.extend([" <", address, ">"]);
                }
                Some(_) => {}
                None => links.push(target.to_owned()),
            }
            rest = after;
        } else if rest.starts_with('\\') && rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) {
            shown.push_str(&rest[1..2]);
            rest = &rest[2..];
        } else {
            shown.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    shown.push_str(rest);
    AppealLine { text: tidy(&shown), links, ..line }
}

/// A link at the beginning of a text: its title, its target, and what follows.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let (title, rest) = text.strip_prefix('[')?.split_once("](").filter(|(title, _)| title.len() < 500)?;
    let (target, after) = rest.split_once(')').filter(|(target, _)| target.len() < 2000)?;
    (!title.contains(['[', ']'])).then_some((title, target, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, markdown: bool) -> Vec<String> {
        read(text, 1, markdown).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn a_line_broken_for_the_width_of_a_page_is_one() {
        let text = "The authorities of Exampleville have taken three printers and\nhold them without a lawyer.\nFax: 1";
        let lines = read(text, 1, false);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].number_at(lines[0].text.find("hold").unwrap()), 2);
        let office = "Ministry of Justice of the Republic of Exampleland and Utopia\nFax: +00 1\n1. One\n2. Two";
        assert_eq!(texts(office, false).len(), 4);
    }

    #[test]
    fn what_is_broken_within_an_address_is_one() {
        assert_eq!(texts("E-mail: press_\ncourt@example.org", false), ["E-mail: press_court@example.org"]);
        assert_eq!(texts("E-mail: court@example.\norg", false), ["E-mail: court@example.org"]);
        assert_eq!(texts("Write to court@example.org.\nThank you", false).len(), 2);
        let row = "| The court of the city of Exampleville in Exampleland | court@example.org | – |";
        assert_eq!(texts(&format!("{row}\n{row}"), true).len(), 2);
        let broken =
            "Minister of Justice of the Republic of Exampleland, fax: +997 17\n200 97 55, e-mail: a@example.org";
        assert_eq!(texts(broken, false).len(), 1);
    }

    #[test]
    fn markdown_is_read_as_it_is_shown() {
        let text = "# Free them\n**E-mail:** [write](mailto:court@example.org), a\\_b [page](https://example.org)";
        assert_eq!(texts(text, true), ["Free them", "E-mail: write <court@example.org>, a_b page"]);
    }
}
