use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::{Problem, TextFile};

/// Reads a file that holds a secret, such as "a password", and that only its owner can read.
///
/// # Errors
///
/// When others can read it, and as [`TextFile::read`].
pub fn read_private(path: &Path, secret: &str) -> Result<TextFile, Problem> {
    #[cfg(unix)]
    if let Ok(metadata) = fs::metadata(path) {
        use std::os::unix::fs::PermissionsExt;
        let mode = metadata.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            let path = path.display();
            return Err(Problem::error(format!("{path} holds {secret} and can be read by others (mode {mode:04o})"))
                .hint(format!("chmod 600 {path}")));
        }
    }
    TextFile::read(path)
}

/// Writes a file that only its owner may read (mode 0600), whole or not at all: a crash leaves the old one.
///
/// # Errors
///
/// Whatever the file system says.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A temporary file is created with mode 0600 and keeps it when it takes its name.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Writes a file that everybody may read whom the user lets (umask), whole or not at all: a crash leaves the old one.
///
/// # Errors
///
/// `AlreadyExists` when there is one and it is not to be written over, or whatever the file system says.
pub fn write_public(path: &Path, bytes: &[u8], over: bool) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    let persisted = if over { file.persist(path) } else { file.persist_noclobber(path) };
    persisted.map(|_| ()).map_err(|error| error.error)
}

/// Writes a file that only its owner may read, and never over another one.
///
/// # Errors
///
/// `AlreadyExists` when there is one, or whatever the file system says.
pub fn write_new_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    create_new_private(path)?.write_all(bytes)
}

/// Opens a new file for writing that only its owner may read (mode 0600).
///
/// # Errors
///
/// `AlreadyExists` when there is one, or whatever the file system says.
pub fn create_new_private(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Opens a file for reading and writing that only its owner may read, and makes it when there is none.
///
/// # Errors
///
/// Whatever the file system says.
pub fn open_private(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes a folder and its parents; a new one can be entered by its owner alone (mode 0700).
///
/// # Errors
///
/// Whatever the file system says.
pub fn create_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// The TOML text of a value made of plain keys.
pub fn to_toml(value: &impl serde::Serialize) -> String {
    // Only a map with keys that are no strings cannot be written, and there is none.
    toml::to_string(value).unwrap_or_default()
}

/// A text as a TOML value: quoted, so that nothing in it ends the value or begins another.
pub fn toml_string(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
