use super::Outcome;

/// Why a mail was not asked for. Nothing of it went.
#[derive(Debug)]
pub(super) enum Unannounced {
    /// That becomes of it.
    Outcome(Outcome),
    /// It has more recipients than the server takes in a transaction.
    TooManyRecipients {
        /// How many it takes, at least one.
        limit: usize,
    },
}

impl From<Outcome> for Unannounced {
    fn from(outcome: Outcome) -> Self {
        Self::Outcome(outcome)
    }
}
