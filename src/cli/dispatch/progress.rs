//! What is told while letters are on their way: a line for each of a few letters; for many a bar on a terminal, a line now
//! and then where there is none, and events for programs.

use std::fmt::Write;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use serde_json::json;

use super::plan::rounded;
use crate::batch::{Event, SHOWN, Summary};
use crate::cli::terminal::is_plain;
use crate::cli::terminal::screen::{BAD, DIM, GOOD, WARN, print, say, styled};
use crate::deliver::Outcome;
use crate::ledger::{State, Step};
use crate::letter::Letter;
use crate::source::Problem;

/// How often a line is said where there is no terminal.
const NOW_AND_THEN: Duration = Duration::from_secs(30);

/// Tells how sending goes.
pub(crate) struct Progress {
    way: Way,
    total: usize,
    so_far: Summary,
    begun: Instant,
    /// Until when nothing is done; the bar counts it down.
    waits: Arc<Mutex<Option<Instant>>>,
    /// Whether several people sign, so that each is named.
    names_signers: bool,
}

enum Way {
    /// A line for each letter.
    Lines,
    /// A bar, with a line for each letter that was not accepted.
    Bar(ProgressBar),
    /// A line now and then, and one for each letter that was not accepted.
    NowAndThen(Instant),
    /// A JSON object on a line of its own for each event, on standard output.
    Json,
}

impl Progress {
    /// The progress of that many letters.
    pub(crate) fn new(total: usize, names_signers: bool, json: bool) -> Self {
        let waits = Arc::default();
        let way = if json {
            Way::Json
        } else if total <= SHOWN {
            Way::Lines
        } else if dialoguer::console::user_attended_stderr() && !is_plain() {
            Way::Bar(bar(total, &waits))
        } else {
            Way::NowAndThen(Instant::now())
        };
        Self { way, total, so_far: Summary::default(), begun: Instant::now(), waits, names_signers }
    }

    /// Tells of an event.
    pub(crate) fn tell(&mut self, event: &Event<'_>) {
        match event {
            Event::Attempted { letter, mailboxes, outcome, so_far } => {
                self.so_far.clone_from(so_far);
                match &mut self.way {
                    Way::Json => {
                        tell_program(&json!({
                            "event": word(outcome),
                            "campaign": letter.form.campaign,
                            "recipient": letter.form.recipient.id,
                            "signer": letter.signer.email,
                            "envelope_recipients": mailboxes,
                            "reply": outcome.to_string(),
                        }));
                    }
                    Way::Lines => say_outcome(letter, outcome, self.names_signers),
                    Way::Bar(bar) => {
                        if !outcome.is_success() {
                            bar.suspend(|| say_outcome(letter, outcome, true));
                        }
                        bar.set_position(so_far.attempted() as u64);
                    }
                    Way::NowAndThen(last) => {
                        let is_due = last.elapsed() >= NOW_AND_THEN;
                        if is_due {
                            *last = Instant::now();
                        }
                        if !outcome.is_success() {
                            say_outcome(letter, outcome, true);
                        }
                        if is_due {
                            say(self.figures());
                        }
                    }
                }
                if let Way::Bar(bar) = &self.way {
                    bar.set_message(self.counts());
                }
            }
            Event::TriedAgain { letter, outcome } => {
                let id = &letter.form.recipient.id;
                let from = if self.names_signers { format!(" from {}", letter.signer.name) } else { String::new() };
                self.note("tried-again", format_args!("{id}{from}: {outcome}; trying again"));
            }
            Event::Unfit { letter, problem } => {
                let id = &letter.form.recipient.id;
                self.note("not-written", format_args!("{id} from {}: {problem}", letter.signer.name));
            }
            Event::NotReached(problem) => self.note("not-reached", format_args!("{}", in_words(problem))),
            Event::Resting { time, why } => {
                let words =
                    format!("{}; waiting {} before the next letter", in_words(why), rounded(whole_seconds(*time)));
                self.note_wait("resting", *time, &[], &words);
            }
            Event::Waiting { time, domains } => {
                let whose = match domains {
                    [] => String::new(),
                    [domain] => format!(" by {domain}"),
                    [first, second] => format!(" by {first} and {second}"),
                    [first, others @ ..] => format!(" by {first} and {} more domains", others.len()),
                };
                let words = format!(
                    "waiting {} before letters are tried again that were deferred{whose}",
                    rounded(whole_seconds(*time))
                );
                self.note_wait("waiting", *time, domains, &words);
            }
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        if let Way::Bar(bar) = &self.way {
            bar.finish_and_clear();
        }
    }

    fn note(&self, event: &str, words: std::fmt::Arguments<'_>) {
        match &self.way {
            Way::Json => tell_program(&json!({ "event": event, "message": words.to_string() })),
            Way::Bar(bar) => bar.suspend(|| say(styled(WARN, words))),
            Way::Lines | Way::NowAndThen(_) => say(styled(WARN, words)),
        }
    }

    /// Tells that nothing is done for a while.
    fn note_wait(&self, event: &str, time: Duration, domains: &[&str], words: &str) {
        if let Ok(mut waits) = self.waits.lock() {
            *waits = Some(Instant::now() + time);
        }
        match &self.way {
            Way::Json => tell_program(&json!({
                "event": event,
                "seconds": whole_seconds(time).as_secs(),
                "domains": domains,
                "message": words,
            })),
            _ => self.note(event, format_args!("{words}")),
        }
    }

    /// How many letters came to what.
    fn counts(&self) -> String {
        let counts = self.so_far.counts();
        let counts = counts.iter().filter(|(number, word)| *number > 0 || *word == "accepted");
        counts.map(|(number, word)| format!("{number} {word}")).collect::<Vec<_>>().join(", ")
    }

    fn figures(&self) -> String {
        let done = self.so_far.attempted();
        #[expect(clippy::cast_precision_loss, reason = "nobody reads so many digits")]
        let rate = done as f64 / self.begun.elapsed().as_secs_f64().max(0.001) * 60.0;
        format!("{done} of {}: {}; {rate:.0} a minute", self.total, self.counts())
    }
}

fn bar(total: usize, waits: &Arc<Mutex<Option<Instant>>>) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::stderr());
    let style = "{bar:20} {pos} of {len}, {msg}; {left}";
    // The template is right, as a test shows; a bar that looks otherwise would do as well.
    let style = ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar());
    let waits = Arc::clone(waits);
    let left = move |state: &ProgressState, text: &mut dyn Write| {
        let until = waits.lock().map_or(None, |until| *until);
        let _ = match until.map(|until| until.saturating_duration_since(Instant::now())).filter(|time| !time.is_zero())
        {
            Some(time) => write!(text, "waits {}", rounded(whole_seconds(time))),
            None => write!(text, "{:.0} a minute, {:#} left", state.per_sec() * 60.0, HumanDuration(state.eta())),
        };
    };
    bar.set_style(style.with_key("left", left));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// What happened and why, on one line.
fn in_words(problem: &Problem) -> String {
    let why = problem.causes.first().map(|cause| format!(": {cause}")).unwrap_or_default();
    format!("{problem}{why}")
}

/// A wait in whole seconds; none is told to be no time.
fn whole_seconds(time: Duration) -> Duration {
    Duration::from_secs(time.as_secs() + u64::from(time.subsec_nanos() > 0))
}

/// Nothing can be done when nobody listens any more: the letters are on their way.
fn tell_program(event: &serde_json::Value) {
    let _ = print(event);
}

/// The state that a letter comes to.
fn word(outcome: &Outcome) -> &'static str {
    State::Claimed.after(Step::of(outcome)).map_or(outcome.word(), State::word)
}

fn say_outcome(letter: &Letter, outcome: &Outcome, names_signer: bool) {
    let id = &letter.form.recipient.id;
    let style = match outcome {
        Outcome::Accepted { .. } | Outcome::Handed { .. } => GOOD,
        Outcome::Deferred(_) => WARN,
        Outcome::Rejected(_) | Outcome::Uncertain(_) | Outcome::Partial { .. } => BAD,
    };
    let from = if names_signer { format!(" from {}", letter.signer.name) } else { String::new() };
    say(format_args!("{} {id}{from} ({outcome})", styled(style, word(outcome))));
    for failure in outcome.without() {
        say(styled(WARN, format_args!("  without a copy: {failure}")));
    }
    match outcome {
        Outcome::Uncertain(_) => {
            say(styled(DIM, "  the server may have it: look at your provider, then `protest-letter ledger resolve`"));
        }
        Outcome::Partial { .. } => {
            let next = "send it to the others by yourself, then `protest-letter ledger resolve`";
            say(styled(DIM, format_args!("  see who has it: {next}")));
        }
        _ => {}
    }
}
