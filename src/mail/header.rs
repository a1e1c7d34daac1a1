//! Header fields: names and subjects in any script, on lines that every program reads.
//!
//! lettre's own encoder leaves a period in a name unquoted, lets a subject that looks like an encoded word be taken for
//! one, and folds nothing in front of an address. So fields are written here.

use std::fmt::{Display, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::vocabulary::EmailAddress;

/// The longest line of a header where there is a place to fold it (RFC 5322, section 2.1.1).
const LONGEST_LINE: usize = 78;

/// The longest encoded word (RFC 2047, section 2).
const LONGEST_ENCODED_WORD: usize = 75;

/// A field whose value can stand on a line as it is.
pub(super) fn plain(name: &str, value: impl Display) -> String {
    format!("{name}: {value}\r\n")
}

/// A field of free text, such as `Subject` (RFC 5322, section 2.2.1).
pub(super) fn unstructured(name: &str, text: &str) -> String {
    let text = one_line(text);
    let mut field = Field::new(name);
    if is_printable(&text) && text.split(' ').all(is_short_word) {
        text.split(' ').for_each(|word| field.push(word));
    } else {
        field.push_encoded(&text);
    }
    field.finish()
}

/// A field of mailboxes, such as `To` (RFC 5322, section 3.4), each with the name of whose it is; nothing when there are none.
pub(super) fn mailboxes(name: &str, mailboxes: &[(Option<&str>, &EmailAddress)]) -> String {
    if mailboxes.is_empty() {
        return String::new();
    }
    let mut field = Field::new(name);
    for (number, (name, address)) in mailboxes.iter().enumerate() {
        // A domain in any script in its ASCII form (RFC 5890).
        let address = format!("{}@{}", address.local_part(), address.ascii_domain());
        let comma = if number + 1 < mailboxes.len() { "," } else { "" };
        match name {
            Some(name) => {
                field.push_phrase(&one_line(name));
                field.push(&format!("<{address}>{comma}"));
            }
            None => field.push(&format!("{address}{comma}")),
        }
    }
    field.finish()
}

/// The value of a field, which grows on folded lines.
struct Field<'n> {
    name: &'n str,
    value: String,
    /// The length of its last line, with the name of the field on the first.
    column: usize,
}

impl<'n> Field<'n> {
    fn new(name: &'n str) -> Self {
        Self { name, value: String::new(), column: name.len() + ":".len() }
    }

    /// Adds a piece, after a space or on a line of its own.
    fn push(&mut self, piece: &str) {
        let fits = self.column + " ".len() + piece.len() <= LONGEST_LINE;
        if self.value.is_empty() {
            // The space behind the colon is there.
        } else if fits {
            self.value.push(' ');
        } else {
            self.value.push_str("\r\n ");
            self.column = 0;
        }
        self.value.push_str(piece);
        self.column += " ".len() + piece.len();
    }

    /// Adds a name: as it is, between quotation marks (RFC 5322, section 3.2.4), or encoded.
    fn push_phrase(&mut self, name: &str) {
        let quoted = format!("\"{}\"", name.replace('\\', r"\\").replace('"', r#"\""#));
        if is_printable(name) && name.split(' ').all(|word| is_short_word(word) && word.chars().all(is_atext)) {
            name.split(' ').for_each(|word| self.push(word));
        } else if is_printable(name) && is_short_word(&quoted) {
            self.push(&quoted);
        } else if is_printable(name) && quoted.split(' ').all(is_short_word) {
            quoted.split(' ').for_each(|word| self.push(word));
        } else {
            self.push_encoded(name);
        }
    }

    /// Adds a text as encoded words (RFC 2047), none of which ends within a character.
    fn push_encoded(&mut self, text: &str) {
        let encode = if q(text).len() <= b(text).len() { q } else { b };
        let whole = encode(text);
        // The first line cannot stay empty, so what does not fit there is cut.
        if !self.value.is_empty() && whole.len() <= LONGEST_ENCODED_WORD {
            return self.push(&whole);
        }
        let mut rest = text;
        while !rest.is_empty() {
            let here = (LONGEST_LINE - " ".len()).saturating_sub(self.column);
            let word = longest_word(rest, here.min(LONGEST_ENCODED_WORD), encode)
                .filter(|(_, after)| {
                    self.value.is_empty() || after.is_empty() || rest[..rest.len() - after.len()].ends_with(' ')
                })
                .or_else(|| longest_word(rest, LONGEST_ENCODED_WORD, encode));
            // A character takes twelve of the seventy-five bytes at most, so there always is one.
            let Some((encoded, after)) = word else { return };
            self.push(&encoded);
            rest = after;
        }
    }

    fn finish(self) -> String {
        plain(self.name, self.value)
    }
}

/// As much of a text as an encoded word of that length holds, and what is left. It ends after a space where there is
/// one: some programs, Python 3.11 among them, show a space between two encoded words of a name.
fn longest_word(text: &str, length: usize, encode: fn(&str) -> String) -> Option<(String, &str)> {
    let ends = text.char_indices().map(|(start, c)| start + c.len_utf8());
    let end = ends.take_while(|&end| encode(&text[..end]).len() <= length).last()?;
    let end = if end < text.len() { text[..end].rfind(' ').map_or(end, |space| space + " ".len()) } else { end };
    Some((encode(&text[..end]), &text[end..]))
}

/// An encoded word that a person can nearly read (RFC 2047, section 4.2, with the bytes that section 5 allows in names).
fn q(text: &str) -> String {
    let mut word = "=?utf-8?q?".to_owned();
    for &byte in text.as_bytes() {
        match byte {
            b' ' => word.push('_'),
            b'!' | b'*' | b'+' | b'-' | b'/' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => word.push(byte.into()),
            // Writing to a string cannot fail.
            _ => drop(write!(word, "={byte:02X}")),
        }
    }
    word + "?="
}

/// An encoded word in Base64 (RFC 2047, section 4.1).
fn b(text: &str) -> String {
    format!("=?utf-8?b?{}?=", STANDARD.encode(text))
}

/// Whether a text can stand in a header as it is, and nobody takes it for encoded words.
fn is_printable(text: &str) -> bool {
    text.chars().all(|c| c == ' ' || c.is_ascii_graphic()) && !text.contains("=?")
}

/// Whether a word, of which there is one, fits on a line of its own. The empty one between two spaces would be lost.
fn is_short_word(word: &str) -> bool {
    (1..LONGEST_LINE - 12).contains(&word.len())
}

/// The characters that need no quotation marks (RFC 5322, section 3.2.3).
fn is_atext(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

/// A text without line breaks or control characters, whatever it was made of.
fn one_line(text: &str) -> String {
    text.replace(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'), " ").trim_matches(' ').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(text: &str) -> String {
        unstructured("Subject", text)
    }

    fn to(mailboxes_of: &[(Option<&str>, &str)]) -> String {
        let addresses: Vec<EmailAddress> = mailboxes_of.iter().map(|(_, address)| address.parse().unwrap()).collect();
        let names = mailboxes_of.iter().map(|(name, _)| *name);
        mailboxes("To", &names.zip(&addresses).collect::<Vec<_>>())
    }

    #[test]
    fn what_can_be_read_stays_as_it_is() {
        assert_eq!(subject("Release them!"), "Subject: Release them!\r\n");
        assert_eq!(to(&[(Some("Ann O'Brien {{x}}"), "a@example.org")]), "To: Ann O'Brien {{x}} <a@example.org>\r\n");
        assert_eq!(to(&[(None, "a@example.org"), (None, "b@example.org")]), "To: a@example.org, b@example.org\r\n");
    }

    #[test]
    fn what_means_something_in_a_header_is_quoted() {
        for (name, quoted) in [
            ("J. Smith", r#""J. Smith""#),
            ("Smith, Jane (Ann)", r#""Smith, Jane (Ann)""#),
            (r#"Jane "Ann" \o/"#, r#""Jane \"Ann\" \\o/""#),
            ("a@b.example <x>", r#""a@b.example <x>""#),
            ("two  spaces", r#""two  spaces""#),
        ] {
            assert_eq!(to(&[(Some(name), "a@example.org")]), format!("To: {quoted} <a@example.org>\r\n"));
        }
    }

    #[test]
    fn other_scripts_are_encoded_in_the_shorter_way() {
        assert_eq!(subject("Свобода"), "Subject: =?utf-8?b?0KHQstC+0LHQvtC00LA=?=\r\n");
        assert_eq!(subject("Zürich now"), "Subject: =?utf-8?q?Z=C3=BCrich_now?=\r\n");
        assert_eq!(subject("=?utf-8?q?x?="), "Subject: =?utf-8?b?PT91dGYtOD9xP3g/PQ==?=\r\n");
        assert_eq!(b("a") + &b("ab") + &b("abc"), "=?utf-8?b?YQ==?==?utf-8?b?YWI=?==?utf-8?b?YWJj?=");
    }

    #[test]
    fn lines_are_folded_and_nothing_breaks_out_of_one() {
        let long =
            [("word ".repeat(300)), "x".repeat(1200), "Әлия 🕊 ".repeat(60), "a\r\nBcc: b@example.org".to_owned()];
        for text in long {
            let headers = [subject(&text), to(&[(Some(&text), "a@example.org"), (Some(&text), "b@example.org")])];
            for line in headers.iter().flat_map(|header| header.split_terminator("\r\n")) {
                assert!(line.len() <= LONGEST_LINE && line.is_ascii() && !line.contains(['\r', '\n']), "{line}");
                assert!(line.starts_with(' ') || line.starts_with("Subject: ") || line.starts_with("To: "), "{line}");
            }
        }
    }
}
