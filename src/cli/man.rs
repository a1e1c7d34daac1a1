use std::path::PathBuf;

use clap::{Args, Command};

use super::Done;
use super::terminal::screen::print;
use crate::source::Problem;

/// Print the manual page, or write one for each command
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder to write them into
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

impl Arguments {
    pub(super) fn execute(self, command: &Command) -> anyhow::Result<Done> {
        if let Some(folder) = self.folder {
            let failed = |error| {
                Problem::error(format!("cannot write into {}", folder.display()))
                    .because(error)
                    .hint("name a folder, or one that can be made")
            };
            std::fs::create_dir_all(&folder).map_err(failed)?;
            clap_mangen::generate_to(command.clone(), &folder).map_err(failed)?;
        } else {
            let mut page = Vec::new();
            clap_mangen::Man::new(command.clone()).render(&mut page)?;
            print(String::from_utf8(page)?.trim_end())?;
        }
        Ok(Done::Entirely)
    }
}
