use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{Place, Problem};
use crate::signature::{Provenance, Signature, SignatureError, Trust};

/// A text file held in memory, with the name that messages give it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFile {
    /// The name as a person would write it.
    pub name: String,
    /// The text, without byte order mark, its lines ending in LF alone.
    pub text: String,
    /// Who vouches for it: nobody, unless it was read from a library.
    pub provenance: Provenance,
}

impl TextFile {
    /// The most that is read of one file, in bytes. The longest real appeal is a hundredth of it.
    pub const LIMIT: u64 = 1 << 20;

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// When it cannot be opened, is not a plain file, is larger than [`TextFile::LIMIT`] or is not UTF-8.
    pub fn read(path: &Path) -> Result<Self, Problem> {
        Self::from_bytes(path.display().to_string(), &read_bytes(path)?)
    }

    /// This file, as part of the program.
    pub(super) fn built_in(self) -> Self {
        Self { provenance: Provenance::BuiltIn, ..self }
    }

    /// Reads a file, and verifies the bytes that were read by the signature that lies beside it, if there is one.
    ///
    /// # Errors
    ///
    /// As [`TextFile::read`], of the file and of its signature, or when the signature does not fit.
    pub(super) fn read_signed(path: &Path, trust: &Trust) -> Result<Self, Problem> {
        let bytes = read_bytes(path)?;
        let file = Self::from_bytes(path.display().to_string(), &bytes)?;
        let beside = signature_path(path);
        // A signature that is there and cannot be read is not the same as none.
        if fs::symlink_metadata(&beside).is_err() {
            return Ok(file);
        }
        let signature = Self::read(&beside)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let provenance = trust.provenance(&name, &bytes, &signature.text).map_err(|error| match error {
            SignatureError::DoesNotFit { .. } => Problem::error(error.to_string())
                .at(Place::file(&file.name))
                .because(format!("the file or {} was changed after it was signed", signature.name))
                .hint(
                    "get both anew from whoever signed them; if the change is yours, sign anew: protest-letter sign FILE",
                ),
            error => Problem::error(error.to_string())
                .at(Place::file(&signature.name))
                .hint("get it anew from whoever signed the file; without one, the file counts as not signed"),
        })?;
        Ok(Self { provenance, ..file })
    }

    /// Takes bytes that were read elsewhere.
    ///
    /// # Errors
    ///
    /// As [`TextFile::read`], for size and encoding.
    pub fn from_bytes(name: impl Into<String>, bytes: &[u8]) -> Result<Self, Problem> {
        let name = name.into();
        if bytes.len() as u64 > Self::LIMIT {
            return Err(Problem::error(format!("{name} is larger than {} MiB", Self::LIMIT >> 20))
                .hint("a campaign, profile or template is a few kilobytes of text: is this the right file?"));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let (good, bad) = bytes.split_at(error.valid_up_to());
            let (line, column) = position(&String::from_utf8_lossy(good), good.len());
            let byte = bad.first().copied().unwrap_or_default();
            Problem::error(format!("byte 0x{byte:02X} is not UTF-8"))
                .at(Place::at(&name, line, column))
                .hint("save the file as UTF-8")
        })?;
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
        if let Some((offset, c)) = text.char_indices().find(|(_, c)| !is_clean_char(*c)) {
            let (line, column) = position(&text, offset);
            let problem = Problem::error(format!("there is a control character (U+{:04X})", u32::from(c)));
            return Err(problem.at(Place::at(&name, line, column)).hint("take it out"));
        }
        Ok(Self { name, text, provenance: Provenance::Unsigned })
    }

    /// The place of a byte offset in this file's text.
    pub fn place(&self, offset: usize) -> Place {
        let (line, column) = position(&self.text, offset);
        Place::at(&self.name, line, column)
    }
}

/// Reads the bytes of a file.
///
/// # Errors
///
/// When it cannot be opened or is not a plain file. No more is read than shows that it is larger than [`TextFile::LIMIT`].
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Problem> {
    let name = path.display().to_string();
    let failed = |error: io::Error| cannot_read(&name, &error);
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err(Problem::error(format!("{name} is not a file")));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(TextFile::LIMIT + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// Where the signature of a file lies.
pub fn signature_path(path: &Path) -> PathBuf {
    let mut beside = path.as_os_str().to_owned();
    beside.push(Signature::ENDING);
    beside.into()
}

/// Whether a text holds nothing that steers a terminal or turns the text around it: no control characters but line
/// feeds, carriage returns and tabs, no overrides of the writing direction (Unicode Standard Annex 9).
pub fn is_clean(text: &str) -> bool {
    text.chars().all(is_clean_char)
}

fn is_clean_char(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t') || !(c.is_control() || matches!(c, '\u{202D}' | '\u{202E}'))
}

/// Says that a file cannot be read, with the next step where it is known.
pub fn cannot_read(name: &str, error: &io::Error) -> Problem {
    let problem = Problem::error(format!("cannot read {name}")).because(error);
    match error.kind() {
        io::ErrorKind::NotFound => problem.hint("check the spelling and the folder"),
        io::ErrorKind::PermissionDenied => problem.hint("check who may read this file"),
        _ => problem,
    }
}

/// Line and column, both from 1, of a byte offset; columns count characters.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let before: &str = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_and_carriage_returns_leave_no_trace() {
        let file = TextFile::from_bytes("x", "\u{FEFF}a\r\nb\rc".as_bytes()).unwrap();
        assert_eq!(file.text, "a\nb\nc");
    }

    #[test]
    fn a_bad_byte_is_named_with_its_place() {
        let problem = TextFile::from_bytes("x", b"ab\n\xD0\x96c\xFF").unwrap_err();
        assert_eq!(problem.to_string(), "x:2:3: byte 0xFF is not UTF-8");
    }

    #[test]
    fn columns_count_characters() {
        let file = TextFile::from_bytes("x", "a\nЖЖb".as_bytes()).unwrap();
        assert_eq!(file.place(6), Place::at("x", 2, 3));
    }
}
