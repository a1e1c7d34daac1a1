use std::fmt;

use serde::Serialize;

use super::Place;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing can be done with the file before this is mended.
    Error,
    /// Something is missing or doubtful; the file can be used.
    Warning,
}

/// One thing that is wrong: what happened, where, why, and the next step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Whether it can be lived with.
    pub severity: Severity,
    /// The place in a file, where there is one.
    pub place: Option<Place>,
    /// What happened, as half a sentence.
    pub what: String,
    /// What caused it, from the outermost cause to the innermost.
    pub causes: Vec<String>,
    /// What to do next.
    pub hint: Option<String>,
}

impl Problem {
    /// An error without a place.
    pub fn error(what: impl Into<String>) -> Self {
        Self { severity: Severity::Error, place: None, what: what.into(), causes: Vec::new(), hint: None }
    }

    /// A warning without a place.
    pub fn warning(what: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(what) }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Says why; each call adds a deeper cause.
    #[must_use]
    pub fn because(mut self, cause: impl fmt::Display) -> Self {
        self.causes.push(cause.to_string());
        self
    }

    /// Says what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Whether this stops the work.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.what)
    }
}

impl std::error::Error for Problem {}

/// All that is wrong, in the order in which it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, problem) in self.0.iter().enumerate() {
            if number > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

impl Problems {
    /// The first of them, where there is room for one.
    pub fn first(self) -> Problem {
        self.0.into_iter().next().unwrap_or_else(|| Problem::error("something is wrong"))
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}
