//! What a shell offers when Tab is pressed: asked each time, so that it is what is there then.
//!
//! The shell's script, which `completions` prints, runs the program with the variable [`VARIABLE`] and the words of the line behind
//! `--`. Nothing is asked, written or complained of then: who is in the middle of a line is not disturbed.

mod files;
mod line;
mod offer;

use std::env;

use clap::{Arg, Command, CommandFactory, ValueHint};
use clap_complete::CompleteEnv;

use super::Arguments;

/// The environment variable that holds the name of the shell which asks.
pub(super) const VARIABLE: &str = "PROTEST_LETTER_COMPLETE";

/// Answers a shell, if one asks.
pub(super) fn answered() -> bool {
    let asked = CompleteEnv::with_factory(command).var(VARIABLE);
    asked.try_complete(env::args_os(), env::current_dir().ok().as_deref()).unwrap_or(true)
}

/// The program's arguments, which know what can be said for them.
fn command() -> Command {
    knowing(Arguments::command())
}

fn knowing(command: Command) -> Command {
    command.mut_args(with_values).mut_subcommands(knowing)
}

/// An argument with what can be said for it, by its name, which means the same in every command.
fn with_values(argument: Arg) -> Arg {
    // What clap knows is known already.
    if argument.get_possible_values().is_empty() {
        let name = argument.get_id().to_string();
        let is_file = argument.get_value_hint() == ValueHint::AnyPath;
        if let Some(completer) = offer::values(&name, is_file).or_else(|| files::of(&name)) {
            return argument.add(completer);
        }
    }
    argument
}
