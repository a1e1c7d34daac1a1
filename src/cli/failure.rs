use std::fmt;
use std::io;
use std::process::ExitCode;
use std::sync::Mutex;

use super::terminal::screen::{BAD, DIM, say, say_problem, styled};
use crate::source::{Problem, Problems};

/// What somebody who leaves in the middle of a question is told.
static FAREWELL: Mutex<Option<&str>> = Mutex::new(None);

/// The program was called in a way it cannot follow: what is missing, each with the flag that gives it.
#[derive(Debug)]
pub(super) struct Usage {
    pub what: String,
    pub missing: Vec<String>,
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Usage {}

/// The person left in the middle of a question.
#[derive(Debug)]
pub(super) struct Cancelled;

impl fmt::Display for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cancelled")
    }
}

impl std::error::Error for Cancelled {}

/// From now on somebody who leaves in the middle of a question is told this, if anything.
pub(super) fn set_farewell(farewell: Option<&'static str>) {
    if let Ok(mut said) = FAREWELL.lock() {
        *said = farewell;
    }
}

/// Tells somebody who leaves what they may want to know. An interrupt is heard in more than one place: it is told once,
/// and nobody leaves before it is told.
pub(super) fn say_farewell() {
    if let Ok(mut farewell) = FAREWELL.lock() {
        farewell.take().into_iter().for_each(say);
    }
}

/// Tells what went wrong, and gives the exit status for it.
pub(super) fn report(error: &anyhow::Error) -> ExitCode {
    if let Some(Problems(problems)) = error.downcast_ref() {
        problems.iter().for_each(say_problem);
    } else if let Some(problem) = error.downcast_ref::<Problem>() {
        say_problem(problem);
    } else if let Some(Usage { what, missing }) = error.downcast_ref() {
        say(format_args!("{} {what}", styled(BAD, "error:")));
        for missing in missing {
            say(format_args!("  {missing}"));
        }
        return ExitCode::from(2);
    } else if error.is::<Cancelled>() {
        // A question hides the cursor, and the handler of interrupts may come too late to show it.
        let _ = dialoguer::console::Term::stderr().show_cursor();
        say_farewell();
        return ExitCode::from(130);
    } else if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
        // Whoever reads has seen enough.
        return ExitCode::SUCCESS;
    } else {
        say(format_args!("{} {error}", styled(BAD, "error:")));
        for cause in error.chain().skip(1) {
            say(format_args!("{} {cause}", styled(DIM, "caused by:")));
        }
    }
    ExitCode::FAILURE
}
