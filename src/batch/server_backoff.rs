use std::time::{Duration, Instant};

use super::GROUP;
use crate::deliver::Backoff;

/// Whether the server is left alone, because it asked to come back later.
///
/// It may mean one letter or all of them, and its words do not always tell. So after a moment one other letter is tried;
/// when that is refused in the same way, nothing goes until a longer wait is over and one letter has been taken.
#[derive(Debug)]
pub(super) struct ServerBackoff {
    /// How long the first wait is.
    first: Backoff,
    /// How long the waits after it are.
    longer: Backoff,
    /// How often in a row it has asked.
    asked: u32,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Letters may go.
    Open,
    /// Nothing goes before then, and then one letter.
    Resting(Instant),
    /// That letter is under way.
    Probing,
}

impl ServerBackoff {
    pub(super) fn new(first: Backoff, longer: Backoff) -> Self {
        Self { first, longer, asked: 0, state: State::Open }
    }

    /// How many letters may be claimed now at the most, given how many are under way.
    pub(super) fn room(&self, under_way: usize, now: Instant) -> usize {
        match self.state {
            State::Open => GROUP,
            State::Resting(until) if now < until => 0,
            State::Resting(_) | State::Probing => usize::from(under_way == 0),
        }
    }

    /// Whether what is claimed next is there to find out whether the server takes letters again.
    pub(super) fn is_to_be_probed(&self) -> bool {
        self.state != State::Open
    }

    /// Such a letter is claimed.
    pub(super) fn probe(&mut self) {
        self.state = State::Probing;
    }

    /// The server asks to come back later; `surely` where that cannot be about one letter. Gives how long it is left alone,
    /// and nothing where it was already: what was under way then is refused as well, and that says nothing new.
    pub(super) fn ask(&mut self, surely: bool, now: Instant) -> Option<Duration> {
        if matches!(self.state, State::Resting(_)) {
            return None;
        }
        self.asked = if surely { self.asked.max(1) + 1 } else { self.asked + 1 };
        let wait = if self.is_sure() { self.longer.after(self.asked - 1) } else { self.first.after(1) };
        self.state = State::Resting(now + wait);
        Some(wait)
    }

    /// Whether it takes no letter, rather than not a certain one.
    pub(super) fn is_sure(&self) -> bool {
        self.asked > 1
    }

    /// The server has judged a letter without asking for a wait.
    pub(super) fn judge(&mut self) {
        if self.state == State::Probing {
            (self.asked, self.state) = (0, State::Open);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backoff() -> ServerBackoff {
        let moment = Backoff { first: Duration::from_millis(500), longest: Duration::from_millis(500) };
        let longer = Backoff { first: Duration::from_mins(1), longest: Duration::from_mins(30) };
        ServerBackoff::new(moment, longer)
    }

    #[test]
    fn one_letter_is_tried_before_the_rest() {
        let (mut server, now) = (backoff(), Instant::now());
        assert_eq!(server.room(3, now), GROUP);
        let wait = server.ask(false, now).unwrap();
        assert!(wait < Duration::from_secs(1) && !server.is_sure());
        assert_eq!(
            (server.ask(false, now), server.room(0, now)),
            (None, 0),
            "letters that were under way say nothing new"
        );
        assert_eq!((server.room(1, now + wait), server.room(0, now + wait)), (0, 1), "first they all come back");
        server.judge();
        assert!(server.is_to_be_probed(), "a letter that was under way and was taken says nothing either");
        server.probe();
        assert_eq!(server.room(1, now + wait), 0);
        let wait = server.ask(false, now).unwrap();
        assert!(server.is_sure() && wait >= Duration::from_secs(30));
        server.probe();
        server.judge();
        assert!(!server.is_to_be_probed() && !server.is_sure());
    }

    #[test]
    fn each_wait_is_longer() {
        let (mut server, now) = (backoff(), Instant::now());
        let mut waits = (0..8).map(|_| {
            server.probe();
            server.ask(true, now).unwrap()
        });
        assert!(waits.next().unwrap() <= Duration::from_secs(90));
        assert!(waits.last().unwrap() >= Duration::from_mins(15));
    }
}
