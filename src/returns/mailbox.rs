use std::path::{Path, PathBuf};
use std::{fs, io};

use super::content::Content;
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
/// Gives what was not read, and why: a file that cannot be read, one that was named and holds no mail, and mails in a form that
/// is not known here. All others are read.
///
/// # Errors
///
/// When `each` fails.
pub fn each_mail<E>(path: &Path, each: &mut impl FnMut(Source<'_>, &[u8]) -> Result<(), E>) -> Result<Vec<Problem>, E> {
    let mut mailbox = Mailbox { each, unread: Vec::new() };
    if path.is_dir() {
        mailbox.read_folder(path)?;
    } else {
        mailbox.read_file(path, true)?;
    }
    Ok(mailbox.unread)
}

struct Mailbox<'a, F> {
    each: &'a mut F,
    unread: Vec<Problem>,
}

impl<E, F: FnMut(Source<'_>, &[u8]) -> Result<(), E>> Mailbox<'_, F> {
    fn read_folder(&mut self, path: &Path) -> Result<(), E> {
        let entries = match fs::read_dir(path).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries,
            Err(error) => {
                self.unreadable(path, error);
                return Ok(());
            }
        };
        let mut paths: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).collect();
        paths.sort();
        // What is in `tmp` is still being written (Maildir).
        let is_maildir = path.join("cur").is_dir();
        for path in paths.iter().filter(|path| !(is_maildir && path.ends_with("tmp"))) {
            match fs::metadata(path) {
                Ok(kind) if kind.is_dir() && path.is_symlink() => {
                    let problem = Problem::error(format!("{} is a link to a folder, and was not read", path.display()));
                    self.unread.push(problem.hint("name that folder too, if its mails are meant"));
                }
                Ok(kind) if kind.is_dir() => self.read_folder(path)?,
                Ok(kind) if kind.is_file() => self.read_file(path, false)?,
                Ok(_) => {}
                // Programs lock a folder by a link that leads nowhere, and a mail may be moved meanwhile.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => self.unreadable(path, error),
            }
        }
        Ok(())
    }

    fn read_file(&mut self, path: &Path, is_named: bool) -> Result<(), E> {
        match Content::of(path) {
            Ok(Content::Mbox(mut mbox)) => {
                let mut number = 0;
                loop {
                    match mbox.next() {
                        Ok(Some(mail)) => {
                            number += 1;
                            (self.each)(Source { file: path, number }, &mail)?;
                        }
                        Ok(None) => break,
                        Err(error) => {
                            self.unreadable(path, error);
                            break;
                        }
                    }
                }
            }
            Ok(Content::Mail(mail)) => (self.each)(Source { file: path, number: 1 }, &mail)?,
            Ok(Content::Foreign(form)) if is_named || form.is_likely(path) => self.unread.push(form.problem(path)),
            Ok(Content::Other) if is_named => {
                let problem = Problem::error(format!("{} holds no mail", path.display()));
                self.unread.push(problem.hint("export the mailbox as mbox or as .eml files, and name that"));
            }
            Ok(Content::Nothing | Content::Foreign(_) | Content::Other) => {}
            Err(error) => self.unreadable(path, error),
        }
        Ok(())
    }

    fn unreadable(&mut self, path: &Path, error: io::Error) {
        self.unread.push(Problem::error(format!("{} cannot be read", path.display())).because(error));
    }
}
