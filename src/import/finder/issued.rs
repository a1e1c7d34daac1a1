use std::ops::Range;

use super::LetterBounds;
use crate::import::date_seen::DateSeen;
use crate::import::reading::Reading;
use crate::import::{Appeal, Cue, Find, Hit, Part};
use crate::vocabulary::Day;

/// How many lines can stand before the text begins.
pub(super) const HEAD: usize = 30;

/// How many lines can be the first paragraph, which may tell the day.
const FIRST: usize = 10;

/// How many lines with a text can be the foot, where whoever writes signs.
const FOOT: usize = 12;

/// The longest line that is no paragraph, in characters.
pub(super) const SHORT: usize = 120;

/// How many letters may stand beside a date that stands alone: a weekday and a place.
pub(super) const BESIDE: usize = 24;

/// How many characters a weekday has at most.
const WEEKDAY: usize = 16;

/// How many characters who published it, and a weekday, have at most.
const AUTHOR: usize = 60;

/// How many bytes a preposition has at most.
const PREPOSITION: usize = 4;

/// How many letters an article or a word for the time of day has at most.
const LEAD: usize = 12;

/// How many characters a place has at most.
const PLACE: usize = 40;

/// How many days after its issue an appeal may be sent on before that is told as a doubt.
const APART: i32 = 14;

/// Signs that set a date off from what stands beside it.
const SIGNS: [char; 7] = ['·', '|', '–', '—', '•', '»', '/'];

/// Marks of emphasis around a date.
const MARKS: [char; 2] = ['*', '_'];

/// How much a page speaks for the day that it gives itself.
const PAGE: i32 = 10;

/// How much the head of a mail does: who sends it on does so later.
const MAIL: i32 = 5;

/// How much the address of a page does that has a day in it.
const ADDRESS: i32 = 3;

/// Why a day is not sure that stands somewhere without a word for it.
const UNCALLED: &str = "no word calls it the day of issue";

/// Finds the day of issue: the date for which most speaks, and of those the first.
pub(super) fn issued(appeal: &Appeal, readings: &[Reading<'_>], letters: &LetterBounds) -> Option<Find> {
    let of_itself = appeal
        .metadata
        .published
        .as_ref()
        .map(|(day, written, line)| Find { day: Some(*day), ..Find::of_metadata(Part::Issued, written, *line) });
    let is_mail = !appeal.metadata.senders.is_empty();
    let lines = || readings.iter().filter(|reading| !reading.line.is_blank() && !reading.line.apart);
    let foot = lines().rev().nth(FOOT).map_or(0, |reading| reading.index);
    let mut best = of_itself.clone().map(|find| (if is_mail { MAIL } else { PAGE }, find));
    best = best.or_else(|| in_address(appeal).map(|find| (ADDRESS, find)));
    for reading in lines().filter(|reading| !letters.hold(reading.index)) {
        for date in &reading.dates {
            let seen = Seen { reading, date, line: line_around(reading, date.range.start), foot };
            let (evidence, doubt) = seen.evidence();
            if evidence > best.as_ref().map_or(0, |(most, _)| *most) {
                best = issued_on(reading, date, doubt).map(|find| (evidence, find)).or(best);
            }
        }
    }
    let (_, mut find) = best?;
    let days = |one: Day, other: Day| one.first().since(other.first()).map_or(0, |span| span.get_days().abs());
    if let Some((sent, day)) =
        of_itself.and_then(|sent| sent.day).zip(find.day).filter(|(sent, day)| days(*sent, *day) > APART)
    {
        find.doubt = Some(format!("the mail, or page, is of {sent}, and its text of {day}"));
    }
    Some(find)
}

/// A date in its line.
struct Seen<'r> {
    reading: &'r Reading<'r>,
    date: &'r DateSeen,
    /// The line as it stands in the file.
    line: Range<usize>,
    /// The line among those of the appeal where its foot begins.
    foot: usize,
}

impl Seen<'_> {
    fn before(&self) -> &str {
        self.reading.line.text[self.line.start..self.date.range.start].trim().trim_end_matches(MARKS)
    }

    fn after(&self) -> &str {
        let end = self.date.range.end.min(self.line.end);
        self.reading.line.text[end..self.line.end].trim_start_matches(MARKS).trim()
    }

    /// How much speaks for it as the day of issue, and what may be wrong with that.
    fn evidence(&self) -> (i32, Option<&'static str>) {
        if self.is_last_day() || self.date.year.is_none() {
            return (0, None);
        }
        let in_head = self.reading.index < HEAD;
        let is_short = self.reading.length() <= SHORT;
        let stands = self.is_alone() || self.is_behind_place();
        let evidence = [
            (in_head && self.is_called(Cue::Issued), 8, None),
            (is_short && self.is_called(Cue::Updated), 4, Some("it may be the day of a change")),
            (in_head && (stands || is_short && (self.is_set_off() || self.is_timed())), 6, Some(UNCALLED)),
            (is_short && self.is_called(Cue::Issued), 4, None),
            (self.reading.index < FIRST && self.ends_line(), 3, Some(UNCALLED)),
            (self.reading.index >= self.foot && stands, 2, Some(UNCALLED)),
        ];
        let best = evidence.into_iter().find(|(holds, ..)| *holds);
        let (evidence, doubt) = best.map_or((0, None), |(_, evidence, doubt)| (evidence, doubt));
        (if self.date.day.is_none() { evidence.min(1) } else { evidence }, doubt)
    }

    /// Whether a word calls it so: "Published on Monday, 3 June 2024", "Posted by the Network on 3 June 2024".
    fn is_called(&self, cue: Cue) -> bool {
        let text = &self.reading.line.text;
        let called = self.reading.hits.iter().filter(|hit| hit.cue == cue && hit.range.end <= self.date.range.start);
        let Some(called) = called.max_by_key(|hit| hit.range.end) else { return false };
        let between = &text[called.range.end..self.date.range.start];
        let is_paragraph = self.reading.length() > SHORT && !between.trim_start().starts_with(':');
        let is_word = called.range.len() > PREPOSITION;
        let most = if is_word && !is_paragraph { AUTHOR } else { WEEKDAY };
        let is_near = between.chars().count() <= most && !between.contains(['.', ';', '!', '?']);
        // In a paragraph a preposition calls any date.
        is_near && (!is_paragraph || self.reading.index < FIRST && is_word)
    }

    /// Whether it is the last day for letters, or another that something is bound to.
    fn is_last_day(&self) -> bool {
        let start = self.date.range.start;
        let dates = self.reading.dates.iter().map(|date| date.range.end);
        let before = dates.filter(|end| *end <= start).max().unwrap_or(0).max(self.line.start)..start;
        let hits = || self.reading.hits.iter().filter(|hit| before.contains(&hit.range.start));
        // "By" limits a day, and does not in "posted by".
        let is_called = |limit: &Hit| {
            let calls = |hit: &&Hit| matches!(hit.cue, Cue::Issued | Cue::Updated);
            hits().filter(calls).any(|hit| hit.range.contains(&limit.range.start))
        };
        hits().any(|hit| matches!(hit.cue, Cue::Deadline | Cue::LastDay | Cue::After) && !is_called(hit))
    }

    /// Whether little stands beside it: a weekday, a place, the time of day.
    fn is_alone(&self) -> bool {
        let (before, after) = (letters(self.before()), letters(self.after()));
        let is_led = self.reading.has(Cue::DateLead) && before <= LEAD && after > WEEKDAY;
        before + after <= BESIDE && !is_led
    }

    /// Whether the place stands before it where it was written: "Exampleville, 3 June 2024".
    fn is_behind_place(&self) -> bool {
        let Some((place, article)) = self.before().rsplit_once(',') else { return false };
        let place = place.trim_start_matches(['*', '_', '(']);
        letters(article) <= LEAD
            && place.chars().count() <= PLACE
            && place.split_whitespace().count() <= 3
            && place.starts_with(char::is_uppercase)
            && !place.contains(['.', ':', ';'])
    }

    /// Whether a sign parts it from what stands beside it.
    fn is_set_off(&self) -> bool {
        let (before, after) = (self.before(), self.after());
        let opens = after.starts_with(SIGNS) && (letters(before) <= LEAD || before.ends_with(SIGNS));
        opens || before.ends_with(SIGNS) && letters(after) <= LEAD
    }

    /// Whether the time of day follows, as programs write it.
    fn is_timed(&self) -> bool {
        let after = self.after().trim_start_matches([',', '-', '–', '|', ' ', '/']);
        let (hours, minutes) = after.split_once(':').unwrap_or_default();
        let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        hours.len() <= 2 && are_digits(hours) && minutes.get(..2).is_some_and(are_digits) && letters(after) <= LEAD
    }

    /// Whether a line that is no sentence ends with it, as the head of an appeal with its number does.
    fn ends_line(&self) -> bool {
        let leads = |hit: &Hit| {
            hit.cue == Cue::DateLead && (hit.range.end..=hit.range.end + 1).contains(&self.date.range.start)
        };
        let is_led = self.reading.hits.iter().any(leads);
        self.after().is_empty() && self.reading.length() <= SHORT && !is_led
    }
}

/// The day in the address of a page, as pages of news have it: `/2024/06/03/free-them`.
fn in_address(appeal: &Appeal) -> Option<Find> {
    let (url, line) = appeal.metadata.url.as_ref()?;
    let parts: Vec<&str> = url.split('/').collect();
    let day = parts.windows(3).find_map(|parts| parts.join("-").parse::<Day>().ok())?;
    let doubt = Some("it stands in the address of the page".to_owned());
    Some(Find { day: Some(day), doubt, ..Find::of_metadata(Part::Issued, url, *line) })
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

/// The line as it stands in the file around one of its bytes.
fn line_around(reading: &Reading<'_>, at: usize) -> Range<usize> {
    let joints = reading.line.joints.iter().map(|(start, _)| *start);
    let start = joints.clone().filter(|start| *start <= at).max().unwrap_or(0);
    start..joints.filter(|start| *start > at).min().unwrap_or(reading.line.text.len())
}

fn issued_on(reading: &Reading<'_>, date: &DateSeen, doubt: Option<&str>) -> Option<Find> {
    let day = date.day(None)?;
    let mut find = Find::in_line(Part::Issued, &reading.line.text[date.range.clone()], reading, date.range.start);
    find.doubt = doubt.map(str::to_owned);
    if date.ambiguous {
        find.doubt = Some("day and month may be the other way round".to_owned());
    }
    find.covers = date.range.len() + BESIDE;
    Some(Find { day: Some(day), ..find })
}
