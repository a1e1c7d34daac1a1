//! The folder in which mails and the transcript are kept, for nobody but its owner to read.

use super::entry::Entry;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// An open folder with its transcript.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    transcript: File,
    next_number: usize,
}

impl Folder {
    /// Opens the folder, making it where it is missing. Mails of an earlier run are left alone.
    pub fn open(path: &Path) -> io::Result<Self> {
        private_folder(path)?;
        Ok(Self {
            path: path.to_owned(),
            transcript: private(OpenOptions::new().append(true).create(true)).open(path.join("transcript.jsonl"))?,
            next_number: 1,
        })
    }

    /// Writes a mail to the next free `NNNN.eml` and returns its path.
    pub fn keep(&mut self, mail: &[u8]) -> io::Result<PathBuf> {
        loop {
            let path = self.path.join(format!("{:04}.eml", self.next_number));
            self.next_number += 1;
            match private(OpenOptions::new().write(true).create_new(true)).open(&path) {
                Ok(mut file) => return file.write_all(mail).map(|()| path),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Adds a line to the transcript.
    pub fn note(&mut self, entry: &Entry) -> io::Result<()> {
        let mut line = serde_json::to_string(entry)?;
        line.push('\n');
        self.transcript.write_all(line.as_bytes())
    }
}

fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_mails_are_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a/b");
        let first = Folder::open(&path).unwrap().keep(b"one").unwrap();
        let second = Folder::open(&path).unwrap().keep(b"two").unwrap();
        assert_eq!(first, path.join("0001.eml"));
        assert_eq!(second, path.join("0002.eml"));
        assert_eq!(std::fs::read(first).unwrap(), b"one");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("kept");
        let mail = Folder::open(&path).unwrap().keep(b"one").unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o700);
        assert_eq!(mode(&mail), 0o600);
        assert_eq!(mode(&path.join("transcript.jsonl")), 0o600);
    }
}
