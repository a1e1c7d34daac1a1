use std::io::{self, BufRead};

/// How much of one mail is looked at, in bytes; what is longer is passed over without being kept.
pub(super) const MOST: usize = 4 * 1024 * 1024;

/// The longest line that is looked at as one.
const LONGEST_LINE: usize = 64 * 1024;

/// The mails of an mbox (RFC 4155 and its older kinds), one after the other.
///
/// A mail begins at a line `From ` with a day and time in it, or nothing else, after an empty line and before a header field. `>From ` in a
/// text is `From ` again (mboxrd). What `Content-Length` says (mboxcl) is not believed: it may lie, and would hide mails.
#[derive(Debug)]
pub(super) struct Mbox<R> {
    reader: R,
    /// A line that is read and belongs to the next mail.
    ahead: Option<Vec<u8>>,
    is_over: bool,
}

impl<R: BufRead> Mbox<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, ahead: None, is_over: false }
    }

    /// The next mail without the line before it, as much of it as is looked at; `None` when there is none.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub(super) fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut mail = Vec::new();
        let mut has_begun = false;
        let (mut line, mut pending) = (Vec::new(), None::<Vec<u8>>);
        let mut is_after_empty = true;
        if let Some(first) = self.ahead.take() {
            push(&mut mail, &first);
            (has_begun, is_after_empty) = (true, false);
        }
        while !self.is_over {
            line.clear();
            let is_whole = self.read_line(&mut line)?;
            if line.is_empty() {
                self.is_over = true;
            } else if let Some(separator) = pending.take() {
                if is_field(&line) || line.starts_with(b">From ") {
                    self.ahead = Some(line);
                    if has_begun {
                        return Ok(Some(mail));
                    }
                    return self.next();
                }
                push(&mut mail, &separator);
                push(&mut mail, &line);
                has_begun = true;
            } else if is_whole && is_after_empty && is_separator(&line) {
                pending = Some(std::mem::take(&mut line));
            } else {
                has_begun |= !line.trim_ascii().is_empty();
                push(&mut mail, unquoted(&line));
            }
            is_after_empty = line.trim_ascii().is_empty() && pending.is_none();
        }
        Ok(has_begun.then_some(mail))
    }

    /// Reads a line, or a part of one that is too long; whether it is whole.
    fn read_line(&mut self, line: &mut Vec<u8>) -> io::Result<bool> {
        let mut limited = io::Read::take(&mut self.reader, LONGEST_LINE as u64);
        limited.read_until(b'\n', line)?;
        Ok(line.len() < LONGEST_LINE || line.ends_with(b"\n"))
    }
}

fn push(mail: &mut Vec<u8>, line: &[u8]) {
    if mail.len() < MOST {
        mail.extend_from_slice(line);
    }
}

/// Whether a mail begins after this line: `From sender Wed Nov 25 04:16:17 2026`, `From - …`, or `From ` alone.
pub(super) fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let rest = rest.trim_ascii();
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let has_time = rest.windows(5).any(|five| five[2] == b':' && [0, 1, 3, 4].iter().all(|at| is_digit(&five[*at])));
    let has_year = rest.split(|byte| !byte.is_ascii_digit()).any(|word| word.len() == 4);
    rest.is_empty() || has_time && has_year
}

/// Whether a line begins a header field (RFC 5322, section 2.2).
pub(super) fn is_field(line: &[u8]) -> bool {
    let name = line.iter().position(|byte| *byte == b':').map(|end| line[..end].trim_ascii_end());
    name.is_some_and(|name| !name.is_empty() && name.len() < 77 && name.iter().all(u8::is_ascii_graphic))
}

/// The line without the `>` that keeps it from beginning a mail.
fn unquoted(line: &[u8]) -> &[u8] {
    let quotes = line.iter().take_while(|byte| **byte == b'>').count();
    if quotes > 0 && line[quotes..].starts_with(b"From ") { &line[1..] } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mails(text: &str) -> Vec<String> {
        let mut mbox = Mbox::new(text.as_bytes());
        std::iter::from_fn(|| mbox.next().unwrap()).map(|mail| String::from_utf8(mail).unwrap()).collect()
    }

    #[test]
    fn mails_are_told_apart_and_their_texts_are_as_they_were() {
        let text = "From a@example.org Wed Nov 25 04:16:17 2026\nSubject: 1\n\n>From here on\n>>From there\nFrom now on.\n\n\
                    From - Wed Nov 25 04:16:17 2026\r\nSubject: 2\r\n\r\nFrom 10:00 in 2026\r\nit is\r\n\r\n\
                    From \nSubject: 3\n\nx\nFrom ";
        assert_eq!(
            mails(text),
            [
                "Subject: 1\n\nFrom here on\n>From there\nFrom now on.\n\n",
                "Subject: 2\r\n\r\nFrom 10:00 in 2026\r\nit is\r\n\r\n",
                "Subject: 3\n\nx\nFrom ",
            ]
        );
        assert!(mails("").is_empty() && mails("\n\n").is_empty());
    }

    #[test]
    fn of_a_mail_that_is_too_long_the_beginning_is_kept_and_the_next_one_is_found() {
        let long = "x".repeat(3 * LONGEST_LINE) + "\n";
        let first = format!("Subject: 1\n\n{}", long.repeat(2 * MOST / long.len()));
        let both = format!("From a 10:00 2026\n{first}\nFrom a 10:00 2026\nSubject: 2\n\nx\n");
        let mails = mails(&both);
        assert!(mails[0].len() < MOST + LONGEST_LINE + 1 && first.starts_with(&mails[0]));
        assert_eq!(mails[1..], ["Subject: 2\n\nx\n"]);
    }
}
