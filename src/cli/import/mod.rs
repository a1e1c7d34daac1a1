mod questions;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use self::questions::{ask_rest, go_through};
use super::Done;
use super::context::Context;
use super::terminal::ask;
use super::terminal::screen::{WARN, count, print, say, styled};
use crate::campaign::Directory;
use crate::import::{self, Appeal, Finds, Outline, Owner, Part};
use crate::source::{Library, Problem, is_id};
use crate::vocabulary::Country;

/// Make a campaign file from a published appeal
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The appeal; `-` is standard input
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
    /// The campaign's id: small letters, digits, hyphens; made from the title when left out
    #[arg(long)]
    id: Option<String>,
    /// Where to write it; `campaigns/ID.toml` when left out
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Letters are asked for now: write `status = "open"`
    #[arg(long)]
    open: bool,
    /// The country whose authorities are written to, where the appeal does not tell it
    #[arg(long, value_name = "COUNTRY")]
    country: Option<Country>,
    /// Ask nothing: write all that was found, and list what is doubtful
    #[arg(long, short)]
    yes: bool,
    /// Print what was found as JSON, and write no file
    #[arg(long, conflicts_with_all = ["output", "id", "open", "yes", "country"])]
    json: bool,
}

impl Arguments {
    pub(super) fn execute(self) -> anyhow::Result<Done> {
        let context = Context::open()?;
        let appeal = self.read()?;
        let mut finds = import::find(&appeal)?;
        if self.json {
            let found = json!({ "file": appeal.file, "language": finds.language, "finds": finds.list });
            print(serde_json::to_string_pretty(&found)?)?;
            return Ok(Done::Entirely);
        }
        let from_pipe = self.file == Path::new("-");
        let asks = context.asks && !self.yes && !from_pipe;
        let directories = directories(&context.library);
        let mut outline = Outline { open: self.open, country: self.country, directories, ..Outline::default() };
        if asks {
            ask::heed_interrupts();
        }
        // Nobody answers questions for a file that cannot be written.
        let path = self.path(&finds, asks)?;
        if asks {
            go_through(&mut finds)?;
            ask_rest(&finds, &mut outline)?;
        }
        let text = import::write(&appeal, &finds, &outline)?;
        create(&path, &text)?;
        if !asks {
            list_doubtful(&appeal, &finds);
        }
        print(path.display())?;
        sum_up(&finds);
        say(format_args!("fill in what is left, then: protest-letter check {}", path.display()));
        Ok(Done::Entirely)
    }

    fn read(&self) -> Result<Appeal, Problem> {
        if self.file == Path::new("-") { Appeal::read("-", std::io::stdin().lock()) } else { Appeal::open(&self.file) }
    }

    fn path(&self, finds: &Finds, asks: bool) -> anyhow::Result<PathBuf> {
        let path = match (&self.output, &self.id) {
            (Some(output), _) => output.clone(),
            (None, Some(id)) if !is_id(id) => {
                let problem = Problem::error(format!("`{id}` cannot be the id of a campaign"));
                anyhow::bail!(problem.hint("use small letters, digits and hyphens: printers-2026"));
            }
            (None, Some(id)) => path_of(id),
            (None, None) if asks => {
                let id: String = ask::needed_that("The id of the campaign", Some(finds.id()), |id: &String| {
                    if !is_id(id) {
                        Err("use small letters, digits and hyphens: printers-2026".to_owned())
                    } else if path_of(id).exists() {
                        Err(format!("there is a file {} already", path_of(id).display()))
                    } else {
                        Ok(())
                    }
                })?;
                path_of(&id)
            }
            (None, None) => path_of(&finds.id()),
        };
        if path.exists() { Err(exists(&path).into()) } else { Ok(path) }
    }
}

fn path_of(id: &str) -> PathBuf {
    Path::new("campaigns").join(format!("{id}.toml"))
}

fn cannot_write(path: &Path) -> Problem {
    Problem::error(format!("cannot write {}", path.display()))
}

fn exists(path: &Path) -> Problem {
    cannot_write(path).because("there is such a file already").hint("give another name with --id or --output")
}

/// Writes a file that is not there yet, whole or not at all.
fn create(path: &Path, text: &str) -> Result<(), Problem> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => exists(path),
        _ => cannot_write(path).because(error),
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut builder = tempfile::Builder::new();
    // Like any file that a program writes: the person's umask takes away what it is to.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    file.persist_noclobber(path).map(drop).map_err(|error| failed(error.error))
}

/// The directories that the program can reach and that can be read; `check` tells of the others.
fn directories(library: &Library) -> Vec<(String, Directory)> {
    let read = |name: String| {
        let (directory, _) = Directory::load(&Directory::find(library, &name).ok()?).ok()?;
        Some((name, directory))
    };
    Directory::names(library).into_iter().filter_map(read).collect()
}

fn list_doubtful(appeal: &Appeal, finds: &Finds) {
    for find in finds.list.iter().filter(|find| find.part != Part::Nobody) {
        if let Some(doubt) = &find.doubt {
            let value = find.value.replace('\n', " / ");
            let place = format_args!("{}:{}:{}", appeal.file, find.line, find.column);
            say(format_args!("{} {place}: {} `{value}`: {doubt}", styled(WARN, "not sure:"), find.part));
        }
    }
}

fn sum_up(finds: &Finds) {
    let number = |part: Part| finds.list.iter().filter(|find| find.part == part && !find.value.is_empty()).count();
    let copies = finds.list.iter().filter(|find| matches!(find.of, Owner::Copies | Owner::CopiesOf(_))).count();
    say(format_args!(
        "found: {}, {}, {}, {}",
        count(finds.recipients().len(), "recipient"),
        count(copies, "copy"),
        count(number(Part::Demand), "demand"),
        count(number(Part::Incident), "incident"),
    ));
}
