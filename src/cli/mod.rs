//! The command line: the only room that knows clap and dialoguer, and the only one that prints.
//!
//! One file a subcommand: its arguments and its `execute`. Results go to standard output, everything else to standard
//! error. What several commands share stands in folders:
//!
//! | folder | what is in it |
//! |---|---|
//! | `arguments` | arguments that commands have in common, and what they come to |
//! | `complete` | what a shell offers when Tab is pressed |
//! | `dispatch` | a batch is planned, confirmed, handed over and summed up |
//! | `terminal` | questions, colours, the pager |
//! | `view` | letters, copies and embassies as they are shown |
#![expect(clippy::doc_markdown, reason = "here doc comments are help texts, which terminals show as they are")]
#![expect(clippy::struct_excessive_bools, reason = "a flag is a bool")]

mod arguments;
mod check;
mod complete;
mod completions;
mod context;
mod dispatch;
mod draft;
mod examples;
mod failure;
mod import;
mod ledger;
mod list;
mod man;
mod mock_smtp;
mod new;
mod overview;
mod paper;
mod publish;
mod report;
mod returns;
mod send;
mod setup;
mod show;
mod sign;
mod terminal;
mod verify;
mod view;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use self::arguments::AppearanceArguments;
use self::examples::with_examples;
use self::terminal::pager::paged;
use self::terminal::screen::{print, say};

/// Turns a solidarity appeal into letters: shown, printed, saved, or sent with the required copies. Without a command it
/// tells where you stand, and what can be done next.
#[derive(Debug, Parser)]
#[command(name = "protest-letter", version = env!("PROTEST_LETTER_VERSION"), max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    appearance: AppearanceArguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::Arguments),
    Show(show::Arguments),
    Check(check::Arguments),
    New(new::Arguments),
    Import(import::Arguments),
    Publish(publish::Arguments),
    Draft(Box<draft::Arguments>),
    Send(Box<send::Arguments>),
    Ledger(ledger::Arguments),
    Report(report::Arguments),
    Sign(sign::Arguments),
    Verify(verify::Arguments),
    MockSmtp(mock_smtp::Arguments),
    Setup(setup::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// What a command that did not fail has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Done {
    /// All of it was done: exit status 0.
    Entirely,
    /// Something is wrong, and it has been said what: exit status 1.
    WithErrors,
    /// It was done, but some letters were not accepted: exit status 3.
    ExceptSomeLetters,
}

/// Runs the program with the arguments it was called with.
pub fn run() -> ExitCode {
    if complete::answered() {
        return ExitCode::SUCCESS;
    }
    let matches = with_examples(Arguments::command()).try_get_matches();
    let arguments = match matches.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error),
    };
    arguments.appearance.apply();
    let Some(command) = arguments.command else {
        return ended(paged(overview::show));
    };
    ended(match command {
        Command::List(arguments) => paged(|| arguments.execute()),
        Command::Show(arguments) => paged(|| arguments.execute()),
        Command::Check(arguments) => arguments.execute(),
        Command::New(arguments) => arguments.execute(),
        Command::Import(arguments) => arguments.execute(),
        Command::Publish(arguments) => arguments.execute(),
        Command::Draft(arguments) => arguments.execute(),
        Command::Send(arguments) => arguments.execute(),
        Command::Ledger(arguments) => arguments.execute(),
        Command::Report(arguments) => paged(|| arguments.execute()),
        Command::Sign(arguments) => arguments.execute(),
        Command::Verify(arguments) => arguments.execute(),
        Command::MockSmtp(arguments) => arguments.execute(),
        Command::Setup(arguments) => arguments.execute(),
        Command::Completions(arguments) => arguments.execute(),
        Command::Man(arguments) => arguments.execute(&with_examples(Arguments::command())),
    })
}

/// The exit status of what has come to this.
fn ended(done: anyhow::Result<Done>) -> ExitCode {
    match done {
        Ok(Done::Entirely) => ExitCode::SUCCESS,
        Ok(Done::WithErrors) => ExitCode::FAILURE,
        Ok(Done::ExceptSomeLetters) => ExitCode::from(3),
        Err(error) => failure::report(&error),
    }
}

/// Prints what clap says: help, or what is wrong with the arguments. A flag that does not exist is wrong usage; a value
/// that cannot be right is bad input, as it would be in a file.
fn refuse(error: &clap::Error) -> ExitCode {
    AppearanceArguments::of_unread(std::env::args_os()).apply();
    let told = error.render().ansi().to_string();
    let told = told.strip_suffix('\n').unwrap_or(&told);
    if error.use_stderr() {
        say(told);
    } else {
        // Nothing can be done where printing fails.
        let _ = paged(|| Ok(print(told)?));
    }
    match error.kind() {
        ErrorKind::ValueValidation => ExitCode::FAILURE,
        _ => u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }
}
