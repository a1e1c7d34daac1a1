use std::ops::Range;

use super::{Finder, Head, PUBLISHERS, Section};
use crate::import::reading::{Reading, kind_in};
use crate::import::token::{Token, TokenKind};
use crate::import::{Cue, Hit};

/// What may be wrong with an office that a sentence names.
pub(super) const SENTENCE: &str = "it was read from a sentence";

impl Finder<'_> {
    /// Takes a line that tells where to write; whether it was one.
    pub(super) fn send(&mut self, reading: &Reading<'_>) -> bool {
        let text = &reading.line.text;
        let Some(send) = reading.first(Cue::Send).cloned() else { return false };
        let last = reading.hits.iter().filter(|hit| hit.cue == Cue::Send).map(|hit| hit.range.end).max().unwrap_or(0);
        let is_behind = |token: &&Token| token.kind != TokenKind::Web && token.range.start >= send.range.start;
        let tokens: Vec<Token> = reading.tokens.iter().filter(is_behind).cloned().collect();
        let ends_open = text.ends_with([':', '…']) || reading.is_heading();
        let office_first = kind_in(&reading.hits, 0..send.range.start).is_some();
        let in_list = self.section == Section::Recipients && (Self::is_label_first(reading) || office_first);
        if in_list || tokens.is_empty() && !ends_open && !self.names_who(reading, last) {
            return false;
        }
        let of_nobody = |hit: &Hit| {
            let ends_so = text.ends_with(':') && Self::is_phrase(reading, hit);
            !tokens.is_empty() || ends_so || hit.range.start <= send.range.start
        };
        let nobody = || reading.hits.iter().filter(|hit| hit.cue == Cue::Nobody);
        // A phrase at the head of the line says so whatever office the line names.
        let is_sure = |hit: &Hit| hit.range.start <= reading.marker + 2 && Self::is_phrase(reading, hit);
        if nobody().any(is_sure) || nobody().any(of_nobody) && kind_in(&reading.hits, 0..text.len()).is_none() {
            return false;
        }
        self.flush();
        self.section = Section::Recipients;
        self.faxes = reading.has(Cue::Fax) && !reading.has(Cue::Phone) && !reading.has(Cue::Email);
        if tokens.is_empty() {
            // Where an office or a person follows, a list does: what the line itself names is something else.
            let next = self.following(reading.index).next();
            let is_led = !text.ends_with(':') || next.is_some_and(Reading::has_address);
            if let Some(head) = Self::office_in(reading, last, text.len()).filter(|_| is_led) {
                self.block.heads.push(head);
            }
        } else {
            let first = tokens[0].range.start;
            let sends = reading.hits.iter().filter(|hit| hit.cue == Cue::Send && hit.range.end <= first);
            self.in_sentence(reading, &tokens, sends.map(|hit| hit.range.end).max().unwrap_or(send.range.start));
        }
        true
    }

    /// Whether a sentence names the office that it asks to write to.
    fn names_who(&self, reading: &Reading<'_>, from: usize) -> bool {
        let text = &reading.line.text;
        let send = reading.first(Cue::Send).map_or(from, |hit| hit.range.start);
        let after_colon = text[send..].find(": ").map(|colon| send + colon);
        if after_colon.is_some_and(|colon| Self::office_in(reading, colon, text.len()).is_some()) {
            return true;
        }
        let is_short = reading.length() <= 120;
        let follows = self.following(reading.index).next();
        is_short
            && Self::office_in(reading, from, reading.line.text.len()).is_some()
            && follows.is_some_and(Reading::has_address)
    }

    /// Takes the addresses of a sentence: what stands before each says whose it is.
    pub(super) fn in_sentence(&mut self, reading: &Reading<'_>, tokens: &[Token], from: usize) {
        let mut from = from;
        for (number, token) in tokens.iter().enumerate() {
            let is_nobodys =
                |hit: &Hit| hit.cue == Cue::Nobody && hit.range.start >= from && hit.range.end <= token.range.start;
            if number > 0 && reading.hits.iter().any(is_nobodys) {
                return self.nobody_of(reading, &tokens[number..], PUBLISHERS);
            }
            if Self::is_private(reading, from..token.range.start) {
                self.nobody_of(reading, std::slice::from_ref(token), "it is of those who stand by whom it is about");
                from = token.range.end;
                continue;
            }
            if let Some(head) = Self::office_in(reading, from, token.range.start) {
                self.flush();
                self.block.heads.push(head);
                self.block.doubt = Some(SENTENCE.to_owned());
            }
            let channels = self.channels(reading, std::slice::from_ref(token));
            self.add_channels(channels);
            from = token.range.end;
        }
    }

    /// Whether a part of a sentence names last somebody who stands by those whom the appeal is about.
    fn is_private(reading: &Reading<'_>, range: Range<usize>) -> bool {
        let within = |hit: &&Hit| hit.range.start >= range.start && hit.range.end <= range.end;
        let named = reading.hits.iter().filter(within).filter(|hit| matches!(hit.cue, Cue::Private | Cue::Kind(_)));
        named.max_by_key(|hit| hit.range.start).is_some_and(|hit| hit.cue == Cue::Private)
    }

    /// The office that a part of a sentence names.
    fn office_in(reading: &Reading<'_>, from: usize, to: usize) -> Option<Head> {
        let text = &reading.line.text;
        let kinds = reading
            .hits
            .iter()
            .filter(|hit| matches!(hit.cue, Cue::Kind(_)) && hit.range.start >= from && hit.range.end <= to);
        let kind = kinds.min_by_key(|hit| hit.range.start)?;
        let before = &text[from..kind.range.start];
        let marks = [": ", "; ", ". ", "<", ">", ") ", ", "];
        let mark = marks.iter().filter_map(|mark| before.rfind(mark).map(|at| from + at + mark.len()));
        let leads = reading.hits.iter().filter(|hit| {
            let leads = matches!(hit.cue, Cue::Lead | Cue::Phone | Cue::Fax | Cue::Email | Cue::Post);
            leads && hit.range.start >= from && hit.range.end <= kind.range.start
        });
        let start = mark.chain(leads.map(|hit| hit.range.end)).max().unwrap_or(from);
        let stops = reading
            .hits
            .iter()
            .filter(|hit| matches!(hit.cue, Cue::Stop | Cue::Email | Cue::Fax | Cue::Phone | Cue::Asking));
        let stop = stops.filter(|hit| hit.range.start > kind.range.end).map(|hit| hit.range.start).min();
        let sign = text[kind.range.end..to].find([':', '(', '<', ';', '|']).map(|at| kind.range.end + at);
        let end = [stop, sign].into_iter().flatten().min().unwrap_or(to).min(to);
        let mut head = Head::new(text.get(start..end)?, reading.index, start);
        let article =
            |start: usize| reading.hits.iter().find(|hit| hit.cue == Cue::Article && hit.range.start == start);
        while let Some(article) = article(head.start).filter(|hit| hit.range.end < end) {
            head = Head::new(&text[article.range.end..end], reading.index, article.range.end);
        }
        (!head.text.is_empty()).then_some(head)
    }
}
