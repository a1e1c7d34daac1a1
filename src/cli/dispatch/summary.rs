use std::collections::BTreeMap;

use serde_json::json;

use crate::batch::{Stop, Summary};
use crate::campaign::Campaign;
use crate::cli::Done;
use crate::cli::terminal::screen::{BOLD, WARN, count, print, say, say_problem, styled};
use crate::ledger::State;
use crate::source::Problem;
use crate::vocabulary::Channel;

/// What helps where a server asks to come back later.
const WAIT: &str = "--for 2h waits and tries again";

/// What is said where `--for` was given, and is over or ends before letters may be tried again.
const TOO_LITTLE_TIME: &str = "--for ends before the next attempt; go on later";

/// What was to be sent.
pub(crate) struct Planned<'a> {
    pub campaign: &'a Campaign,
    pub channel: Channel,
    /// The letters that were owed.
    pub letters: usize,
    /// Those that were settled before, by what became of them.
    pub known: &'a BTreeMap<State, usize>,
    /// Whether the letters are put on paper.
    pub on_paper: bool,
    /// Whether it is for good, and not for a trial.
    pub in_earnest: bool,
    /// Whether letters that were deferred were tried again (`--for`).
    pub waits: bool,
}

/// Tells what became of all letters, and what can be done about those that did not go.
pub(crate) fn say_summary(summary: &Summary, planned: &Planned<'_>, json: bool) -> Done {
    let Planned { campaign, channel, letters, known, on_paper, in_earnest, waits } = planned;
    // What was settled and not known to be: signed twice in a roll, or sent by another run meanwhile.
    let meanwhile = summary.settled.saturating_sub(known.values().sum());
    let unsent = letters.saturating_sub(summary.attempted() + meanwhile + summary.unfit);
    let counts = summary.counts().into_iter().chain([
        (meanwhile, "sent meanwhile"),
        (summary.unfit, "not written"),
        (unsent, "not begun"),
    ]);
    if json {
        let mut event = json!({ "event": "done" });
        for (number, word) in counts {
            event[word.replace(' ', "_")] = json!(number);
        }
        event["asked_to_wait"] = json!(summary.asked_to_wait);
        event["stopped"] = json!(summary.stopped.as_ref().map(Stop::word));
        // What became of the letters is what counts, whoever still reads.
        let _ = print(event);
    } else {
        let counts = counts.filter(|(number, _)| *number > 0).map(|(number, word)| format!("{number} {word}"));
        say(styled(BOLD, counts.collect::<Vec<_>>().join(", ")));
    }
    if let Some(stop) = &summary.stopped {
        say_why(stop, *waits);
    }
    if let Some(then) = what_helps(summary, *waits).filter(|_| *in_earnest) {
        say(format_args!("a server asks to come back later with {}: {then}", count(summary.deferred, "letter")));
    }
    let id = &campaign.id;
    if summary.deferred + unsent > 0 && *in_earnest {
        let another = if *on_paper { ", with another --pdf," } else { "" };
        say(format_args!("the same command again{another} sends what is still owed, and nothing twice"));
    }
    if summary.handed > 0 && *in_earnest {
        say(format_args!("when they have gone: protest-letter ledger done {id} --via {channel}"));
    }
    let in_hand = summary.handed > 0 || matches!(channel, Channel::Post | Channel::Phone);
    if in_hand && summary.deferred + summary.rejected + unsent > 0 {
        say(styled(WARN, "of the letters that were not handed over the copies have not gone: do not send those yet"));
    }
    let mended_elsewhere = matches!(summary.stopped, Some(Stop::RefusedCopy(_)));
    if summary.rejected + summary.uncertain > 0 && !mended_elsewhere && *in_earnest {
        say(format_args!("see them: protest-letter ledger {id} --state rejected,uncertain"));
    }
    match &summary.stopped {
        Some(Stop::Problem(_)) if summary.accepted + summary.handed == 0 => Done::WithErrors,
        // The server let nobody in.
        Some(Stop::TryLater(_)) if summary.attempted() == 0 => Done::WithErrors,
        _ if summary.is_complete() => done(known),
        _ => Done::ExceptSomeLetters,
    }
}

/// Whether letters that were settled before are where they are to be.
pub(crate) fn done(known: &BTreeMap<State, usize>) -> Done {
    let went = |state: &State| matches!(state, State::Accepted | State::Handed | State::Done);
    if known.keys().all(went) { Done::Entirely } else { Done::ExceptSomeLetters }
}

/// What becomes of letters with which a server asks to come back later, where nothing else is said of it.
fn what_helps(summary: &Summary, waits: bool) -> Option<&'static str> {
    match (&summary.stopped, waits) {
        (Some(Stop::TryLater(_)), _) | (Some(_), true) => None,
        (None, true) => Some(TOO_LITTLE_TIME),
        (_, false) => Some(WAIT),
    }
    .filter(|_| summary.asked_to_wait)
}

fn say_why(stop: &Stop, waits: bool) {
    match stop {
        Stop::RefusedCopy(failure) => {
            let problem = Problem::error("sending stopped, because a required copy was refused").because(failure);
            say_problem(&problem.hint("mend the address, or choose to go without it: --without-refused-copies"));
        }
        Stop::FailuresInARow(number, failure) => {
            let problem =
                Problem::error(format!("sending stopped after {} in a row", count(*number as usize, "failure")))
                    .because(failure);
            say_problem(&problem.hint("look at what the server says; --stop-after lets more pass"));
        }
        Stop::TryLater(problem) => {
            let hint = if waits { TOO_LITTLE_TIME } else { WAIT };
            say_problem(&problem.clone().hint(hint));
        }
        Stop::Problem(problem) => say_problem(problem),
        Stop::Limit => say("as many were sent as --limit allows"),
        Stop::DailyLimit => say("as many envelope recipients were written to as --max-per-day allows; go on tomorrow"),
        Stop::Asked => say("stopped as you asked"),
    }
}
