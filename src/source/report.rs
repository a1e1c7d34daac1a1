use std::cell::RefCell;

use super::{Problem, Problems};

/// Collects what is found while something is read, so that reading can go on after a mistake.
#[derive(Debug, Default)]
pub struct Report {
    problems: RefCell<Vec<Problem>>,
}

impl Report {
    /// Notes a problem.
    pub fn add(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    /// Notes the problems of something that was read apart, and gives what was read, if anything was.
    pub fn absorb<T>(&self, result: Result<T, Problems>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(problems) => {
                self.problems.borrow_mut().extend(problems.0);
                None
            }
        }
    }

    /// What was read and its warnings, or all the problems when one of them is an error.
    ///
    /// # Errors
    ///
    /// Every problem noted, when there is an error among them or nothing was read.
    pub fn finish<T>(self, value: Option<T>) -> Result<(T, Vec<Problem>), Problems> {
        let mut problems = self.problems.into_inner();
        // In the order of the lines, whatever was read first; several files stay one after the other.
        problems.sort_by(|a, b| match (&a.place, &b.place) {
            (Some(a), Some(b)) if a.file == b.file => a.cmp(b),
            _ => std::cmp::Ordering::Equal,
        });
        match value {
            Some(value) if !problems.iter().any(Problem::is_error) => Ok((value, problems)),
            _ => Err(Problems(problems)),
        }
    }
}
