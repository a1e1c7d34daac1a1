use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Done;
use super::context::Context;
use super::terminal::screen::{print, say, say_problem};
use crate::source::{Problem, is_id};

/// The file that `new` writes: a campaign with every key, to be filled in.
const BLANK: &str = include_str!("new/campaign.toml");

/// Write a commented campaign file to fill in
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The campaign's id: small letters, digits, hyphens
    id: String,
    /// Where to write it; `campaigns/ID.toml` when left out
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Arguments {
    pub(super) fn execute(self) -> anyhow::Result<Done> {
        if !is_id(&self.id) {
            let problem = Problem::error(format!("`{}` cannot be the id of a campaign", self.id));
            anyhow::bail!(problem.hint("use small letters, digits and hyphens: printers-2026"));
        }
        let path = self.output.unwrap_or_else(|| Path::new("campaigns").join(format!("{}.toml", self.id)));
        let failed = |error: std::io::Error| {
            let problem = Problem::error(format!("cannot write {}", path.display()));
            match error.kind() {
                std::io::ErrorKind::AlreadyExists => problem
                    .because("there is such a file already")
                    .hint("give another id, or another file with --output"),
                _ => problem.because(error),
            }
        };
        let hidden = hides(&path, &Context::open()?);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        let mut file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(failed)?;
        file.write_all(BLANK.as_bytes()).map_err(failed)?;
        hidden.iter().for_each(say_problem);
        print(path.display())?;
        say(format_args!("fill it in, then: protest-letter check {}", path.display()));
        Ok(Done::Entirely)
    }
}

/// Warns when there is a campaign of that name already, which is not found any more once the new one is there.
fn hides(path: &Path, context: &Context) -> Option<Problem> {
    let id = path.file_stem()?.to_str().filter(|id| is_id(id))?;
    let other = context.library.find(&format!("campaigns/{id}.toml")).ok()??;
    let problem = Problem::warning(format!("{} hides the campaign `{id}` of {}", path.display(), other.name));
    Some(problem.hint(format!(
        "to keep both, give this one another id; if it takes the other's place, say there: supersedes = \"{id}\""
    )))
}
