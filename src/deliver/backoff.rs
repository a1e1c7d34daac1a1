use std::time::Duration;

/// How long to wait before something is tried again: twice as long each time, with jitter, so that many who wait for the
/// same server do not come back together.
#[derive(Debug, Clone, Copy)]
pub struct Backoff {
    /// The first time, on average.
    pub first: Duration,
    /// The longest, on average.
    pub longest: Duration,
}

impl Backoff {
    /// How long to wait after that many failures in a row: between half and one and a half times the average.
    pub fn after(self, failures: u32) -> Duration {
        let doublings = failures.saturating_sub(1).min(20);
        let average = self.first.saturating_mul(1 << doublings).min(self.longest);
        average.mul_f64(0.5 + fastrand::f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wait_is_longer_until_it_is_long_enough() {
        let backoff = Backoff { first: Duration::from_secs(1), longest: Duration::from_mins(1) };
        for (failures, average) in [(1, 1), (2, 2), (3, 4), (7, 60), (u32::MAX, 60)] {
            let (average, wait) = (Duration::from_secs(average), backoff.after(failures));
            assert!(wait >= average / 2 && wait <= average * 3 / 2, "{failures}: {wait:?}");
        }
    }
}
