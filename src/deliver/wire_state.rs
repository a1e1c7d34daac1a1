use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What is seen on a wire that lettre holds and tells nobody: whether the server offers PIPELINING, by which mechanisms it
/// lets users in, and whether the end of a letter may have left. The latter tells *deferred* from *uncertain*.
#[derive(Debug, Clone, Default)]
pub(super) struct WireState(Arc<Seen>);

#[derive(Debug, Default)]
struct Seen {
    offers_pipelining: AtomicBool,
    offers_burl: AtomicBool,
    was_written_to: AtomicBool,
    mechanisms: Mutex<Vec<String>>,
    /// How many bytes are still to be written up to the final dot, itself included.
    until_end: AtomicUsize,
}

impl WireState {
    /// Whether the server offers PIPELINING (RFC 2920).
    pub(super) fn offers_pipelining(&self) -> bool {
        self.0.offers_pipelining.load(Ordering::Relaxed)
    }

    pub(super) fn see_pipelining(&self) {
        self.0.offers_pipelining.store(true, Ordering::Relaxed);
    }

    /// Whether the server offers BURL (RFC 4468).
    pub(super) fn offers_burl(&self) -> bool {
        self.0.offers_burl.load(Ordering::Relaxed)
    }

    pub(super) fn see_burl(&self) {
        self.0.offers_burl.store(true, Ordering::Relaxed);
    }

    /// The ways to log in that the server offers (RFC 4954, section 3), in capitals.
    pub(super) fn mechanisms(&self) -> Vec<String> {
        self.0.mechanisms.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn see_mechanisms(&self, offered: Vec<String>) {
        if !offered.is_empty() {
            self.0.mechanisms.lock().unwrap_or_else(PoisonError::into_inner).extend(offered);
        }
    }

    /// So many bytes are written now, of which the last is the final dot; what follows them is no part of the letter.
    pub(super) fn expect_end(&self, bytes: usize) {
        self.0.until_end.store(bytes, Ordering::Relaxed);
    }

    /// Whether anything was said to the server yet: what it says before that is its banner.
    pub(super) fn was_written_to(&self) -> bool {
        self.0.was_written_to.load(Ordering::Relaxed)
    }

    /// So many bytes may have left.
    pub(super) fn see_written(&self, bytes: usize) {
        self.0.was_written_to.store(true, Ordering::Relaxed);
        let left = self.0.until_end.load(Ordering::Relaxed).saturating_sub(bytes);
        self.0.until_end.store(left, Ordering::Relaxed);
    }

    /// Whether the final dot may have left. Until then the server cannot have the letter.
    pub(super) fn end_may_have_left(&self) -> bool {
        self.0.until_end.load(Ordering::Relaxed) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_has_left_with_the_first_byte_of_the_dot() {
        let state = WireState::default();
        for _ in 0..2 {
            state.expect_end(5);
            state.see_written(4);
            assert!(!state.end_may_have_left());
            state.see_written(1);
            assert!(state.end_may_have_left());
            state.see_written(100);
            assert!(state.end_may_have_left());
        }
    }
}
