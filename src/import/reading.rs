use std::ops::Range;

use super::date_seen::DateSeen;
use super::dates::dates;
use super::mailboxes::mailboxes;
use super::marker::marker;
use super::numbers::numbers;
use super::token::{Token, TokenKind};
use super::{AppealLine, Cue, Hit, Words};
use crate::campaign::Kind;

/// A line with all that its words tell.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    pub(super) line: &'a AppealLine,
    /// Its number among the lines.
    pub(super) index: usize,
    pub(super) hits: Vec<Hit>,
    pub(super) tokens: Vec<Token>,
    pub(super) dates: Vec<DateSeen>,
    /// How long the sign of a list before it is.
    pub(super) marker: usize,
    /// Whether an address on it has what those of authorities have.
    pub(super) is_of_authority: bool,
}

impl<'a> Reading<'a> {
    pub(super) fn of(line: &'a AppealLine, index: usize, words: &Words) -> Self {
        let mut hits = words.hits(&line.text);
        let mut tokens = mailboxes(&line.text, &hits);
        let dates = dates(&line.text, words);
        let taken: Vec<Range<usize>> =
            tokens.iter().map(|token| token.range.clone()).chain(dates.iter().map(|date| date.range.clone())).collect();
        tokens.extend(numbers(&line.text, &hits, &taken));
        tokens.sort_by_key(|token| token.range.start);
        // A word within an address says something of the address alone.
        let in_token = |hit: &Hit| {
            tokens.iter().any(|token| token.range.start <= hit.range.start && hit.range.end <= token.range.end)
        };
        let is_of_authority = hits.iter().any(|hit| hit.cue == Cue::Government && in_token(hit));
        hits.retain(|hit| {
            !matches!(hit.cue, Cue::Government | Cue::Webmaster) && (hit.cue == Cue::Extension || !in_token(hit))
        });
        let marker = match dates.first() {
            Some(date) if date.range.start == 0 => 0,
            _ => marker(&line.text),
        };
        Self { line, index, hits, tokens, dates, marker, is_of_authority }
    }

    /// What it says, without the sign of a list before it.
    pub(super) fn body(&self) -> &'a str {
        &self.line.text[self.marker..]
    }

    pub(super) fn is_item(&self) -> bool {
        self.marker > 0 || self.line.item
    }

    pub(super) fn has(&self, cue: Cue) -> bool {
        self.first(cue).is_some()
    }

    pub(super) fn first(&self, cue: Cue) -> Option<&Hit> {
        self.hits.iter().filter(|hit| hit.cue == cue).min_by_key(|hit| (hit.range.start, usize::MAX - hit.range.end))
    }

    /// Whether it begins with such a word.
    pub(super) fn begins_with(&self, cue: Cue) -> bool {
        let start = self.marker + self.body().find(char::is_alphanumeric).unwrap_or(0);
        self.hits.iter().any(|hit| hit.cue == cue && hit.range.start == start)
    }

    /// The kind of office it speaks of; of several, the one that the list of kinds has first in a part of the line.
    pub(super) fn kind(&self) -> Option<Kind> {
        kind_in(&self.hits, 0..self.line.text.len())
    }

    /// Whether the name of an office is the first on it, but for an article or a title.
    pub(super) fn kind_at_head(&self) -> bool {
        const TITLE: usize = 12;
        self.hits.iter().any(|hit| matches!(hit.cue, Cue::Kind(_)) && hit.range.start <= self.marker + TITLE)
    }

    /// Whether a sentence ends it: a full stop behind a short word is one of an abbreviation.
    pub(super) fn ends_sentence(&self) -> bool {
        let text = &self.line.text;
        let word = text.trim_end_matches('.').rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        text.ends_with(['!', '?'])
            || text.ends_with('.') && (word.is_empty() || word.chars().count() > 3 || is_long_number(word))
    }

    /// How many characters stand on it.
    pub(super) fn length(&self) -> usize {
        self.line.text.chars().count()
    }

    /// Whether it could head what follows: short, without an address, and no sentence.
    pub(super) fn is_heading(&self) -> bool {
        self.line.heading
            || self.length() <= 70 && self.tokens.is_empty() && !self.line.text.ends_with(['.', '!', '?', ',', ';'])
    }

    /// Whether nothing stands on it but addresses and what belongs to them.
    pub(super) fn is_bare(&self) -> bool {
        let mut rest = self.line.text.clone();
        let labels = [Cue::Email, Cue::Fax, Cue::Phone, Cue::Web, Cue::Connector, Cue::Post];
        let marks = self.hits.iter().filter(|hit| labels.contains(&hit.cue)).map(|hit| hit.range.clone());
        for range in self.tokens.iter().map(|token| token.range.clone()).chain(marks) {
            rest.replace_range(range.clone(), &" ".repeat(range.len()));
        }
        !self.tokens.is_empty() && rest.chars().filter(|c| c.is_alphabetic()).count() <= 3
    }

    /// Whether it has an address that a letter can go to.
    pub(super) fn has_address(&self) -> bool {
        self.tokens.iter().any(|token| token.kind != TokenKind::Web)
    }
}

/// Whether digits are more than those of a day.
fn is_long_number(word: &str) -> bool {
    word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The kind of office that words in a part of a line stand for.
pub(super) fn kind_in(hits: &[Hit], range: Range<usize>) -> Option<Kind> {
    const ORDER: [Kind; 16] = [
        Kind::Embassy,
        Kind::Prosecutor,
        Kind::HeadOfGovernment,
        Kind::Intergovernmental,
        Kind::Prison,
        Kind::Police,
        Kind::SecurityService,
        Kind::Court,
        Kind::Military,
        Kind::Parliament,
        Kind::Ministry,
        Kind::LocalGovernment,
        Kind::TradeUnion,
        Kind::Company,
        Kind::HeadOfState,
        Kind::Media,
    ];
    let within = |kind: &Kind| {
        hits.iter()
            .any(|hit| hit.cue == Cue::Kind(*kind) && hit.range.start >= range.start && hit.range.end <= range.end)
    };
    ORDER.into_iter().find(within)
}
