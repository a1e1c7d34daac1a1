use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use foldhash::fast::RandomState;
use lettre::message::Body;
use lettre::message::header::ContentTransferEncoding::{self, QuotedPrintable, SevenBit};

use super::flowed::{flowed, is_stuffed};
use crate::letter::WIDTH;
use crate::source::Problem;

/// The longest line that is sent as it is; RFC 5322, section 2.1.1 allows 998 octets and asks for 78.
const LONGEST_LINE: usize = 78;

/// The lengths of a paragraph that is worth remembering, in bytes.
const REMEMBERED: std::ops::Range<usize> = 32..16 * 1024;

/// How many paragraphs are remembered, at most.
const MOST: usize = 256;

/// Encodes texts as mails carry them: in a form that every server takes unchanged, and that a person can read raw where it is
/// ASCII.
///
/// The letters of a form share most of their text, so a paragraph that was encoded before is not encoded again.
#[derive(Debug, Clone, Default)]
pub(super) struct Encoder {
    known: HashMap<String, Known, RandomState>,
}

#[derive(Debug, Clone)]
struct Known {
    paragraph: Arc<Paragraph>,
    /// Whether it came again since room was made the last time.
    is_used: bool,
}

/// A line of a text, which is a paragraph.
enum Line<'t> {
    /// One that is the same line in a mail.
    Same(&'t str),
    Paragraph(Arc<Paragraph>),
}

/// A paragraph as `format=flowed`, and encoded when that was asked for.
#[derive(Debug)]
struct Paragraph {
    /// With CRLF at the end of each line.
    flowed: String,
    /// Whether it can go as it is.
    is_plain: bool,
    quoted: OnceLock<Option<Vec<u8>>>,
}

impl Encoder {
    /// A text as `format=flowed` (RFC 3676): as it is, or in quoted-printable (RFC 2045, section 6.7).
    ///
    /// # Errors
    ///
    /// When it holds what no text of a mail can.
    pub(super) fn encode(&mut self, text: &str) -> Result<Body, Problem> {
        let lines: Vec<_> = text.lines().map(|line| self.line(line)).collect();
        let is_plain = lines.iter().all(|line| match line {
            Line::Same(_) => true,
            Line::Paragraph(paragraph) => paragraph.is_plain,
        });
        let encoding = if is_plain { SevenBit } else { QuotedPrintable };
        let mut encoded = Vec::with_capacity(text.len() + text.len() / 8);
        let unfit = || Problem::error("the text of the letter cannot be encoded as a mail");
        for line in lines {
            match line {
                Line::Same(line) if is_plain => {
                    encoded.extend_from_slice(line.as_bytes());
                    encoded.extend_from_slice(b"\r\n");
                }
                Line::Same(line) => {
                    encoded.extend(quoted(format!("{line}\r\n")).ok_or_else(unfit)?);
                }
                Line::Paragraph(paragraph) => {
                    encoded.extend_from_slice(paragraph.encoded(encoding).ok_or_else(unfit)?);
                }
            }
        }
        Ok(Body::dangerous_pre_encoded(encoded, encoding))
    }

    fn line<'t>(&mut self, line: &'t str) -> Line<'t> {
        if line.len() <= WIDTH && line.is_ascii() && !line.ends_with(' ') && !is_stuffed(line) {
            return Line::Same(line);
        }
        if let Some(known) = self.known.get_mut(line) {
            known.is_used = true;
            return Line::Paragraph(Arc::clone(&known.paragraph));
        }
        let paragraph = Arc::new(Paragraph::of(line));
        if REMEMBERED.contains(&line.len()) {
            if self.known.len() >= MOST {
                // What letters share comes again and again; what is one signer's does not.
                self.known.retain(|_, known| std::mem::take(&mut known.is_used));
            }
            self.known.insert(line.to_owned(), Known { paragraph: Arc::clone(&paragraph), is_used: false });
        }
        Line::Paragraph(paragraph)
    }
}

impl Paragraph {
    fn of(line: &str) -> Self {
        let flowed = flowed(line).replace('\n', "\r\n");
        let is_plain = flowed.is_ascii() && flowed.lines().all(|line| line.len() <= LONGEST_LINE);
        Self { flowed, is_plain, quoted: OnceLock::new() }
    }

    fn encoded(&self, encoding: ContentTransferEncoding) -> Option<&[u8]> {
        if encoding == SevenBit {
            return Some(self.flowed.as_bytes());
        }
        self.quoted.get_or_init(|| quoted(self.flowed.clone())).as_deref()
    }
}

fn quoted(lines: String) -> Option<Vec<u8>> {
    Body::new_with_encoding(lines, QuotedPrintable).ok().map(Body::into_vec)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_encoded_as_one_whatever_came_before() {
        let shared = "They were taken from their shop, and are held without charge. ".repeat(5).trim_end().to_owned();
        let texts = [
            format!("A\n\n{shared}\n\nYours"),
            format!("Ä = =41 \n From A\n>\n.\n\n{shared}\n\nYours"),
            shared.clone(),
        ];
        let mut encoder = Encoder::default();
        for text in texts.iter().chain(&texts) {
            let encoded = encoder.encode(text).unwrap();
            assert_eq!(encoded.encoding() == SevenBit, text.is_ascii());
            let flowed: String = text.lines().map(flowed).collect();
            let whole = Body::new_with_encoding(flowed, encoded.encoding()).unwrap();
            assert_eq!(encoded.into_vec(), whole.into_vec());
        }
    }

    #[test]
    fn what_is_shared_is_remembered_and_what_is_not_is_forgotten() {
        let shared = "x".repeat(WIDTH + 1);
        let mut encoder = Encoder::default();
        for number in 0..10 * MOST {
            encoder.encode(&format!("{shared}\n{number:0>100}")).unwrap();
            assert!(encoder.known.len() <= MOST && encoder.known.contains_key(&shared));
        }
    }
}
