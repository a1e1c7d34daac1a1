use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::mbox::{MOST, Mbox, is_field, is_separator};
use crate::source::Problem;

/// Where a mail was read.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The file.
    pub file: &'a Path,
    /// Which one it is in that file, from one.
    pub number: usize,
}

/// Gives each mail of a file or folder to `each`: of an mbox, a single mail, or all of these in a folder and the folders in it
/// (Maildir, MH, and those of Thunderbird and Apple Mail are such). In a folder what is no mail is passed over.
///
/// # Errors
///
/// When something cannot be read, a file that was named holds no mail, or `each` fails.
pub fn each_mail<E: From<Problem>>(
    path: &Path,
    each: &mut impl FnMut(Source<'_>, &[u8]) -> Result<(), E>,
) -> Result<(), E> {
    if path.is_dir() {
        return folder(path, each);
    }
    if read_file(path, each)? {
        return Ok(());
    }
    let problem = Problem::error(format!("{} holds no mail", path.display()));
    Err(problem.hint("export the mailbox as mbox or as .eml files, and name that").into())
}

fn folder<E: From<Problem>>(path: &Path, each: &mut impl FnMut(Source<'_>, &[u8]) -> Result<(), E>) -> Result<(), E> {
    let entries = fs::read_dir(path).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.map_err(|error| unreadable(path, error))?;
    let mut paths: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).collect();
    paths.sort();
    // What is in `tmp` is still being written (Maildir).
    let is_maildir = path.join("cur").is_dir();
    for path in paths.iter().filter(|path| !(is_maildir && path.ends_with("tmp"))) {
        let Ok(kind) = fs::symlink_metadata(path) else { continue };
        if kind.is_dir() {
            folder(path, each)?;
        } else if kind.is_file() {
            read_file(path, each)?;
        }
    }
    Ok(())
}

/// Reads the mails of a file; whether it is one that holds mails.
fn read_file<E: From<Problem>>(
    path: &Path,
    each: &mut impl FnMut(Source<'_>, &[u8]) -> Result<(), E>,
) -> Result<bool, E> {
    let failed = |error| unreadable(path, error);
    let mut reader = BufReader::with_capacity(256 * 1024, File::open(path).map_err(failed)?);
    let mut first = Vec::new();
    loop {
        first.clear();
        reader.by_ref().take(4096).read_until(b'\n', &mut first).map_err(failed)?;
        // Apple Mail says first how long the mail is (.emlx).
        let is_length = !first.trim_ascii().is_empty() && first.trim_ascii().iter().all(u8::is_ascii_digit);
        if !is_length && first != b"\n" && first != b"\r\n" {
            break;
        }
    }
    let is_empty = first.is_empty();
    let is_mbox = is_separator(&first);
    if !is_mbox && !is_empty && !is_field(&first) {
        return Ok(false);
    }
    let reader = first.as_slice().chain(reader);
    if is_mbox {
        let mut mbox = Mbox::new(reader);
        let mut number = 0;
        while let Some(mail) = mbox.next().map_err(failed)? {
            number += 1;
            each(Source { file: path, number }, &mail)?;
        }
    } else if !is_empty {
        let mut mail = Vec::new();
        reader.take(MOST as u64).read_to_end(&mut mail).map_err(failed)?;
        each(Source { file: path, number: 1 }, &mail)?;
    }
    Ok(true)
}

fn unreadable(path: &Path, error: io::Error) -> Problem {
    Problem::error(format!("{} cannot be read", path.display())).because(error)
}
