use super::action::Action;
use super::chaos::Chaos;
use super::rule::Rule;
use super::stage::Stage;
use std::time::Duration;

/// All the faults of a server, with what they have counted so far.
#[derive(Debug)]
pub(in crate::mock_smtp) struct Faults {
    rules: Vec<(Rule, u64)>,
    chances: Vec<(Chaos, fastrand::Rng)>,
}

/// What the faults decided for one time that a stage was reached.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::mock_smtp) struct Decision {
    /// How long to wait first.
    pub delay: Duration,
    /// What to do then; `None` is the usual answer. Never [`Action::Delay`].
    pub action: Option<Action>,
}

impl Faults {
    pub fn new(rules: Vec<Rule>, chances: Vec<Chaos>, seed: u64) -> Self {
        // Every chance draws from its own sequence, so that adding one does not change the others.
        let seeds = (0..).map(|number| fastrand::Rng::with_seed(seed.wrapping_add(number)));
        Self {
            rules: rules.into_iter().map(|rule| (rule, 0)).collect(),
            chances: chances.into_iter().zip(seeds).collect(),
        }
    }

    /// Decides what happens now that `stage` was reached with these arguments.
    pub fn decide(&mut self, stage: Stage, arguments: &[&str]) -> Decision {
        self.decide_among(stage, arguments, |action| *action != Action::Hide)
    }

    /// Whether the extension that `stage` belongs to is hidden from a client of this name.
    pub fn hides(&mut self, stage: Stage, client: &str) -> bool {
        self.decide_among(stage, &[client], |action| *action == Action::Hide).action.is_some()
    }

    fn decide_among(&mut self, stage: Stage, arguments: &[&str], among: fn(&Action) -> bool) -> Decision {
        let mut decision = Decision::default();
        for (rule, times) in &mut self.rules {
            if among(&rule.action) && rule.place.covers(stage, arguments) {
                *times += 1;
                if rule.count.includes(*times) {
                    decision.meet(&rule.action);
                }
            }
        }
        for (chance, random) in &mut self.chances {
            if among(&chance.action) && chance.place.covers(stage, arguments) && random.f64() * 100.0 < chance.percent {
                decision.meet(&chance.action);
            }
        }
        decision
    }
}

impl Decision {
    /// Adds what one more rule wants: the first action wins, and delays before it add up.
    fn meet(&mut self, action: &Action) {
        match (&self.action, action) {
            (Some(_), _) => {}
            (None, Action::Delay(delay)) => self.delay = self.delay.saturating_add(*delay),
            (None, _) => self.action = Some(action.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(rules: &[&str], chances: &[&str], seed: u64) -> Faults {
        let rules = rules.iter().map(|rule| rule.parse().unwrap()).collect();
        let chances = chances.iter().map(|chance| chance.parse().unwrap()).collect();
        Faults::new(rules, chances, seed)
    }

    fn codes(faults: &mut Faults, stage: Stage, arguments: &[&str]) -> Vec<u16> {
        let code = |argument: &&str| match faults.decide(stage, &[argument]).action {
            Some(Action::Reply(reply)) => reply.code(),
            _ => 250,
        };
        arguments.iter().map(code).collect()
    }

    #[test]
    fn the_first_match_wins() {
        let mut faults = faults(&["rcpt=a@*: 550", "rcpt: 451"], &[], 0);
        assert_eq!(codes(&mut faults, Stage::Rcpt, &["a@x", "b@x"]), [550, 451]);
        assert_eq!(codes(&mut faults, Stage::Mail, &["a@x"]), [250]);
    }

    #[test]
    fn counts_are_of_the_times_that_match() {
        let mut faults = faults(&["rcpt=a@* x2: 450", "rcpt=b@*#2: 451"], &[], 0);
        let arguments = ["b@x", "a@x", "a@x", "b@x", "a@x", "b@x"];
        assert_eq!(codes(&mut faults, Stage::Rcpt, &arguments), [250, 450, 450, 451, 250, 250]);
    }

    #[test]
    fn delays_before_the_action_add_up() {
        let mut faults = faults(&["data: delay 2s", "data: delay 5ms", "data: drop", "data: delay 1s"], &[], 0);
        let decision = faults.decide(Stage::Data, &[]);
        assert_eq!(decision.delay, Duration::from_millis(2005));
        assert_eq!(decision.action, Some(Action::Drop));
    }

    #[test]
    fn hiding_is_asked_apart() {
        let mut faults = faults(&["auth: hide", "auth: 535"], &[], 0);
        assert!(faults.hides(Stage::Auth, "client"));
        assert!(!faults.hides(Stage::StartTls, "client"));
        assert_eq!(codes(&mut faults, Stage::Auth, &["anna"]), [535]);
    }

    #[test]
    fn the_same_seed_decides_the_same() {
        let draw = |seed| codes(&mut faults(&[], &["rcpt=30%: 451"], seed), Stage::Rcpt, &["a@x"; 200]);
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        let refused = draw(7).iter().filter(|&&code| code == 451).count();
        assert!((30..90).contains(&refused), "{refused}");
    }
}
