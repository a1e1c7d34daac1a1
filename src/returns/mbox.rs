use std::io::{self, BufRead, Seek};

/// How much of one mail is looked at, in bytes; what is longer is passed over without being kept.
pub(super) const MOST: usize = 4 * 1024 * 1024;

/// The longest line that is looked at as one.
const LONGEST_LINE: usize = 64 * 1024;

const LENGTH: &[u8] = b"Content-Length:";

/// The mails of an mbox (RFC 4155 and its older kinds), one after the other.
///
/// A mail begins at a line `From ` with a day and time in it, or nothing else, after an empty line and before a header field. `>From ` in a
/// text is `From ` again (mboxrd). `Content-Length` (mboxcl, mboxcl2) tells that such lines are part of a text; it is believed where it
/// leads to the beginning of another mail, or to the end: else it lies, and would hide mails.
#[derive(Debug)]
pub(super) struct Mbox<R> {
    reader: R,
    /// A line that is read and belongs to the next mail.
    ahead: Vec<u8>,
    is_over: bool,
}

impl<R: BufRead + Seek> Mbox<R> {
    /// The mails of which the first begins here: the line before it is read already.
    pub(super) fn new(reader: R) -> Self {
        Self { reader, ahead: Vec::new(), is_over: false }
    }

    /// The next mail without the line before it, as much of it as is looked at; `None` when there is none.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub(super) fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        let (mut mail, mut line) = (Vec::new(), std::mem::take(&mut self.ahead));
        let mut body = Body::default();
        let mut pending: Option<Vec<u8>> = None;
        let (mut has_begun, mut is_after_empty, mut is_whole) = (false, true, true);
        while !self.is_over {
            if line.is_empty() {
                is_whole = self.read_line(&mut line)?;
            }
            if line.is_empty() {
                self.is_over = true;
            }
            if let Some(separator) = pending.take_if(|_| !line.is_empty()) {
                let begins = is_field(&line) || line.starts_with(b">From ");
                if begins && !self.goes_on(&mut body, separator.len() + line.len())? {
                    self.ahead = line;
                    if has_begun {
                        return Ok(Some(mail));
                    }
                    return self.next();
                }
                push(&mut mail, &separator);
                body.add(&separator);
                push(&mut mail, &line);
                has_begun = true;
            } else if is_whole && is_after_empty && is_separator(&line) {
                pending = Some(std::mem::take(&mut line));
                continue;
            } else {
                has_begun |= !line.trim_ascii().is_empty();
                push(&mut mail, unquoted(&line));
            }
            body.add(&line);
            is_after_empty = line.trim_ascii().is_empty() || body.read.is_some() && body.read == body.declared;
            line.clear();
        }
        mail.extend(pending.unwrap_or_default());
        Ok(has_begun.then_some(mail))
    }

    /// Whether what looks like another mail is part of this one, of which `ahead` more bytes are read than are counted.
    fn goes_on(&mut self, body: &mut Body, ahead: usize) -> io::Result<bool> {
        let Some(end) = body.declared else { return Ok(false) };
        let Some(rest) = end.checked_sub(body.read.unwrap_or_default() + ahead as u64) else { return Ok(false) };
        if body.is_certain.is_none() {
            body.is_certain = Some(self.is_end(rest)?);
        }
        Ok(body.is_certain == Some(true))
    }

    /// Whether the text of a mail ends so many bytes from here: a mail begins there, or there is no more.
    fn is_end(&mut self, rest: u64) -> io::Result<bool> {
        // The last byte ends a line, unless there are fewer.
        let Ok(rest) = i64::try_from(rest).map(|rest| rest - 1) else { return Ok(false) };
        if self.reader.seek_relative(rest).is_err() {
            // It is no file.
            return Ok(false);
        }
        let (mut line, mut read) = (Vec::new(), 0);
        let mut next = |line: &mut Vec<u8>| {
            line.clear();
            self.read_line(line)?;
            read += line.len();
            Ok::<_, io::Error>(())
        };
        next(&mut line)?;
        let is_within = !line.is_empty();
        for _ in 0..3 {
            next(&mut line)?;
            if !matches!(&line[..], b"\n" | b"\r\n") {
                break;
            }
        }
        let is_end = is_within && (line.is_empty() || is_separator(&line));
        let read = i64::try_from(read).map_err(io::Error::other)?;
        self.reader.seek_relative(-rest - read)?;
        Ok(is_end)
    }

    /// Reads a line, or a part of one that is too long; whether it is whole.
    fn read_line(&mut self, line: &mut Vec<u8>) -> io::Result<bool> {
        let mut limited = io::Read::take(&mut self.reader, LONGEST_LINE as u64);
        limited.read_until(b'\n', line)?;
        Ok(line.len() < LONGEST_LINE || line.ends_with(b"\n"))
    }
}

/// The text of a mail, as its header tells of it.
#[derive(Debug, Default)]
struct Body {
    /// How long it is said to be, in bytes.
    declared: Option<u64>,
    /// How much of it is read; nothing in the header.
    read: Option<u64>,
    /// Whether it is as long as is said, where that was looked at.
    is_certain: Option<bool>,
}

impl Body {
    fn add(&mut self, line: &[u8]) {
        if let Some(read) = &mut self.read {
            *read += line.len() as u64;
        } else if line.trim_ascii().is_empty() {
            self.read = Some(0);
        } else if let Some((name, value)) = line.split_at_checked(LENGTH.len())
            && name.eq_ignore_ascii_case(LENGTH)
        {
            self.declared = std::str::from_utf8(value.trim_ascii()).ok().and_then(|value| value.parse().ok());
        }
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
    use std::io::Cursor;

    use super::*;

    fn mails(text: &str) -> Vec<String> {
        let mut mbox = Mbox::new(Cursor::new(text.split_once('\n').unwrap_or_default().1));
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
        assert!(mails("From ").is_empty() && mails("From \n\n").is_empty());
    }

    #[test]
    fn a_length_is_believed_that_leads_to_another_mail_or_the_end() {
        let quoted = "x\n\nFrom b@example.org Wed Nov 25 04:16:17 2026\nSubject: within\n\ny\n";
        let mail = |length: usize| format!("Subject: 1\ncontent-length: {length}\n\n{quoted}");
        let second = "From c Wed Nov 25 04:16:17 2026\nSubject: 2\n\nz\n";
        let length = quoted.len();
        for (length, after, subjects) in [
            (length, format!("\n{second}"), vec!["1", "2"]),
            (length, second.to_owned(), vec!["1", "2"]),
            (length, String::new(), vec!["1"]),
            (length + 5, format!("\n{second}"), vec!["1", "within", "2"]),
            (
                "x\n\nFrom b@example.org Wed Nov 25 04:16:17 2026\nSubject: within\n".len(),
                String::new(),
                vec!["1", "within"],
            ),
            (length + 5_000, format!("\n{second}"), vec!["1", "within", "2"]),
            (2, format!("\n{second}"), vec!["1", "within", "2"]),
            (usize::MAX, String::new(), vec!["1", "within"]),
        ] {
            let found = mails(&format!("From a 10:00 2026\n{}{after}", mail(length)));
            let found: Vec<_> = found.iter().map(|mail| mail.lines().next().unwrap()[9..].to_owned()).collect();
            assert_eq!(found, subjects, "{length} {after}");
        }
        let all = mails(&format!("From a 10:00 2026\n{}\n{second}", mail(length)));
        assert!(all[0].contains(quoted), "a text is whole");
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
