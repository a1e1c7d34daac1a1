use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::decode::decode;
use super::format::Format;
use super::front_matter::front_matter;
use super::{AppealLine, Metadata, html, mail, plain};
use crate::source::{Place, Problem, cannot_read};

/// A published appeal as a person sees it, line by line.
#[derive(Debug, Clone)]
pub struct Appeal {
    /// The name of its file.
    pub file: String,
    /// What it says.
    pub lines: Vec<AppealLine>,
    /// What it says of itself.
    pub metadata: Metadata,
    /// The file itself, for columns.
    pub(super) raw: String,
}

impl Appeal {
    /// The most that is read of one file, in bytes.
    pub const LIMIT: u64 = 8 << 20;

    /// The most lines of one: an appeal has some hundred.
    pub(super) const LINES: usize = 100_000;

    /// The most of one line that is read at once, in bytes.
    const PIECE: usize = 4_000;

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or is larger than [`Appeal::LIMIT`].
    pub fn open(path: &Path) -> Result<Self, Problem> {
        let name = path.display().to_string();
        let metadata = std::fs::metadata(path).map_err(|error| cannot_read(&name, &error))?;
        if metadata.is_dir() {
            return Err(Problem::error(format!("{name} is not a file")));
        }
        Self::read(&name, File::open(path).map_err(|error| cannot_read(&name, &error))?)
    }

    /// Reads what a file or a pipe holds.
    ///
    /// # Errors
    ///
    /// As [`Appeal::open`].
    pub fn read(name: &str, from: impl Read) -> Result<Self, Problem> {
        let mut bytes = Vec::new();
        from.take(Self::LIMIT + 1).read_to_end(&mut bytes).map_err(|error| cannot_read(name, &error))?;
        if bytes.len() as u64 > Self::LIMIT {
            let problem = Problem::error(format!("{name} is larger than {} MiB", Self::LIMIT >> 20));
            return Err(problem.hint("save the page of the appeal alone, or copy its text into a file"));
        }
        Self::from_bytes(name, &bytes)
    }

    /// Takes bytes that were read elsewhere.
    ///
    /// # Errors
    ///
    /// When there is no text in them.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self, Problem> {
        let format = Format::of(name, bytes);
        let (text, mut lines, metadata) = match format {
            Format::Mail => {
                let (lines, metadata) = mail::read(bytes).unwrap_or_default();
                (String::from_utf8_lossy(bytes).into_owned(), lines, metadata)
            }
            Format::Html => {
                let text = decode(bytes, format.declared(bytes).as_deref());
                let (lines, metadata) = html::read(&text, 1);
                (text, lines, metadata)
            }
            Format::Markdown | Format::Text => {
                let text = decode(bytes, None);
                let mut lines = plain::read(&text, 1, format == Format::Markdown);
                let (metadata, end) = front_matter(&text);
                lines.iter_mut().filter(|line| line.number <= end).for_each(|line| line.apart = true);
                (text, lines, metadata)
            }
        };
        if lines.len() > Self::LINES {
            let problem = Problem::error(format!("there are more than {} lines in this file", Self::LINES));
            return Err(problem.at(Place::file(name)).hint("is this an appeal? Save the page of the appeal alone"));
        }
        lines = lines.into_iter().flat_map(AppealLine::sentences).collect();
        if lines.iter().any(|line| line.text.len() > Self::PIECE) {
            lines = lines
                .into_iter()
                .flat_map(|line| if line.text.len() > Self::PIECE { line.pieces(Self::PIECE) } else { vec![line] })
                .collect();
        }
        let shown = |line: &AppealLine| line.text.chars().any(char::is_alphanumeric);
        if !lines.iter().any(shown) {
            let problem = Problem::error("there is no text in this file").at(Place::file(name));
            return Err(problem.hint("save the page with its text, or copy the text into a file"));
        }
        // A blank line at the end lets everything end in one way.
        lines.push(AppealLine { number: lines.last().map_or(1, AppealLine::last_number), ..AppealLine::default() });
        Ok(Self { file: name.to_owned(), lines, metadata, raw: text })
    }
}
