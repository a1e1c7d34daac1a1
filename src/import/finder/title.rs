use std::collections::BTreeSet;
use std::ops::Range;

use super::issued::{BESIDE, HEAD, SHORT};
use crate::import::fold::fold;
use crate::import::reading::Reading;
use crate::import::sentences::sentences;
use crate::import::{Appeal, Cue};

/// How many lines a page may have before its title.
const PAGE: usize = 300;

/// The longest title, in characters.
pub(super) const TITLE: usize = 200;

/// The fewest characters of a paragraph that was broken into lines.
const PARAGRAPH: usize = 150;

/// How many lines of it are looked at.
const BLOCK: usize = 20;

/// How many of ten longer words a line has in common with the title that a page or a mail gives itself.
const SAME: usize = 6;

/// How many letters a line above many has besides, as those of a number.
const BANNER: usize = 7;

/// Signs that part the title of a page from the name of its site.
const PARTS: [&str; 6] = [" | ", " » ", " — ", " – ", " · ", " - "];

/// The line that is the title, and the part of it that is.
pub(super) fn title_line(appeal: &Appeal, readings: &[Reading<'_>]) -> Option<(usize, Range<usize>)> {
    let lines = || readings.iter().filter(|reading| !reading.line.apart && !reading.line.is_blank());
    let at = match &appeal.metadata.title {
        Some((title, _)) => repeated(lines().take_while(|reading| reading.index < PAGE), title)?,
        None => candidates(readings)
            .into_iter()
            .rev()
            .max_by_key(|reading| likeness(readings, reading))
            .or_else(|| lines().find(|reading| may_be_title(reading)))
            .or_else(|| lines().find(|reading| reading.begins_with(Cue::Banner)))?,
    };
    let text = &at.line.text;
    let labelled = in_label(at);
    let range = if !labelled.is_empty() {
        labelled
    } else if at.length() <= TITLE {
        without_tags(text)..first_line(at)
    } else {
        sentences(text).into_iter().next()?
    };
    Some((at.index, range))
}

/// The title that a page or a mail gives itself, without the name of the site.
pub(super) fn without_site<'t>(title: &'t str, site: Option<&str>) -> &'t str {
    let title = &title[without_tags(title)..];
    let words = |text: &str| text.split_whitespace().count();
    let Some(sign) = PARTS.iter().find(|sign| title.contains(**sign)) else { return title };
    let parts =
        title.split(sign).map(str::trim).filter(|part| site.is_none_or(|site| !site.eq_ignore_ascii_case(part)));
    let longest = parts.max_by_key(|part| words(part)).unwrap_or(title);
    // A hyphen may stand within a title.
    if *sign == " - " && words(title) - words(longest) > 5 { title } else { longest }
}

/// The line that says what the title of a page or a mail says: the heading is often the fuller one.
fn repeated<'r, 'a: 'r>(lines: impl Iterator<Item = &'r Reading<'a>>, title: &str) -> Option<&'r Reading<'a>> {
    let wanted = stems(title);
    let shared = |reading: &Reading<'_>| {
        let said = stems(&reading.line.text);
        let same = said.intersection(&wanted).count();
        let least = said.len().min(wanted.len());
        let is_same = reading.line.text == title || same >= 2 && (reading.line.heading || same * 10 >= least * SAME);
        if is_same { same + usize::from(reading.line.heading) } else { 0 }
    };
    let fits = |reading: &&Reading<'_>| {
        reading.length() <= TITLE && may_be_title(reading) && !reading.line.text.ends_with(['.', ':'])
    };
    let best = lines.filter(fits).map(|reading| (shared(reading), reading)).filter(|(shared, _)| *shared > 0);
    best.fold(None, |best: Option<(usize, &Reading<'_>)>, next| match best {
        Some(best) if best.0 >= next.0 => Some(best),
        _ => Some(next),
    })
    .map(|(_, reading)| reading)
}

/// The beginnings of the longer words of a title.
fn stems(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let is_long =
        |word: &&str| word.chars().count() >= 4 || !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let words = words.filter(is_long);
    words.map(|word| fold(word).chars().take(5).collect()).collect()
}

/// What stands behind the word that calls it the subject.
fn in_label(reading: &Reading<'_>) -> Range<usize> {
    let text = &reading.line.text;
    let label = reading.first(Cue::Subject).filter(|hit| !text[..hit.range.start].contains(char::is_alphanumeric));
    let Some(end) = label.map(|label| label.range.end) else { return 0..0 };
    let value = text[end..].trim_end_matches([' ', '|']);
    let rest = value.trim_start_matches([' ', '|', ':']);
    let start = end + value.len() - rest.len();
    start..start + rest.len()
}

/// Where a title ends that the next line was joined to, as one that had no more room.
fn first_line(reading: &Reading<'_>) -> usize {
    let text = &reading.line.text;
    let joint = reading.line.joints.first().map(|(at, _)| *at);
    let parts = |at: &usize| text[*at..].starts_with(char::is_uppercase) || text[..*at].trim_end().ends_with(',');
    joint.filter(parts).map_or(text.len(), |at| text[..at].trim_end_matches([' ', ',']).len())
}

/// Where a title begins behind the names that mailing lists put before it in brackets.
fn without_tags(text: &str) -> usize {
    let mut start = 0;
    while let Some((_, rest)) = text[start..].strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let rest = rest.trim_start();
        if rest.chars().filter(|c| c.is_alphabetic()).count() < 8 || rest.starts_with('[') {
            break;
        }
        start = text.len() - rest.len();
    }
    start
}

/// Lines that may be a title, up to the first paragraph.
fn candidates<'r, 'a>(readings: &'r [Reading<'a>]) -> Vec<&'r Reading<'a>> {
    let mut candidates = Vec::new();
    for reading in readings.iter().take(HEAD).filter(|reading| !reading.line.apart) {
        let is_text = is_text(reading);
        let begins_text = is_text || is_broken_text(readings, reading);
        let is_labelled = !in_label(reading).is_empty();
        let next = readings.get(reading.index + 1);
        let stands = !begins_text
            || candidates.is_empty()
            || next.is_some_and(|next| next.line.text.starts_with(char::is_uppercase));
        if is_labelled || !is_text && stands && may_be_title(reading) {
            candidates.push(reading);
        }
        let calls = reading.has(Cue::Send) && reading.line.text.ends_with(':');
        let greets = reading.begins_with(Cue::Greeting) && !is_labelled;
        if greets || calls || begins_text && !(candidates.is_empty() && is_text) {
            break;
        }
    }
    candidates
}

fn is_text(reading: &Reading<'_>) -> bool {
    let is_sentence = reading.line.text.ends_with(['.', ':']) && reading.length() > SHORT / 3;
    reading.length() > 2 * SHORT || is_sentence || reading.has(Cue::Send) && reading.length() > SHORT
}

/// Whether a paragraph begins there that was broken into short lines.
fn is_broken_text(readings: &[Reading<'_>], reading: &Reading<'_>) -> bool {
    let block = readings[reading.index..].iter().take(BLOCK).take_while(|line| !line.line.is_blank());
    let block: Vec<&Reading<'_>> = block.collect();
    let length: usize = block.iter().map(|line| line.length()).sum();
    let goes_on = |line: &&Reading<'_>| line.line.text.starts_with(char::is_lowercase) && line.tokens.is_empty();
    let ends = block.last().is_some_and(|last| last.line.text.ends_with(['.', '!', '?', ':']));
    block.len() >= 3 && length >= PARAGRAPH && ends && block.iter().skip(1).take(2).any(goes_on)
}

/// How much a line is like a title.
fn likeness(readings: &[Reading<'_>], reading: &Reading<'_>) -> i32 {
    let text = &reading.line.text;
    let words = text.split_whitespace().count();
    let has = |cues: &[Cue]| cues.iter().any(|cue| reading.has(*cue));
    let rest = || readings[reading.index + 1..].iter().filter(|next| !next.line.is_blank());
    let is_paragraph = |next: &Reading<'_>| (is_text(next) || is_broken_text(readings, next)) && !next.has(Cue::Nobody);
    let heads_text = rest().take(5).any(is_paragraph);
    let heads_it = rest().find(|next| !is_beside(next)).is_some_and(is_paragraph);
    let heads_donations = rest().next().is_some_and(|next| is_text(next) && next.has(Cue::Nobody));
    let is_plain =
        !text.contains(['|', '>', '»', '©']) && !text.ends_with(['.', ',', ':']) && reading.tokens.is_empty();
    let is_first = readings[..reading.index].iter().all(|before| !may_be_title(before) || is_text(before));
    let line = |index: Option<usize>| index.and_then(|index| readings.get(index));
    let is_underlined = line(Some(reading.index + 1)).is_some_and(|next| {
        next.length().abs_diff(reading.length()) <= 3 && next.line.text.chars().all(|c| matches!(c, '=' | '-'))
    });
    let has_age = text.match_indices(", ").any(|(at, _)| {
        let age = text[at + 2..].split(' ').next().unwrap_or_default();
        age.len() == 2 && age.bytes().all(|byte| byte.is_ascii_digit())
    });
    let goes_on = text.starts_with(char::is_lowercase)
        && line(reading.index.checked_sub(1)).is_some_and(|before| !before.line.is_blank());
    let parted = text.split_once(": ").is_some_and(|(before, after)| {
        before.split_whitespace().count() <= 4 && after.split_whitespace().count() >= 3 && !reading.has(Cue::Salutation)
    });
    let is_office = words <= 6 && reading.kind().is_some() && !has(&[Cue::Slogan, Cue::Plea]);
    let names_publisher =
        reading.hits.iter().any(|hit| hit.cue == Cue::Masthead && hit.range.start < first_line(reading));
    let evidence = [
        (reading.line.heading, 4),
        (is_underlined, 3),
        (heads_text, 2),
        (!in_label(reading).is_empty(), 6),
        (words == 2 || words == 3, 1),
        ((4..=20).contains(&words), 2),
        (is_plain, 2),
        (is_first, 1),
        (heads_it, 1),
        (has_number_of_case(text) && words >= 5, 1),
        (parted, 1),
        (has(&[Cue::Slogan, Cue::Plea, Cue::Thing, Cue::Banner]), 1),
        (names_publisher, -5),
        (reading.begins_with(Cue::Honorific), -3),
        (is_office, -2),
        (goes_on, -4),
        (heads_donations, -2),
        (text.starts_with(['"', '„', '(', '“']), -3),
        (!reading.dates.is_empty(), -2),
        (has_age, -3),
    ];
    evidence.into_iter().filter(|(holds, _)| *holds).map(|(_, weight)| weight).sum()
}

/// Whether it has the number that a network gives a case: "UA 131/08", "Nr. 44/2010".
fn has_number_of_case(text: &str) -> bool {
    text.match_indices('/').any(|(at, _)| {
        let is_digit = |c: &char| c.is_ascii_digit();
        let before = text[..at].chars().rev().take_while(is_digit).count();
        let after = text[at + 1..].chars().take_while(is_digit).count();
        (1..=4).contains(&before) && matches!(after, 2 | 4) && text[..at].contains(char::is_uppercase)
    })
}

/// Whether a line can stand between a title and the text: a date, a label with its value, a menu, or how a letter begins.
fn is_beside(reading: &Reading<'_>) -> bool {
    !is_text(reading) && (!may_be_title(reading) || reading.line.text.contains(": "))
}

fn letters_in(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

/// Whether a line says enough for a title, and is not what stands above many.
fn may_be_title(reading: &Reading<'_>) -> bool {
    let text = &reading.line.text[without_tags(&reading.line.text)..];
    let skipped = reading.line.text.len() - text.len();
    let banners: usize = reading
        .hits
        .iter()
        .filter(|hit| hit.cue == Cue::Banner)
        .map(|hit| letters_in(&reading.line.text[hit.range.clone()]))
        .sum();
    let is_banner =
        text.starts_with('[') || text.starts_with("--") || banners > 0 && letters_in(text) <= banners + BANNER;
    let is_menu = text.matches(['|', '·', '>', '»', '‹']).count() >= 2 || text.matches(" / ").count() >= 3;
    let dates: usize = reading.dates.iter().map(|date| date.range.len()).sum();
    let is_date = dates > 0 && text.len() <= dates + BESIDE;
    let is_call = reading.hits.iter().any(|hit| hit.cue == Cue::Send && hit.range == (0..text.len()));
    let is_other = is_call
        || reading.has(Cue::Nobody) && !reading.line.heading
        || [Cue::Greeting, Cue::Issued, Cue::Copies].into_iter().any(|cue| reading.begins_with(cue));
    let is_item = reading.is_item() && skipped == 0;
    letters_in(text) >= 8 && !is_banner && !is_menu && !is_date && !is_other && !is_item && !reading.has_address()
}
