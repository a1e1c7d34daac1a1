use clap::{Args, Command};
use clap_complete::Shell;

use super::Done;

/// Print completions for a shell
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The shell
    shell: Shell,
}

impl Arguments {
    pub(super) fn execute(&self, command: &mut Command) -> anyhow::Result<Done> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, command, "protest-letter", &mut script);
        crate::cli::terminal::screen::print(String::from_utf8(script)?.trim_end())?;
        Ok(Done::Entirely)
    }
}
