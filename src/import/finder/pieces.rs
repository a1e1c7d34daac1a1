use std::ops::Range;

use crate::import::fold::fold;
use crate::import::reading::Reading;
use crate::import::{Cue, Hit};

/// The fewest words of one of several demands in a sentence, and of one that begins with a word for what is demanded.
const WORDS: (usize, usize) = (4, 2);

/// How far a verb or a noun may stand behind the word that joins it to what stands before, in bytes: an article or adverb
/// may come between.
const NEAR: usize = 16;

/// The demands that a part of a sentence holds, behind the word that asks for them: it is cut before what says anew what is
/// asked for ("…, and that", "… and to").
pub(super) fn pieces(reading: &Reading<'_>, cue: &Hit, range: Range<usize>) -> Vec<Range<usize>> {
    let text = &reading.line.text;
    let leads = reading
        .hits
        .iter()
        .filter(|hit| hit.cue == Cue::Leads && hit.range.start >= cue.range.start && hit.range.end <= range.end);
    let leads: Vec<(&Range<usize>, String)> = leads.map(|hit| (&hit.range, fold(&text[hit.range.clone()]))).collect();
    let words = |range: Range<usize>| text[range].split_whitespace().count();
    let mut pieces = Vec::new();
    let mut start = range.start;
    for (at, next) in joints(reading, &range) {
        let led = leads.iter().find(|(lead, _)| lead.start == next);
        let again = |(lead, word): &(&Range<usize>, String)| {
            leads.iter().any(|(first, other)| first.start < at.min(lead.start) && alike(word, other))
        };
        let is_led_again = led.is_some_and(again);
        // After "to drop plans to X and to Y" nobody can tell whether Y is asked for, or one of the plans.
        let first = range.end - text[start..range.end].trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        let is_open = |(_, word): &(&Range<usize>, String)| {
            leads.iter().any(|(inner, other)| {
                let leads_to = |hit: &Hit| hit.cue == Cue::To && hit.range.start == inner.start;
                (first + 1..at).contains(&inner.start) && alike(word, other) && reading.hits.iter().any(leads_to)
            })
        };
        let is_led_again = is_led_again && !led.is_some_and(is_open);
        let is_demanded = reading.hits.iter().any(|hit| {
            matches!(hit.cue, Cue::Plea | Cue::Thing)
                && (next..next + NEAR).contains(&hit.range.start)
                && !text[next..hit.range.start].contains([',', ';', '.'])
        });
        let is_item = text[at..].starts_with(';');
        let least = if is_demanded || is_item { WORDS.1 } else { WORDS.0 };
        let is_next = is_led_again || is_demanded || is_item;
        if is_next && start < at && words(next..range.end) >= least && words(start..at) >= WORDS.1 {
            pieces.push(start..at);
            // Where the first goes without the word that leads to it, so do the others.
            let bare = led
                .filter(|(_, word)| leads.iter().any(|(first, other)| first.end == range.start && alike(word, other)));
            start = bare.map_or(next, |(lead, _)| lead.end);
        }
    }
    pieces.push(start..range.end);
    pieces
}

/// Where one demand may end and the next begin: at commas, semicolons and words that join.
fn joints(reading: &Reading<'_>, range: &Range<usize>) -> Vec<(usize, usize)> {
    let text = &reading.line.text;
    let skip = |at: usize| at + (text[at..].len() - text[at..].trim_start().len());
    let connectors: Vec<&Hit> = reading.hits.iter().filter(|hit| hit.cue == Cue::Connector).collect();
    let behind = |at: usize| {
        let next = skip(at);
        connectors.iter().find(|hit| hit.range.start == next).map_or(next, |hit| skip(hit.range.end))
    };
    let signs = text[range.clone()].match_indices([',', ';']).map(|(at, _)| range.start + at);
    let signs: Vec<(usize, usize)> = signs.map(|at| (at, behind(at + 1))).collect();
    let words = connectors.iter().filter(|hit| hit.range.start > range.start && hit.range.end < range.end);
    let words = words.map(|hit| (hit.range.start, skip(hit.range.end)));
    let mut joints: Vec<(usize, usize)> = words
        .filter(|(_, next)| !signs.iter().any(|(_, behind)| behind == next))
        .chain(signs.iter().copied())
        .collect();
    joints.retain(|(_, next)| *next < range.end);
    joints.sort_unstable();
    joints
}

/// Whether two short words are the same, one of them perhaps without its vowel: "de" and "d'".
fn alike(one: &str, other: &str) -> bool {
    one == other || one.len() <= 3 && other.len() <= 3 && (one.starts_with(other) || other.starts_with(one))
}
