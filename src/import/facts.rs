use super::date_seen::DateSeen;
use super::dates::dates;
use super::reading::Reading;
use super::same_number::digits;
use super::token::{Token, TokenKind};
use super::{Appeal, Words, fold::fold};
use crate::source::nearest;

/// What can be compared of an appeal: its addresses, numbers and dates, each with its line.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) tokens: Vec<(Token, usize)>,
    /// The lines of addresses that it hides.
    pub(super) hidden: Vec<usize>,
    /// Numbers of which the appeal prints the last digits alone, with those of the number before.
    completed: Vec<(String, String)>,
    /// Each as it is written, and its line.
    dates: Vec<(DateSeen, String, usize)>,
    text: String,
}

impl Facts {
    pub(super) fn of(appeal: &Appeal, words: &Words) -> Self {
        let mut facts = Self::default();
        for (index, line) in appeal.lines.iter().enumerate().filter(|(_, line)| !line.is_blank()) {
            let reading = Reading::of(line, index, words);
            let mut last: Option<String> = None;
            for token in reading.tokens {
                let number = line.number_at(token.range.start);
                if token.kind == TokenKind::Hidden {
                    facts.hidden.push(number);
                } else if token.kind != TokenKind::Web && token.kind != TokenKind::Email {
                    let (short, long) = (digits(&token.value), last.take().unwrap_or_default());
                    if short.len() < 8 && long.len() > short.len() {
                        let whole = format!("+{}{short}", &long[..long.len() - short.len()]);
                        facts.completed.push((token.value.clone(), whole));
                    } else {
                        last = Some(short);
                    }
                }
                facts.tokens.push((token, number));
            }
            for date in reading.dates {
                let written = line.text[date.range.clone()].to_owned();
                let number = line.number_at(date.range.start);
                facts.dates.push((date, written, number));
            }
            facts.text.push_str(&fold(&line.text));
            facts.text.push('\n');
        }
        facts
    }

    pub(super) fn emails(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter().map(|(token, _)| token).filter(|token| token.kind == TokenKind::Email)
    }

    /// Every number, and what those that are printed in short come to.
    pub(super) fn numbers(&self) -> impl Iterator<Item = &str> {
        let is_number = |token: &&Token| !matches!(token.kind, TokenKind::Email | TokenKind::Hidden | TokenKind::Web);
        let printed = self.tokens.iter().map(|(token, _)| token).filter(is_number).map(|token| token.value.as_str());
        printed.chain(self.completed.iter().map(|(_, whole)| whole.as_str()))
    }

    /// A number as it is printed, and what it comes to where that is in short.
    pub(super) fn spellings<'t>(&'t self, token: &'t Token) -> impl Iterator<Item = &'t str> {
        let whole = self.completed.iter().filter(|(short, _)| *short == token.value).map(|(_, whole)| whole.as_str());
        std::iter::once(token.value.as_str()).chain(whole)
    }

    /// The number, as it is printed, that is nearest to another.
    pub(super) fn nearest_number(&self, written: &str) -> Option<&str> {
        let printed = self.numbers().map(|number| (digits(number), number));
        let in_short =
            |whole: &str| self.completed.iter().find(|(_, other)| other == whole).map(|(short, _)| short.as_str());
        let printed: Vec<(String, &str)> = printed.collect();
        let wanted = digits(written);
        let near = nearest(&wanted, printed.iter().map(|(digits, _)| digits.as_str()))?.to_owned();
        let (_, number) = printed.into_iter().find(|(digits, _)| *digits == near)?;
        in_short(number).or(Some(number))
    }

    /// Whether a text stands in the appeal, whatever its letters and its white space.
    pub(super) fn has_text(&self, text: &str) -> bool {
        self.text.contains(&fold(&text.split_whitespace().collect::<Vec<_>>().join(" ")))
    }

    /// The dates of the appeal that a text does not have, as they are written, with their lines.
    pub(super) fn dates_not_in(&self, text: &str, words: &Words) -> Vec<(String, usize)> {
        let theirs: Vec<_> = text.lines().flat_map(|line| dates(line, words)).collect();
        let mut lacking: Vec<(String, usize)> = Vec::new();
        for (date, written, line) in &self.dates {
            let DateSeen { year, month, day, .. } = date;
            let same = theirs.iter().any(|other| {
                let days = other.day.is_none() || day.is_none() || other.day == *day;
                let years = other.year.is_none() || year.is_none() || other.year == *year;
                other.month == *month && days && years
            });
            // A file writes a month as "2011-05", which is no date among others.
            let as_month = day.is_none() && year.is_some_and(|year| text.contains(&format!("{year:04}-{month:02}")));
            if !same && !as_month && !lacking.iter().any(|(told, _)| told == written) {
                lacking.push((written.clone(), *line));
            }
        }
        lacking
    }
}
