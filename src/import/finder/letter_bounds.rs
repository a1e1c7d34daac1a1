use std::ops::Range;

use crate::import::Cue;
use crate::import::reading::Reading;
use crate::import::token::TokenKind;

/// The longest line that begins or ends a letter, in characters.
pub(super) const SHORT: usize = 100;

/// How long a line is that is no name of an office, in characters.
const SENTENCE: usize = 70;

/// Where the letters that an appeal prints begin and end, with their headings, greetings and closings.
#[derive(Debug, Default)]
pub(super) struct LetterBounds {
    letters: Vec<Range<usize>>,
}

impl LetterBounds {
    pub(super) fn of(readings: &[Reading<'_>]) -> Self {
        let mut letters: Vec<Range<usize>> = Vec::new();
        let mut is_open = false;
        for reading in readings.iter().filter(|reading| !reading.line.is_blank()) {
            let (at, next) = (reading.index, reading.index + 1);
            let is_greeting = greets(reading) && is_followed(readings, at);
            if !reading.line.apart && (heads(reading) || is_greeting && !is_open) {
                letters.push(at..next);
                is_open = true;
                continue;
            }
            is_open &= is_greeting || !ends_before(reading);
            if let Some(letter) = letters.last_mut().filter(|_| is_open) {
                letter.end = next;
            }
            is_open &= !closes(reading);
        }
        Self { letters }
    }

    /// Whether a letter, or its heading, begins with that line.
    pub(super) fn begin_at(&self, index: usize) -> bool {
        self.at(index).is_some_and(|letter| letter.start == index)
    }

    /// Whether that line stands in a letter.
    pub(super) fn hold(&self, index: usize) -> bool {
        self.at(index).is_some()
    }

    fn at(&self, index: usize) -> Option<&Range<usize>> {
        let at = self.letters.partition_point(|letter| letter.end <= index);
        self.letters.get(at).filter(|letter| letter.contains(&index))
    }
}

/// Whether a line greets those of an office, as the first of a letter does.
pub(super) fn greets(reading: &Reading<'_>) -> bool {
    let ends = reading.line.text.trim_end_matches(['*', '_', '»', '"', '”']).ends_with([',', ':', '!']);
    let starts = reading.begins_with(Cue::Greeting) && reading.length() <= SHORT && reading.tokens.is_empty();
    starts && ends && !reading.has(Cue::Copies) && !reading.has(Cue::Readers)
}

/// Whether a line ends a letter with the words that do.
pub(super) fn closes(reading: &Reading<'_>) -> bool {
    let is_short = reading.length() <= SHORT && !reading.has_address() && !reading.line.text.ends_with(':');
    is_short && reading.begins_with(Cue::Closing) && reading.kind().is_none()
}

/// Whether a line is the heading of a letter.
fn heads(reading: &Reading<'_>) -> bool {
    // The name of the office that it is for may be long.
    let is_labelled = reading.line.text.find(": ").is_some_and(|at| at <= SHORT) && !reading.ends_sentence();
    let is_short = (reading.length() <= SHORT || is_labelled) && !reading.has_address();
    let greets_readers = reading.begins_with(Cue::Greeting) && reading.has(Cue::Readers);
    let stands = is_labelled || reading.is_heading() || reading.line.text.ends_with([':', ',', '.']);
    is_short && reading.begins_with(Cue::Letter) && !greets_readers && stands
}

/// Whether sentences follow: those of the letter.
fn is_followed(readings: &[Reading<'_>], index: usize) -> bool {
    let is_sentence = |next: &Reading<'_>| {
        next.length() > SENTENCE && next.kind().is_none()
            || next.line.text.ends_with(['.', '!', '?', ':'])
            || next.length() > SHORT
    };
    let leads = readings.get(index + 1).is_some_and(Reading::is_bare);
    let mut next = readings[index + 1..].iter().filter(|next| !next.line.is_blank());
    !leads && next.by_ref().take(2).any(is_sentence)
}

/// Whether a line stands no more in the letter before it. A text for the telephone has the number to call in it.
fn ends_before(reading: &Reading<'_>) -> bool {
    let is_of_recipients =
        reading.tokens.iter().any(|token| !matches!(token.kind, TokenKind::Phone | TokenKind::Number));
    is_of_recipients || reading.line.heading || reading.line.apart
}
