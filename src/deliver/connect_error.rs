use super::Reply;
use crate::source::Problem;

/// Why a server cannot be given letters now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectError {
    /// What happened, why, and the next step.
    pub problem: Problem,
    /// Whether the same may succeed later: no connection, a drop, a time limit, or a reply of 4xx. It will not where
    /// the server refused for good (5xx), cannot be trusted, or does not speak as it must.
    pub may_pass: bool,
    /// Whether the server said so itself.
    pub was_said: bool,
}

impl ConnectError {
    /// The same may succeed later.
    pub(super) fn for_now(problem: Problem) -> Self {
        Self { problem, may_pass: true, was_said: false }
    }

    /// The same will fail again.
    pub(super) fn for_good(problem: Problem) -> Self {
        Self { problem, may_pass: false, was_said: false }
    }

    /// The server refused: for as long as its reply says.
    pub(super) fn refused(problem: Problem, reply: &Reply) -> Self {
        let problem = problem.because(reply);
        let problem = if reply.is_transient() { problem.hint("try again later") } else { problem };
        Self { problem, may_pass: reply.is_transient(), was_said: true }
    }
}
