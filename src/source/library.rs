use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::{Problem, TextFile};
use crate::signature::{Provenance, Trust};

static CAMPAIGNS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/campaigns");
static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/letter-templates");

/// The campaigns, directories and letter templates that the program can reach.
///
/// Files have names like `campaigns/may-day-2011.toml` and `letter-templates/formal.en.hbs`. They are looked for on
/// each shelf in turn, and those built into the program stand on the last one: a file on disk with the same name wins.
///
/// Every file that is read here is verified where a signature lies beside it, by the keys that the library trusts.
#[derive(Debug, Clone)]
pub struct Library {
    shelves: Vec<Shelf>,
    trust: Trust,
    /// Whether files that nobody vouches for are refused.
    is_strict: bool,
}

#[derive(Debug, Clone)]
enum Shelf {
    /// A folder that holds `campaigns/` and `letter-templates/`.
    Folder(PathBuf),
    /// The folder of a campaign file that was given by its path and lies in no `campaigns/`: campaigns lie in it,
    /// templates in its `letter-templates/`.
    Beside(PathBuf),
    /// The folder of a letter template that was given by its path.
    Templates(PathBuf),
    /// What is built into the program.
    BuiltIn,
}

impl Library {
    /// A library with these folders, the nearest first, before what is built in.
    pub fn new(folders: impl IntoIterator<Item = PathBuf>) -> Self {
        let shelves = folders.into_iter().map(Shelf::Folder).chain([Shelf::BuiltIn]).collect();
        Self { shelves, trust: Trust::default(), is_strict: false }
    }

    /// This library, trusting these keys.
    #[must_use]
    pub fn trusting(self, trust: Trust) -> Self {
        Self { trust, ..self }
    }

    /// This library, refusing files that are neither part of the program nor signed by a trusted key.
    #[must_use]
    pub fn strict(self) -> Self {
        Self { is_strict: true, ..self }
    }

    /// This library, with the folder of a campaign file before all others.
    #[must_use]
    pub fn beside(&self, campaign: &Path) -> Self {
        let folder = campaign.parent().unwrap_or(Path::new(""));
        let nearest = if folder.ends_with("campaigns") {
            Shelf::Folder(folder.parent().unwrap_or(Path::new("")).to_owned())
        } else {
            Shelf::Beside(folder.to_owned())
        };
        self.with_nearest(nearest)
    }

    /// This library, with the folder of a letter template before all others.
    #[must_use]
    pub fn with_template_folder(&self, template: &Path) -> Self {
        let folder = template.parent().unwrap_or(Path::new("")).to_owned();
        self.with_nearest(Shelf::Templates(folder))
    }

    fn with_nearest(&self, nearest: Shelf) -> Self {
        let shelves = [nearest].into_iter().chain(self.shelves.iter().cloned()).collect();
        Self { shelves, ..self.clone() }
    }

    /// The file of that name on the first shelf that has one.
    ///
    /// # Errors
    ///
    /// When it is there and cannot be read, or its signature does not fit; in a strict library also when it has none.
    pub fn find(&self, name: &str) -> Result<Option<TextFile>, Problem> {
        let found = self.shelves.iter().find_map(|shelf| shelf.read(name, |path| self.read(path))).transpose()?;
        match found.map(|file| if is_built_in(name, &file) { file.built_in() } else { file }) {
            Some(TextFile { name, provenance, .. }) if self.is_strict && !provenance.is_vouched_for() => {
                let problem = Problem::error(format!("nothing is sent that is made with {name}: it is {provenance}"));
                Err(problem
                    .because("`require_signature` is set in your settings")
                    .hint("get it with its .minisig, or read it and sign it yourself: protest-letter sign FILE"))
            }
            found => Ok(found),
        }
    }

    /// The text of the file that [`Library::find`] would find, unverified: to see whether it is worth finding.
    pub fn peek(&self, name: &str) -> Option<String> {
        self.shelves.iter().find_map(|shelf| shelf.read(name, TextFile::read))?.ok().map(|file| file.text)
    }

    /// A file that was given by its path.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or its signature does not fit.
    pub fn read(&self, path: &Path) -> Result<TextFile, Problem> {
        TextFile::read_signed(path, &self.trust)
    }

    /// The names without folder and ending of all files in `folder` that end in `.ending`, sorted; hidden ones are those of
    /// other programs.
    pub fn names(&self, folder: &str, ending: &str) -> Vec<String> {
        let mut names = BTreeSet::new();
        for shelf in &self.shelves {
            for file in shelf.files(folder).into_iter().filter(|file| !file.starts_with('.')) {
                if let Some(name) = file.strip_suffix(ending).and_then(|name| name.strip_suffix('.')) {
                    names.insert(name.to_owned());
                }
            }
        }
        names.into_iter().collect()
    }
}

impl Shelf {
    /// The file of that name, read by `read` where it lies on the disk.
    fn read(&self, name: &str, read: impl Fn(&Path) -> Result<TextFile, Problem>) -> Option<Result<TextFile, Problem>> {
        match self {
            Self::BuiltIn => {
                let file = TextFile::from_bytes(format!("{name} (built in)"), built_in(name)?.contents());
                Some(file.map(TextFile::built_in))
            }
            Self::Folder(_) | Self::Beside(_) | Self::Templates(_) => {
                let path = self.path(name)?;
                path.exists().then(|| read(&path))
            }
        }
    }

    fn path(&self, name: &str) -> Option<PathBuf> {
        match self {
            Self::Folder(folder) => Some(folder.join(name)),
            Self::Beside(folder) => {
                let name = name.strip_prefix("campaigns").unwrap_or(name);
                Some(folder.join(name.trim_start_matches('/')))
            }
            Self::Templates(folder) => {
                let name = name.strip_prefix("letter-templates")?;
                Some(folder.join(name.trim_start_matches('/')))
            }
            Self::BuiltIn => None,
        }
    }

    fn files(&self, folder: &str) -> Vec<String> {
        // A folder that cannot be listed has nothing to offer; a file in it that is named is still looked for.
        match self {
            Self::Folder(_) | Self::Beside(_) | Self::Templates(_) => {
                let listing = self.path(folder).and_then(|path| std::fs::read_dir(path).ok());
                let files = listing.into_iter().flatten().flatten().filter(|entry| entry.path().is_file());
                files.filter_map(|entry| entry.file_name().into_string().ok()).collect()
            }
            Self::BuiltIn => {
                let files = built_in_folder(folder).into_iter().flat_map(Dir::files);
                files.filter_map(|file| file.path().file_name()?.to_str().map(str::to_owned)).collect()
            }
        }
    }
}

/// Whether an unsigned file says what the one of that name says which is built in: it was copied from there, as in a clone
/// of the repository.
fn is_built_in(name: &str, file: &TextFile) -> bool {
    let is_same = |other: &include_dir::File<'_>| {
        TextFile::from_bytes(name, other.contents()).is_ok_and(|other| other.text == file.text)
    };
    file.provenance == Provenance::Unsigned && built_in(name).is_some_and(is_same)
}

fn built_in(name: &str) -> Option<&'static include_dir::File<'static>> {
    let (top, rest) = name.split_once('/')?;
    built_in_folder(top)?.get_file(rest)
}

fn built_in_folder(folder: &str) -> Option<&'static Dir<'static>> {
    match folder.split_once('/') {
        Some((top, rest)) => built_in_folder(top)?.get_dir(rest),
        None if folder == "campaigns" => Some(&CAMPAIGNS),
        None if folder == "letter-templates" => Some(&TEMPLATES),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_on_disk_wins_over_the_one_built_in() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("campaigns")).unwrap();
        let path = folder.path().join("campaigns/may-day-2011.toml");
        std::fs::write(&path, "mine").unwrap();
        let library = Library::new([folder.path().to_owned()]);
        assert_eq!(library.find("campaigns/may-day-2011.toml").unwrap().unwrap().text, "mine");
        assert!(library.names("campaigns", "toml").contains(&"kentau-mothers-2003".to_owned()));
    }

    #[test]
    fn the_folder_of_a_campaign_file_comes_first() {
        let library = Library::new([]).beside(Path::new("/x/mine/letter.toml"));
        let path = library.shelves[0].path("campaigns/directory/kazakhstan.toml").unwrap();
        assert_eq!(path, Path::new("/x/mine/directory/kazakhstan.toml"));
        let library = Library::new([]).beside(Path::new("/x/campaigns/letter.toml"));
        let path = library.shelves[0].path("letter-templates/formal.en.hbs").unwrap();
        assert_eq!(path, Path::new("/x/letter-templates/formal.en.hbs"));
    }
}
