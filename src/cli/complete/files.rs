use std::path::Path;

use clap_complete::engine::{ArgValueCompleter, PathCompleter};

/// The files that an argument can name, with the folders where they may lie.
pub(super) fn of(argument: &str) -> Option<ArgValueCompleter> {
    let endings: &[&str] = match argument {
        "signer" | "files" => &["toml"],
        "signers" | "rejects" => &["csv", "tsv", "txt"],
        "file" | "against" => &["html", "htm", "txt", "text", "md", "markdown", "eml"],
        "ca_file" => &["pem", "crt", "cer"],
        "key" => &["key"],
        "path" => &["db"],
        "pdf" => &["pdf"],
        "keep" | "folder" => &[],
        _ => return None,
    };
    Some(ArgValueCompleter::new(ending_in(endings)))
}

/// Files that end so.
pub(super) fn ending_in(endings: &'static [&'static str]) -> PathCompleter {
    PathCompleter::any().filter(|path| {
        // The engine offers folders after the files, to go into.
        path.extension().and_then(|end| end.to_str()).is_some_and(|end| endings.contains(&&*end.to_lowercase()))
            && !path.is_dir()
            && is_shown(path)
    })
}

/// Whether the name can be shown in the middle of a line.
fn is_shown(path: &Path) -> bool {
    path.to_str().is_some_and(|path| !path.chars().any(char::is_control))
}
