//! Letters on paper, in files.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::terminal::screen::{WARN, count, say, styled};
use crate::letter::Letter;
use crate::mail::Composer;
use crate::sheet::Made;
use crate::source::{Problem, create_private_folder, write_new_private};

/// The lines of an address that have a column in every table; one with more adds columns.
const LINES: usize = 8;

/// Puts letters on paper: all in one PDF, where the path is that of a file, with a table of their addresses beside it; else
/// each in a file of its own in that folder.
///
/// # Errors
///
/// When a file is there already, before any is written; when one cannot be written, or no PDF can be made.
pub(super) fn put_on_paper(
    path: &Path,
    composer: &Composer,
    letters: &[Letter],
    title: &str,
    today: Date,
) -> anyhow::Result<()> {
    refuse_existing_pages(path, letters)?;
    if is_pdf(path) {
        let table = (letters.len() > 1).then(|| path.with_extension("csv"));
        let made = composer.pages(letters, title, today)?;
        save(path, &made.bytes)?;
        say(format_args!("saved {} ({})", path.display(), count(made.pages, "page")));
        say_missing(&made);
        if let Some(table) = table {
            save(&table, &addresses(letters)?)?;
            say(format_args!("saved {} (the addresses)", table.display()));
        }
        return Ok(());
    }
    let failed = |error| Problem::error(format!("cannot make the folder {}", path.display())).because(error);
    create_private_folder(path).map_err(failed)?;
    for (letter, number) in letters.iter().zip(1..) {
        let made = composer.pages(std::slice::from_ref(letter), &letter.form.subject, today)?;
        let file = path.join(file_name(letter, number, letters));
        save(&file, &made.bytes)?;
        say(format_args!("saved {} ({})", file.display(), count(made.pages, "page")));
        say_missing(&made);
    }
    Ok(())
}

fn is_pdf(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"))
}

/// Refuses to put letters on paper where files are already.
///
/// # Errors
///
/// When one is.
pub(super) fn refuse_existing_pages(path: &Path, letters: &[Letter]) -> Result<(), Problem> {
    if is_pdf(path) {
        refuse_existing(path)?;
        return if letters.len() > 1 { refuse_existing(&path.with_extension("csv")) } else { Ok(()) };
    }
    let file = |(letter, number)| path.join(file_name(letter, number, letters));
    letters.iter().zip(1..).try_for_each(|letter| refuse_existing(&file(letter)))
}

fn file_name(letter: &Letter, number: usize, letters: &[Letter]) -> PathBuf {
    let form = &letter.form;
    let alone = letters.iter().filter(|other| other.form.recipient.id == form.recipient.id).count() == 1;
    let number = if alone { String::new() } else { format!("-{number:04}") };
    format!("{}-{}{number}.pdf", form.campaign, form.recipient.id).into()
}

fn say_missing(made: &Made) {
    if !made.missing.is_empty() {
        // Where the page has none, the screen may have none either.
        let characters: Vec<_> = made.missing.iter().map(|c| format!("{c} (U+{:04X})", u32::from(*c))).collect();
        let words = format!("no font on this machine has: {}", characters.join(", "));
        say(styled(WARN, words));
    }
}

/// A table of addresses, a column for each line, as programs that print labels want it.
fn addresses(letters: &[Letter]) -> anyhow::Result<Vec<u8>> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let addresses: Vec<_> = letters.iter().map(|letter| letter.heading().addressee).collect();
    let longest = addresses.iter().map(Vec::len).max().unwrap_or_default().max(LINES);
    let lines = (1..=longest).map(|line| format!("line{line}"));
    table.write_record(["letter", "signer", "recipient"].map(str::to_owned).into_iter().chain(lines))?;
    for ((letter, mut lines), number) in letters.iter().zip(addresses).zip(1..) {
        lines.resize(longest, String::new());
        let about = [number.to_string(), letter.signer.name.to_string(), letter.form.recipient.id.clone()];
        table.write_record(about.into_iter().chain(lines).map(as_text))?;
    }
    Ok(table.into_inner()?)
}

/// A cell that no spreadsheet takes for a formula (OWASP, CSV injection): what signers write is text.
fn as_text(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t']) { format!("'{cell}") } else { cell }
}

/// Writes a file that only its owner can read, and never over another one.
///
/// # Errors
///
/// When there is one already, or it cannot be written.
pub(super) fn save(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    write_new_private(path, bytes).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => there_already(path),
        _ => Problem::error(format!("cannot write {}", path.display())).because(error),
    })
}

/// Refuses a path where something is already.
///
/// # Errors
///
/// When it is.
pub(super) fn refuse_existing(path: &Path) -> Result<(), Problem> {
    // A link that leads nowhere is something, too.
    if path.symlink_metadata().is_ok() { Err(there_already(path)) } else { Ok(()) }
}

fn there_already(path: &Path) -> Problem {
    Problem::error(format!("there is a file {} already", path.display())).hint("choose another name")
}
