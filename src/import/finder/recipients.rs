use super::sentence::SENTENCE;
use super::{Block, Finder, Head, Section};
use crate::import::office::describe;
use crate::import::reading::{Reading, kind_in};
use crate::import::token::TokenKind;
use crate::import::{Cue, Owner, Part};

/// From how many characters on a line without an address is a paragraph that ends a list of recipients.
const PARAGRAPH: usize = 150;

impl Finder<'_> {
    /// Takes a line of the list of recipients.
    pub(super) fn recipient_line(&mut self, reading: &Reading<'_>) {
        let is_office = reading.kind().is_some();
        if reading.is_heading() && reading.begins_with(Cue::End) && !is_office {
            self.flush();
            self.section = Section::Text;
            return;
        }
        let parted = self.block.gap && !is_office && !reading.is_item();
        let heads_address = || {
            let next = self.readings.get(reading.index + 1);
            (is_office || reading.begins_with(Cue::Honorific)) && next.is_some_and(|next| Self::is_label_first(next))
        };
        let is_sentence = reading.ends_sentence() && (reading.length() > 70 || parted) && !heads_address();
        if !reading.has_address() && (reading.length() > PARAGRAPH || is_sentence || reading.line.heading && !is_office)
        {
            self.flush();
            self.section = Section::Text;
            return self.text_line(reading);
        }
        self.block_line(reading);
    }

    /// Takes a line of one recipient: an office, a person, a place, or addresses.
    pub(super) fn block_line(&mut self, reading: &Reading<'_>) {
        let text = &reading.line.text;
        let first = reading.tokens.first().map_or(text.len(), |token| token.range.start);
        // A label before an address is no part of a name.
        let labels = reading.hits.iter().filter(|hit| matches!(hit.cue, Cue::Email | Cue::Fax | Cue::Phone | Cue::Web));
        let is_label = |at: usize, end: usize| {
            let gap = &text[end.min(first)..first];
            gap.chars().filter(|c| c.is_alphabetic()).count() <= 12 && gap.len() <= 30 && (at >= reading.marker)
        };
        let label = labels
            .filter(|hit| hit.range.end <= first && is_label(hit.range.start, hit.range.end))
            .map(|hit| hit.range.start)
            .min();
        let end = if reading.tokens.is_empty() { text.len() } else { label.unwrap_or(first).max(reading.marker) };
        if reading.tokens.is_empty() && Self::is_label_alone(reading) {
            self.faxes = reading.has(Cue::Fax) && !reading.has(Cue::Phone);
            return;
        }
        if reading.tokens.is_empty() && text.ends_with(':') && reading.length() <= 60 && reading.kind().is_none() {
            return self.flush();
        }
        let mut head = Head::new(&text[reading.marker.min(end)..end], reading.index, reading.marker.min(end));
        let post = reading
            .first(Cue::Post)
            .filter(|hit| hit.range.start <= reading.marker + 1 && text[hit.range.end..].trim_start().starts_with(':'));
        if let Some(post) = post.filter(|post| post.range.end <= end) {
            head = Head::new(&text[post.range.end..end], reading.index, post.range.end);
            head.post = true;
            self.block.in_post = true;
            if !head.text.is_empty() {
                self.block.heads.push(head);
            }
        } else {
            let letters = head.text.chars().filter(|c| c.is_alphabetic()).count();
            let connects = reading.begins_with(Cue::Connector) && !reading.tokens.is_empty();
            let is_named = letters >= 3 || !self.block.heads.is_empty() && reading.tokens.is_empty();
            let is_handle = head.text.starts_with('@') || text.contains(": @");
            if is_named && !connects && !is_handle {
                if self.begins_block(reading) {
                    self.flush();
                }
                head.post = self.block.in_post;
                self.block.heads.push(head);
            }
        }
        let mut tokens = reading.tokens.clone();
        tokens.retain(|token| token.kind != TokenKind::Web || !self.block.is_empty());
        let channels = self.channels(reading, &tokens);
        self.add_channels(channels);
        self.greeting_in_cell(reading);
    }

    /// Whether only the word for a channel stands there: its address comes on the next line.
    fn is_label_alone(reading: &Reading<'_>) -> bool {
        Self::is_label_first(reading)
            && reading.line.text.ends_with(':')
            && reading.length() <= 30
            && !reading.has(Cue::Post)
    }

    /// Whether a line that names something begins another recipient.
    fn begins_block(&self, reading: &Reading<'_>) -> bool {
        if self.goes_on_with_place(reading) {
            return false;
        }
        let has_kind = reading.kind().is_some();
        let is_bullet = reading.is_item() && (has_kind || !self.block.channels.is_empty());
        let is_number = reading.marker > 0 && reading.line.text.starts_with(|c: char| c.is_ascii_digit() || c == '(');
        let after_gap = self.block.gap && (self.block.heads.len() >= 2 || has_kind && self.block_names_office());
        !self.block.is_empty() && (is_number || is_bullet || !self.block.channels.is_empty() || after_gap)
    }

    /// Whether the postal address of the line above goes on.
    fn goes_on_with_place(&self, reading: &Reading<'_>) -> bool {
        let follows = self.block.heads.last().is_some_and(|head| head.post && head.index + 1 == reading.index);
        let names = reading.kind().is_some() || reading.begins_with(Cue::Honorific);
        follows && !names && !reading.is_item() && reading.tokens.is_empty()
    }

    pub(super) fn recent_names_office(&self) -> bool {
        self.recent.iter().any(|head| self.names_office(head))
    }

    pub(super) fn block_names_office(&self) -> bool {
        self.block.heads.iter().any(|head| self.names_office(head))
    }

    fn names_office(&self, head: &Head) -> bool {
        kind_in(&self.words.hits(&head.text), 0..head.text.len()).is_some()
    }

    /// Ends the recipient, or the copy, that is being read.
    pub(super) fn flush(&mut self) {
        let block = std::mem::take(&mut self.block);
        if let Section::Copies { of_block: false, .. } = self.section {
            return self.flush_copies(block);
        }
        if block.is_empty() {
            return;
        }
        let parts = describe(&block.heads, self.words);
        let has_office = parts.iter().any(|(part, _)| *part == Part::Office);
        let is_known = parts.iter().any(|(part, head)| *part == Part::Kind && head.text != "other");
        let has_post = parts.iter().any(|(part, _)| *part == Part::Post);
        if block.channels.is_empty() && !(is_known || has_post && has_office) {
            return;
        }
        let number = self.recipients;
        self.recipients += 1;
        // A sentence names no place: what stands beside the office in it is something else.
        let is_sentence = block.doubt.as_deref() == Some(SENTENCE);
        for (part, head) in parts.into_iter().filter(|(part, _)| !(is_sentence && *part == Part::Post)) {
            let line = &self.appeal.lines[head.index];
            let mut find = Self::find(part, Owner::Recipient(number), &head.text, line, head.index, head.start);
            find.covers = if part == Part::Kind { 0 } else { head.text.len().max(line.text.len().min(200)) };
            find.doubt = match part {
                Part::Kind if head.text == "other" => Some("no word tells what kind of office it is".to_owned()),
                Part::Office | Part::Kind if block.doubt.is_some() => block.doubt.clone(),
                Part::Office if block.channels.is_empty() && !has_post => {
                    Some("the appeal gives no address".to_owned())
                }
                _ => None,
            };
            self.finds.push(find);
        }
        for mut find in block.channels {
            if find.of == Owner::Campaign {
                find.of = Owner::Recipient(number);
            } else {
                find.of = Owner::CopiesOf(number);
            }
            if !has_office && find.doubt.is_none() {
                find.doubt = Some("the appeal does not say whose it is".to_owned());
            }
            self.finds.push(find);
        }
    }

    pub(super) fn open_block(&mut self, doubt: &str) {
        self.flush();
        let heads = std::mem::take(&mut self.recent);
        self.block = Block { heads, doubt: Some(doubt.to_owned()), ..Block::default() };
        self.section = Section::Recipients;
    }
}
