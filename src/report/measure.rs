use crate::ledger::{Figures, State};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Letters in that state.
    Of(State),
    /// Letters that returned.
    Returned,
    /// Letters of which a copy alone returned.
    CopiesReturned,
    /// Letters that were answered.
    Answered,
}

impl Measure {
    /// All of them, in the order in which they are shown: what went first, what came back last.
    pub const ALL: [Self; 11] = [
        Self::Of(State::Accepted),
        Self::Of(State::Handed),
        Self::Of(State::Done),
        Self::Of(State::Uncertain),
        Self::Of(State::Rejected),
        Self::Of(State::Deferred),
        Self::Of(State::Owed),
        Self::Of(State::Claimed),
        Self::Returned,
        Self::CopiesReturned,
        Self::Answered,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Of(state) => state.word(),
            Self::Returned => "returned",
            Self::CopiesReturned => "copy returned",
            Self::Answered => "answered",
        }
    }

    /// Whether it is a fact beside a state, about letters that went or may have gone.
    pub fn is_fact(self) -> bool {
        !matches!(self, Self::Of(_))
    }

    /// Whether letters that it counts went, or may have gone.
    pub(super) fn went(self) -> bool {
        matches!(self, Self::Of(State::Accepted | State::Handed | State::Done | State::Uncertain))
    }

    /// How many letters it counts among these.
    pub(super) fn count(self, figures: &Figures) -> usize {
        match self {
            Self::Of(state) if state == figures.state => figures.letters,
            Self::Of(_) => 0,
            Self::Returned => figures.returned,
            Self::CopiesReturned => figures.copies_returned,
            Self::Answered => figures.answered,
        }
    }
}
