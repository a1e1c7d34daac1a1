use std::collections::HashMap;
use std::time::{Duration, Instant};

use crate::vocabulary::Rate;

/// When the next letter may go, so that neither a provider nor an office is flooded.
///
/// Letters go at even intervals; a batch that fits into one period of its rate is not slowed down by it.
#[derive(Debug, Clone, Default)]
pub struct Pace {
    interval: Duration,
    per_recipient: Duration,
    next: Option<Instant>,
    next_to: HashMap<String, Instant>,
}

impl Pace {
    /// A pace for that many letters: so many in all, and so many to each recipient; `None`: as fast as they can go.
    pub fn new(rate: Option<Rate>, per_recipient: Option<Rate>, letters: usize) -> Self {
        let slowed = rate.filter(|rate| letters > rate.number as usize);
        Self {
            interval: slowed.map(Rate::interval).unwrap_or_default(),
            per_recipient: per_recipient.map(Rate::interval).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// Whether every letter may go as soon as it is there.
    pub fn is_off(&self) -> bool {
        self.interval.is_zero() && self.per_recipient.is_zero()
    }

    /// When the next letter to that recipient may go; `None`: it may have gone already.
    pub fn due(&self, recipient: &str) -> Option<Instant> {
        self.next.max(self.next_to.get(recipient).copied())
    }

    /// A letter to that recipient goes now.
    pub fn take(&mut self, recipient: &str, now: Instant) {
        if !self.interval.is_zero() {
            self.next = Some(now + self.interval);
        }
        if !self.per_recipient.is_zero() {
            self.next_to.insert(recipient.to_owned(), now + self.per_recipient);
        }
    }

    /// How long letters take at this pace, given how many go to each recipient.
    pub fn duration(&self, to_each: impl IntoIterator<Item = usize>) -> Duration {
        let times = |interval: Duration, letters: usize| {
            interval.saturating_mul(u32::try_from(letters.saturating_sub(1)).unwrap_or(u32::MAX))
        };
        let (mut all, mut most) = (0, 0);
        for letters in to_each {
            all += letters;
            most = most.max(letters);
        }
        times(self.interval, all).max(times(self.per_recipient, most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_at_even_intervals_and_more_slowly_to_one_office() {
        let mut pace = Pace::new("30/min".parse().ok(), "60/h".parse().ok(), 31);
        let start = Instant::now();
        assert_eq!(pace.due("court"), None);
        pace.take("court", start);
        assert_eq!(pace.due("ministry"), Some(start + Duration::from_secs(2)));
        assert_eq!(pace.due("court"), Some(start + Duration::from_mins(1)));
        assert_eq!(pace.duration([16, 15]), Duration::from_mins(15));
        assert_eq!(pace.duration([1; 31]), Duration::from_mins(1));
    }

    #[test]
    fn a_batch_that_fits_into_one_period_is_not_slowed_down() {
        let mut pace = Pace::new("30/min".parse().ok(), None, 30);
        pace.take("court", Instant::now());
        assert!(pace.due("court").is_none() && pace.is_off());
    }
}
