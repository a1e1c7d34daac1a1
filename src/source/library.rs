use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::{Problem, TextFile};

static CAMPAIGNS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/campaigns");
static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/letter-templates");

/// The campaigns, directories and letter templates that the program can reach.
///
/// Files have names like `campaigns/may-day-2011.toml` and `letter-templates/formal.en.hbs`. They are looked for on
/// each shelf in turn, and those built into the program stand on the last one: a file on disk with the same name wins.
#[derive(Debug, Clone)]
pub struct Library {
    shelves: Vec<Shelf>,
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
        Self { shelves }
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
        Self { shelves: [nearest].into_iter().chain(self.shelves.iter().cloned()).collect() }
    }

    /// This library, with the folder of a letter template before all others.
    #[must_use]
    pub fn with_template_folder(&self, template: &Path) -> Self {
        let folder = template.parent().unwrap_or(Path::new("")).to_owned();
        Self { shelves: [Shelf::Templates(folder)].into_iter().chain(self.shelves.iter().cloned()).collect() }
    }

    /// The file of that name on the first shelf that has one.
    ///
    /// # Errors
    ///
    /// When it is there and cannot be read.
    pub fn find(&self, name: &str) -> Result<Option<TextFile>, Problem> {
        self.shelves.iter().find_map(|shelf| shelf.read(name)).transpose()
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
    fn read(&self, name: &str) -> Option<Result<TextFile, Problem>> {
        match self {
            Self::BuiltIn => {
                let bytes = built_in(name)?.contents();
                Some(TextFile::from_bytes(format!("{name} (built in)"), bytes))
            }
            Self::Folder(_) | Self::Beside(_) | Self::Templates(_) => {
                let path = self.path(name)?;
                path.exists().then(|| TextFile::read(&path))
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
