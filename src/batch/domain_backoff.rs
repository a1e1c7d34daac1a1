use std::collections::BTreeMap;
use std::time::Instant;

use crate::deliver::Backoff;

/// When letters that were deferred may be tried again, by the domain for whose sake they were.
///
/// Greylisting (RFC 6647) is about each letter by itself, so a new one is tried although others of its domain wait; and in
/// a pass all that wait for a domain are tried, whatever becomes of the first of them. The letters themselves are not
/// held here: the ledger knows them.
#[derive(Debug)]
pub(super) struct DomainBackoff {
    backoff: Backoff,
    domains: BTreeMap<String, Wait>,
    /// When the pass began.
    pass: Instant,
}

/// How long the letters of a domain wait.
#[derive(Debug, Default)]
struct Wait {
    /// In how many passes letters were deferred.
    times: u32,
    /// When those may go that were deferred in an earlier pass.
    due: Option<Instant>,
    /// When those may go that were deferred in this pass, since the first of them.
    next: Option<Instant>,
}

impl DomainBackoff {
    pub(super) fn new(backoff: Backoff) -> Self {
        Self { backoff, domains: BTreeMap::new(), pass: Instant::now() }
    }

    /// A letter was deferred for the sake of that domain; of none, where it is empty.
    pub(super) fn defer(&mut self, domain: &str, now: Instant) {
        if !self.domains.contains_key(domain) {
            self.domains.insert(domain.to_owned(), Wait::default());
        }
        if let Some(wait) = self.domains.get_mut(domain).filter(|wait| wait.next.is_none()) {
            wait.times += 1;
            wait.next = Some(now + self.backoff.after(wait.times));
        }
    }

    /// Whether a letter that was deferred in an earlier pass may be tried again, which goes to this domain too.
    pub(super) fn is_due(&self, domain: &str, now: Instant) -> bool {
        self.domains.get(domain).and_then(|wait| wait.due).is_none_or(|due| due <= now)
    }

    /// When the first of the letters that wait may be tried again, in another pass.
    pub(super) fn first(&self) -> Option<Instant> {
        self.domains.values().filter_map(|wait| wait.first(self.pass)).min()
    }

    /// The domains for whose sake letters wait.
    pub(super) fn domains(&self) -> impl Iterator<Item = &str> {
        self.domains.keys().map(String::as_str).filter(|domain| !domain.is_empty())
    }

    /// Another pass begins. A domain whose letters were all tried, and none deferred again, is forgotten.
    pub(super) fn begin_pass(&mut self, now: Instant) {
        let pass = std::mem::replace(&mut self.pass, now);
        self.domains.retain(|_, wait| wait.first(pass).is_some());
        for wait in self.domains.values_mut() {
            wait.due = wait.next.take().or(wait.due);
        }
    }
}

impl Wait {
    /// When the first of them may go that were not tried in the pass that began then.
    fn first(&self, pass: Instant) -> Option<Instant> {
        let untried = self.due.filter(|due| *due > pass);
        [self.next, untried].into_iter().flatten().min()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn domains() -> DomainBackoff {
        let minute = Duration::from_mins(1);
        DomainBackoff::new(Backoff { first: minute, longest: minute * 30 })
    }

    #[test]
    fn letters_of_a_domain_wait_and_all_of_them_go_in_one_pass() {
        let (mut domains, start) = (domains(), Instant::now());
        domains.defer("a.example", start);
        let first = domains.first().unwrap();
        domains.defer("a.example", start + Duration::from_secs(20));
        assert_eq!(domains.first(), Some(first), "the first one sets the time");
        assert!(domains.is_due("a.example", start), "a pass does not wait for what was deferred in it");
        domains.begin_pass(start + Duration::from_secs(1));
        assert!(!domains.is_due("a.example", start + Duration::from_secs(2)) && domains.is_due("b.example", start));
        assert!(domains.is_due("a.example", first));
        domains.begin_pass(first);
        domains.defer("a.example", first);
        assert!(domains.is_due("a.example", first), "the others have their turn, although one was deferred again");
        assert!(domains.first().unwrap() >= first + Duration::from_mins(1), "twice as long");
    }

    #[test]
    fn a_domain_is_forgotten_when_its_letters_went() {
        let (mut domains, start) = (domains(), Instant::now());
        domains.defer("a.example", start);
        domains.begin_pass(start);
        let due = domains.first().unwrap();
        domains.begin_pass(start + Duration::from_secs(1));
        assert_eq!(domains.first(), Some(due), "they were not tried in a pass that began before");
        domains.begin_pass(due);
        assert_eq!(domains.first(), None);
        domains.begin_pass(due);
        assert_eq!(domains.domains().count(), 0);
    }

    #[test]
    fn what_was_deferred_for_no_domain_waits_as_well() {
        let mut domains = domains();
        domains.defer("", Instant::now());
        assert!(domains.first().is_some() && domains.domains().next().is_none());
    }
}
