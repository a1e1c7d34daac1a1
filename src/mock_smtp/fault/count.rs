use std::fmt::{self, Display};

/// Which of the times that a stage is reached, counted from 1 over the whole server, a rule is for.
///
/// Only the times that match the rule's glob count, and they count whether or not an earlier rule acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Every time.
    Always,
    /// Only the nth time: `#n`.
    Nth(u64),
    /// Only the first n times: `xn`.
    First(u64),
}

impl Count {
    /// Whether the rule is for this time.
    pub(super) fn includes(self, time: u64) -> bool {
        match self {
            Self::Always => true,
            Self::Nth(nth) => time == nth,
            Self::First(times) => time <= times,
        }
    }
}

impl Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Always => Ok(()),
            Self::Nth(nth) => write!(f, "#{nth}"),
            Self::First(times) => write!(f, " x{times}"),
        }
    }
}
