use crate::cli::terminal::screen::{DIM, WARN, count, say, styled};
use crate::signer::{BadRow, Rejects};
use crate::source::Problem;

/// How many are told one by one.
const TOLD: usize = 10;

/// The rows of a roll that are not taken: each is told of, and put where it can be mended.
#[derive(Debug, Default)]
pub(crate) struct RefusedRows {
    number: usize,
    rejects: Option<Rejects>,
    strict: bool,
}

impl RefusedRows {
    /// None yet. They go to that file, if there is one; `strict` lets a single one stop everything.
    pub(crate) fn new(rejects: Option<Rejects>, strict: bool) -> Self {
        Self { number: 0, rejects, strict }
    }

    /// Tells of a row.
    ///
    /// # Errors
    ///
    /// When it cannot be written where it can be mended.
    pub(crate) fn refuse(&mut self, row: &BadRow) -> Result<(), Problem> {
        self.number += 1;
        if self.number <= TOLD {
            say(format_args!("{} line {}: {}", styled(WARN, "not taken:"), row.line, row.reason()));
        } else if self.number == TOLD + 1 {
            say(styled(DIM, "and more; --rejects FILE writes all of them to a file"));
        }
        self.rejects.as_mut().map_or(Ok(()), |rejects| rejects.add(row))
    }

    /// How many there are.
    pub(crate) fn number(&self) -> usize {
        self.number
    }

    /// Says how many there were, and ends their file.
    ///
    /// # Errors
    ///
    /// When it cannot be written, or every row has to be taken.
    pub(crate) fn finish(&mut self) -> Result<(), Problem> {
        if let Some(rejects) = self.rejects.take() {
            rejects.finish()?;
        }
        if self.number == 0 {
            return Ok(());
        }
        say(format_args!("{} not taken", count(self.number, "row")));
        if self.strict {
            let problem = Problem::error("nothing was sent, because --strict wants every row to be taken");
            return Err(problem.hint("mend the rows, or leave --strict out"));
        }
        Ok(())
    }
}
