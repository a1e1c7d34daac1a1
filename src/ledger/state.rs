use std::fmt;
use std::str::FromStr;

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::Serialize;

use crate::deliver::Outcome;
use crate::source::{Unfit, one_of};

/// What is known of a letter. One that the ledger does not know was never attempted, and is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It is to be sent, although it was attempted.
    Owed,
    /// A run has it in hand.
    Claimed,
    /// A server took it.
    Accepted,
    /// A person has it in hand, to post it, fax it or read it out; its copies went.
    Handed,
    /// A person says that it went.
    Done,
    /// It did not go, and is owed.
    Deferred,
    /// It did not go, and would not the next time.
    Rejected,
    /// A server may have it.
    Uncertain,
}

/// What happens to a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// A run takes it in hand.
    Claim,
    /// A run takes it in hand although a server may have it: that was asked for.
    ClaimAgain,
    /// It was not begun after all.
    Release,
    /// A server took it.
    Accept,
    /// A person takes it further.
    Hand,
    /// A person says that it went.
    Do,
    /// It did not go, for now.
    Defer,
    /// It did not go, for good.
    Reject,
    /// Nobody can tell whether it went.
    Doubt,
    /// Somebody wants it to be sent.
    Retry,
    /// Somebody found out that a server took it.
    ResolveAccepted,
    /// Somebody found out that no server took it, and it is not to be sent.
    ResolveRejected,
}

/// All that can happen to a letter: in which state, what, and what state that leads to.
const TRANSITIONS: [(State, Step, State); 22] = [
    (State::Owed, Step::Claim, State::Claimed),
    (State::Deferred, Step::Claim, State::Claimed),
    (State::Uncertain, Step::ClaimAgain, State::Claimed),
    (State::Claimed, Step::Release, State::Owed),
    (State::Claimed, Step::Accept, State::Accepted),
    (State::Claimed, Step::Hand, State::Handed),
    (State::Claimed, Step::Defer, State::Deferred),
    (State::Claimed, Step::Reject, State::Rejected),
    (State::Claimed, Step::Doubt, State::Uncertain),
    (State::Owed, Step::Hand, State::Handed),
    (State::Deferred, Step::Hand, State::Handed),
    (State::Handed, Step::Do, State::Done),
    (State::Owed, Step::Do, State::Done),
    (State::Deferred, Step::Do, State::Done),
    (State::Rejected, Step::Do, State::Done),
    (State::Uncertain, Step::Do, State::Done),
    (State::Handed, Step::Retry, State::Owed),
    (State::Deferred, Step::Retry, State::Owed),
    (State::Rejected, Step::Retry, State::Owed),
    (State::Uncertain, Step::Retry, State::Owed),
    (State::Uncertain, Step::ResolveAccepted, State::Accepted),
    (State::Uncertain, Step::ResolveRejected, State::Rejected),
];

impl State {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Owed,
        Self::Claimed,
        Self::Accepted,
        Self::Handed,
        Self::Done,
        Self::Deferred,
        Self::Rejected,
        Self::Uncertain,
    ];

    /// The state that a step leads to; `None` when it cannot be taken from here.
    pub fn after(self, step: Step) -> Option<Self> {
        let transition = TRANSITIONS.iter().find(|(from, by, _)| (*from, *by) == (self, step));
        transition.map(|(.., to)| *to)
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Owed => "owed",
            Self::Claimed => "claimed",
            Self::Accepted => "accepted",
            Self::Handed => "handed",
            Self::Done => "done",
            Self::Deferred => "deferred",
            Self::Rejected => "rejected",
            Self::Uncertain => "uncertain",
        }
    }
}

impl Step {
    /// What an attempt comes to.
    pub fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Accepted { .. } => Self::Accept,
            Outcome::Handed { .. } => Self::Hand,
            // It is the copy that is to be mended, not the letter: nothing went, and it is still owed.
            Outcome::Rejected(_) if outcome.refused_copy().is_some() => Self::Defer,
            Outcome::Deferred(_) => Self::Defer,
            Outcome::Rejected(_) => Self::Reject,
            Outcome::Uncertain(_) | Outcome::Partial { .. } => Self::Doubt,
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for State {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        Self::ALL.into_iter().find(|state| state.word() == text).ok_or_else(|| {
            Unfit::new(format!("`{text}` is no state of a letter")).hint(one_of(text, Self::ALL.map(Self::word)))
        })
    }
}

impl ToSql for State {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.word().into())
    }
}

impl FromSql for State {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(|_| FromSqlError::InvalidType)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_that_went_stays_where_it_is() {
        let steps = TRANSITIONS.map(|(_, step, _)| step);
        for state in [State::Accepted, State::Done] {
            assert!(steps.iter().all(|step| state.after(*step).is_none()), "{state}");
        }
    }

    #[test]
    fn only_what_is_owed_is_claimed() {
        for state in State::ALL {
            let is_owed = matches!(state, State::Owed | State::Deferred);
            assert_eq!(state.after(Step::Claim).is_some(), is_owed, "{state}");
            assert_eq!(state.after(Step::ClaimAgain).is_some(), state == State::Uncertain, "{state}");
        }
    }

    #[test]
    fn no_step_leads_two_ways() {
        for (index, (from, step, _)) in TRANSITIONS.iter().enumerate() {
            assert!(TRANSITIONS[..index].iter().all(|(other, by, _)| (other, by) != (from, step)));
        }
    }

    #[test]
    fn words_read_back() {
        assert!(State::ALL.iter().all(|state| state.word().parse::<State>().unwrap() == *state));
        assert!("delivered".parse::<State>().is_err());
    }
}
