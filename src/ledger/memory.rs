use std::collections::HashMap;

use super::{Claim, Key, Ledger};
use crate::deliver::Outcome;
use crate::source::Problem;

/// A record that lasts as long as the program runs.
#[derive(Debug, Default)]
pub struct Memory {
    settled: HashMap<Key, bool>,
}

impl Memory {
    /// Whether that letter is not to be handed over again.
    pub fn is_settled(&self, key: &Key) -> bool {
        self.settled.get(key).copied().unwrap_or(false)
    }
}

impl Ledger for Memory {
    fn claim(&mut self, key: &Key) -> Result<Claim, Problem> {
        // Claimed and not recorded is uncertain, and settled like it.
        let settled = self.settled.insert(key.clone(), true).unwrap_or(false);
        Ok(if settled { Claim::Settled } else { Claim::Taken })
    }

    fn record(&mut self, key: &Key, outcome: &Outcome) -> Result<(), Problem> {
        let settled = matches!(outcome, Outcome::Accepted { .. } | Outcome::Uncertain(_));
        self.settled.insert(key.clone(), settled);
        Ok(())
    }
}
