use std::cell::RefCell;

use super::{Place, Problem, Problems};

/// Collects what is found while something is read, so that reading can go on after a mistake.
#[derive(Debug, Default)]
pub struct Report {
    problems: RefCell<Vec<Problem>>,
}

impl Report {
    /// The most problems that are told of one file: whoever has more has another problem.
    const LIMIT: usize = 200;

    /// Notes a problem, unless it is known or there are enough of them.
    pub fn add(&self, problem: Problem) {
        if !self.is_full() && !self.problems.borrow().contains(&problem) {
            self.problems.borrow_mut().push(problem);
        }
    }

    /// Whether there are enough problems, so that nobody has to look for the place of one more.
    pub(super) fn is_full(&self) -> bool {
        self.problems.borrow().len() >= Self::LIMIT
    }

    /// Forgets what was noted for a place after the first problem there, which brought the others about.
    pub(super) fn keep_first_at(&self, place: &Place) {
        let mut seen = false;
        self.problems.borrow_mut().retain(|problem| {
            let is_there = problem.place.as_ref() == Some(place);
            !is_there || !std::mem::replace(&mut seen, true)
        });
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
        let problems = self.into_problems();
        match value {
            Some(value) if !problems.iter().any(Problem::is_error) => Ok((value, problems)),
            _ => Err(Problems(problems)),
        }
    }

    /// Every problem noted, in the order of the lines, whatever was read first; several files stay one after the other.
    pub fn into_problems(self) -> Vec<Problem> {
        let is_full = self.is_full();
        let mut problems = self.problems.into_inner();
        let mut files: Vec<Option<String>> = Vec::new();
        for file in problems.iter().map(|problem| problem.place.as_ref().map(|place| place.file.clone())) {
            if !files.contains(&file) {
                files.push(file);
            }
        }
        problems.sort_by_cached_key(|problem| {
            let file = problem.place.as_ref().map(|place| place.file.clone());
            (files.iter().position(|other| *other == file), problem.place.clone())
        });
        if is_full {
            problems.push(Problem::error("there are more problems; these come first"));
        }
        problems
    }
}
