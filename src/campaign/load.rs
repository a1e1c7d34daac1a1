use std::path::Path;

use super::loader::Loader;
use super::{Campaign, OwnAddresses};
use crate::source::{Fields, Library, Place, Problem, Problems, Report, TextFile, is_id, one_of};

/// Finds a campaign by its id or by the path of its file, and reads it.
///
/// The library that comes back has the folder of a file given by its path before all others, so that a directory and
/// templates beside it are found.
///
/// # Errors
///
/// When there is no such campaign, or with every mistake in it and in the directory entries it uses.
pub fn load(library: &Library, name: &str, own: &OwnAddresses) -> Result<(Campaign, Library, Vec<Problem>), Problems> {
    let (file, id, library) = find(library, name)?;
    let (campaign, warnings) = load_file(&file, &id, &library, own)?;
    Ok((campaign, library, warnings))
}

/// The file of a campaign, its id, and the library as seen from there.
///
/// # Errors
///
/// When there is no such file, it cannot be read, or its name cannot be an id.
pub fn find(library: &Library, name: &str) -> Result<(TextFile, String, Library), Problem> {
    if is_id(name) {
        let file = library.find(&format!("campaigns/{name}.toml"))?.ok_or_else(|| {
            let names = library.names("campaigns", "toml");
            let known = names.iter().map(String::as_str).filter(|name| is_id(name));
            Problem::error(format!("there is no campaign `{name}`")).hint(one_of(name, known))
        })?;
        return Ok((file, name.to_owned(), library.clone()));
    }
    let path = Path::new(name);
    if !path.exists() && library.names("campaigns", "toml").iter().any(|known| known == name) {
        let file = library.find(&format!("campaigns/{name}.toml"))?;
        return Err(misnamed(&file.map_or_else(|| name.to_owned(), |file| file.name)));
    }
    let file = library.read(path)?;
    let id = path.file_stem().and_then(|stem| stem.to_str()).filter(|stem| is_id(stem));
    let id = id.ok_or_else(|| misnamed(name))?;
    let id = id.to_owned();
    Ok((file, id, library.beside(path)))
}

fn misnamed(file: &str) -> Problem {
    Problem::error("the name of this file cannot be the id of a campaign")
        .at(Place::file(file))
        .hint("call it after the campaign, in small letters, digits and hyphens: printers-2026.toml")
}

/// Reads a campaign from its file.
///
/// # Errors
///
/// Every mistake in it and in the directory entries it uses.
pub fn load_file(
    file: &TextFile,
    id: &str,
    library: &Library,
    own: &OwnAddresses,
) -> Result<(Campaign, Vec<Problem>), Problems> {
    let report = Report::default();
    let loader = Loader::new(id, library, own, &report);
    let campaign = Fields::of_file(file, &report, |fields| loader.read(fields, file));
    report.finish(campaign)
}
