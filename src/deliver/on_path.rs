use std::ffi::OsStr;

/// Whether this machine has a program of that name on its `PATH`, or at that path.
pub(super) fn is_on_path(program: &OsStr) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}
