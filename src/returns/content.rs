use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use super::foreign::Foreign;
use super::mbox::{MOST, Mbox, is_field, is_separator};

/// How many bytes of a line are looked at to tell what a file is.
const LINE: u64 = 4096;

/// The fields of which a mail has one: other files begin with a name and a colon too.
const FIELDS: [&str; 10] = [
    "from",
    "sender",
    "to",
    "date",
    "subject",
    "received",
    "return-path",
    "delivered-to",
    "message-id",
    "content-type",
];

/// What a file holds.
pub(super) enum Content {
    /// Mails, one after the other.
    Mbox(Mbox<BufReader<File>>),
    /// One mail, as much of it as is looked at.
    Mail(Vec<u8>),
    /// Mails in a form that is not read.
    Foreign(&'static Foreign),
    /// It is empty.
    Nothing,
    /// No mails, as far as is known.
    Other,
}

impl Content {
    /// What a file holds, by its first lines.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        let mut reader = BufReader::with_capacity(256 * 1024, File::open(path)?);
        let mut first = Vec::new();
        let mut length = None;
        loop {
            first.clear();
            reader.by_ref().take(LINE).read_until(b'\n', &mut first)?;
            // Programs of Windows mark a file as UTF-8.
            if let Some(text) = first.strip_prefix(b"\xEF\xBB\xBF") {
                first = text.to_vec();
            }
            // Apple Mail says first how long the mail is (.emlx), and writes notes of its own behind it.
            let number = std::str::from_utf8(first.trim_ascii()).ok().and_then(|line| line.parse::<u64>().ok());
            if number.is_some() && length.is_none() {
                length = number;
            } else if first.is_empty() || !first.trim_ascii().is_empty() {
                // Gmail writes a line of spaces above a mail that is saved.
                break;
            }
        }
        if first.is_empty() {
            return Ok(Self::Nothing);
        }
        // The day and time are not always written as is usual.
        if is_separator(&first) || first.starts_with(b"From ") && is_mail(reader.fill_buf()?) {
            return Ok(Self::Mbox(Mbox::new(reader)));
        }
        if let Some(form) = Foreign::of(&first) {
            return Ok(Self::Foreign(form));
        }
        if !is_field(&first) {
            return Ok(Self::Other);
        }
        let mut mail = Vec::new();
        let most = length.unwrap_or(u64::MAX).min(MOST as u64);
        first.as_slice().chain(reader).take(most).read_to_end(&mut mail)?;
        Ok(if is_mail(&mail) { Self::Mail(mail) } else { Self::Other })
    }
}

/// Whether a text has a field in its header that mails have.
fn is_mail(text: &[u8]) -> bool {
    let lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    let mut names =
        lines.take_while(|line| !line.is_empty()).filter_map(|line| line.split(|byte| *byte == b':').next());
    names.any(|name| FIELDS.iter().any(|field| name.trim_ascii_end().eq_ignore_ascii_case(field.as_bytes())))
}
