use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::worker::Claimed;
use crate::mail::Parcel;
use crate::source::Problem;

/// How many digits of the letter's name stand in that of its file: enough that no two are the same.
const DIGITS: usize = 16;

/// A mail that is kept in a file, so that a person has what they signed.
#[derive(Debug)]
pub(super) struct Kept(PathBuf);

impl Kept {
    /// Writes a mail before it goes: after a crash what may have gone is there. Nothing where there is no mail.
    pub(super) fn write(folder: &Path, claimed: &Claimed, parcel: &Parcel) -> Result<Option<Self>, Problem> {
        let Some(mail) = &parcel.mail else { return Ok(None) };
        let path = folder.join(file_name(claimed));
        match write(&path, &mail.bytes) {
            Ok(()) => Ok(Some(Self(path))),
            Err(error) => {
                let problem = Problem::error(format!("the mail cannot be kept in {}", folder.display()));
                Err(problem.because(error).hint("make room there, or send without --keep"))
            }
        }
    }

    /// Takes the file away: the mail did not go.
    pub(super) fn forget(self) {
        // One that stays is written over at the next attempt.
        let _ = fs::remove_file(self.0);
    }
}

/// `ministry-0123456789abcdef.eml`: recipient, and the beginning of the Message-ID. Who signed is in the file alone.
fn file_name(claimed: &Claimed) -> String {
    let name = claimed.ticket.name();
    let again = match claimed.ticket.attempt() {
        1 => String::new(),
        number => format!("-{number}"),
    };
    format!("{}-{}{again}.eml", claimed.letter.form.recipient.id, &name[..DIGITS.min(name.len())])
}

/// Writes a file that only its owner may read, in the place of one of the same attempt.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes).inspect_err(|_| {
        // A part of a mail is not what was signed.
        let _ = fs::remove_file(path);
    })
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_mail_takes_the_place_of_what_is_there_and_is_written_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let (other, path) = (folder.path().join("other"), folder.path().join("court-0.eml"));
        fs::write(&other, "x").unwrap();
        symlink(&other, &path).unwrap();
        for text in ["Subject: 1\r\n", "Subject\r\n"] {
            write(&path, text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
            assert_eq!(fs::symlink_metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600);
            fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
        }
        assert_eq!(fs::read_to_string(&other).unwrap(), "x");
    }
}
