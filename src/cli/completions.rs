use clap::Args;
use clap_complete::Shell;
use clap_complete::env::Shells;

use super::Done;
use super::complete::VARIABLE;
use super::terminal::screen::print;

/// Print completions for a shell
///
/// The shell then asks the program when Tab is pressed: for campaigns, recipients, demands, languages, files as they are
/// at that time.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The shell
    shell: Shell,
}

const PROGRAM: &str = "protest-letter";

/// `compinit` runs the file as a function when Tab is pressed for the first time: that has to be answered too.
const FIRST_TIME: &str = r#"
if [ "$funcstack[1]" = "_protest-letter" ]; then
    _clap_dynamic_completer_protest_letter "$@"
fi"#;

impl Arguments {
    pub(super) fn execute(&self) -> anyhow::Result<Done> {
        let shells = Shells::builtins();
        let mut script = Vec::new();
        if let Some(shell) = shells.completer(&self.shell.to_string()) {
            shell.write_registration(VARIABLE, PROGRAM, PROGRAM, PROGRAM, &mut script)?;
        }
        let mut script = String::from_utf8(script)?;
        if self.shell == Shell::Zsh {
            script.truncate(script.trim_end().len());
            script.push_str(FIRST_TIME);
        }
        print(script.trim())?;
        Ok(Done::Entirely)
    }
}
