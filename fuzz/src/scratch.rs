use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use tempfile::TempDir;

/// The folder of this process. Nobody drops it: who starts the process has a `TMPDIR` for it, and takes that away.
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a temporary folder can be made"));

/// A path in a folder that is this process's own.
pub fn scratch(name: &str) -> PathBuf {
    FOLDER.path().join(name)
}

/// A file with these bytes, in the place of the one that had the name.
///
/// # Panics
///
/// When it cannot be written.
pub fn scratch_file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = scratch(name);
    fs::write(&path, bytes).expect("a temporary file can be written");
    path
}
