//! Rows of a roll that are not taken.

use super::screen::{DIM, WARN, count, say, styled};
use crate::signer::{BadRow, Rejects};
use crate::source::Problem;

/// How many are told one by one.
const TOLD: usize = 10;

/// Tells of a row, and puts it where it can be mended.
///
/// # Errors
///
/// When it cannot be written there.
pub(super) fn refuse(bad: &BadRow, number: usize, rejects: Option<&mut Rejects>) -> Result<(), Problem> {
    if number <= TOLD {
        say(format_args!("{} line {}: {}", styled(WARN, "not taken:"), bad.line, bad.reason()));
    } else if number == TOLD + 1 {
        say(styled(DIM, "and more; --rejects FILE writes all of them to a file"));
    }
    rejects.map_or(Ok(()), |rejects| rejects.add(bad))
}

/// Says how many there were, and ends their file.
///
/// # Errors
///
/// When it cannot be written, or every row has to be taken.
pub(super) fn finish(refused: usize, rejects: Option<Rejects>, strict: bool) -> Result<(), Problem> {
    if let Some(rejects) = rejects {
        rejects.finish()?;
    }
    if refused == 0 {
        return Ok(());
    }
    say(format_args!("{} not taken", count(refused, "row")));
    if strict {
        let problem = Problem::error("nothing was sent, because --strict wants every row to be taken");
        return Err(problem.hint("mend the rows, or leave --strict out"));
    }
    Ok(())
}
