use super::{Finder, Head, PROSE, PUBLISHERS, Section};
use crate::import::Cue;
use crate::import::reading::{Reading, kind_in};
use crate::import::token::TokenKind;

/// From how much evidence on an address is somebody's to write to.
const ENOUGH: i32 = 2;

/// From how many characters on a sentence with an address may be one of the story.
const STORY: usize = 70;

impl Finder<'_> {
    /// Takes a line of the text: it may hold an address that no word has led to.
    pub(super) fn text_line(&mut self, reading: &Reading<'_>) {
        if self.block.gap && self.recent.len() > 1 {
            self.recent.clear();
        }
        if !reading.has_address() {
            return self.remember(reading);
        }
        if self.evidence(reading) < ENOUGH {
            return self.nobody(reading, self.why_nobody(reading));
        }
        if reading.kind().is_some() {
            self.recent.clear();
        }
        self.open_block("no word says that letters go there");
        if Self::is_prose(reading) {
            let tokens = reading.tokens.clone();
            return self.in_sentence(reading, &tokens, 0);
        }
        self.block_line(reading);
    }

    fn is_prose(reading: &Reading<'_>) -> bool {
        reading.line.text.ends_with(['.', '!']) || reading.length() > PROSE
    }

    fn why_nobody(&self, reading: &Reading<'_>) -> &'static str {
        match self.section {
            Section::Nobody => PUBLISHERS,
            _ if self.publisher.is_named(reading.body()) => PUBLISHERS,
            Section::Letter => "it stands in the letter that the appeal prints",
            _ => "no word says that letters go there",
        }
    }

    /// How much speaks for it that the addresses of a line are those of somebody who is written to.
    fn evidence(&self, reading: &Reading<'_>) -> i32 {
        let labelled = reading.is_bare() || Self::is_label_first(reading);
        let follows_office = self.recent_names_office();
        let first = reading.tokens.first().map_or(0, |token| token.range.start);
        let before = if reading.length() > PROSE { 0..first } else { 0..reading.line.text.len() };
        let names_office = kind_in(&reading.hits, before).is_some() || reading.begins_with(Cue::Office);
        // A number in the story is of whoever the story speaks of.
        let is_list = reading.is_item() || reading.kind_at_head() || reading.tokens.len() > 1;
        let is_call = reading.has(Cue::Send) || reading.has(Cue::Asking);
        let is_story = reading.ends_sentence() && reading.length() > STORY && !is_list && !is_call;
        let mailboxes = || reading.tokens.iter().filter(|token| token.kind == TokenKind::Email);
        let evidence = [
            (names_office, 2),
            (is_story, -2),
            (!is_call && Self::is_aside(reading), -3),
            (follows_office && labelled, 2),
            (follows_office, 1),
            (reading.is_of_authority, 2),
            (labelled && self.recent.len() >= 3, 1),
            (reading.has(Cue::Send), 1),
            (self.section == Section::Nobody, -1),
            (reading.has(Cue::Nobody), -3),
            (reading.has(Cue::Private) && !reading.kind_at_head(), -2),
            (self.publisher.is_named(reading.body()), -4),
            (self.recent.iter().any(|head| self.is_publishers_line(head)), -2),
            // An office may have its letters read by its press office.
            (mailboxes().any(|token| self.is_publishers(&token.value)), if follows_office { -1 } else { -4 }),
        ];
        evidence.into_iter().filter(|(holds, _)| *holds).map(|(_, weight)| weight).sum()
    }

    /// Whether it has numbers alone, and all in brackets within a sentence that goes on behind them.
    fn is_aside(reading: &Reading<'_>) -> bool {
        let text = &reading.line.text;
        let mut addresses = reading.tokens.iter().filter(|token| token.kind != TokenKind::Web);
        addresses.all(|token| {
            let opens = text[..token.range.start].rfind(['(', ')']).is_some_and(|at| text[at..].starts_with('('));
            let behind =
                text[token.range.end..].split_once(')').map(|(_, behind)| behind.trim_start_matches([',', ' ']));
            token.kind != TokenKind::Email
                && opens
                && behind.is_some_and(|behind| behind.starts_with(char::is_lowercase))
        })
    }

    fn is_publishers_line(&self, head: &Head) -> bool {
        let hits = self.words.hits(&head.text);
        self.publisher.is_named(&head.text)
            || hits.iter().any(|hit| hit.cue == Cue::Nobody) && !hits.iter().any(|hit| matches!(hit.cue, Cue::Kind(_)))
    }

    /// Keeps a line that may name the office of an address below it.
    fn remember(&mut self, reading: &Reading<'_>) {
        if reading.length() > 90 || reading.ends_sentence() && reading.length() > 30 {
            return self.recent.clear();
        }
        self.faxes = reading.line.text.ends_with(':') && reading.has(Cue::Fax) && !reading.has(Cue::Phone);
        if reading.kind().is_some() && self.block.gap {
            self.recent.clear();
        }
        self.recent.push(Head::new(reading.body(), reading.index, reading.marker));
        if self.recent.len() > 6 {
            self.recent.remove(0);
        }
    }
}
