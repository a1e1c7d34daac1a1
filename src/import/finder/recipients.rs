use super::{Block, Finder, Head, PUBLISHERS, Section};
use crate::import::office::describe;
use crate::import::reading::{Reading, kind_in};
use crate::import::token::{Token, TokenKind};
use crate::import::{Cue, Hit, Owner, Part};

/// From how many characters on a line without an address is a paragraph that ends a list of recipients.
const PARAGRAPH: usize = 150;

/// What may be wrong with an office that a sentence names.
const SENTENCE: &str = "it was read from a sentence";

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
        let of_nobody = |hit: &Hit| !tokens.is_empty() || hit.range.start <= send.range.start;
        if reading.first(Cue::Nobody).is_some_and(of_nobody) && kind_in(&reading.hits, 0..text.len()).is_none() {
            return false;
        }
        self.flush();
        self.section = Section::Recipients;
        self.faxes = reading.has(Cue::Fax) && !reading.has(Cue::Phone) && !reading.has(Cue::Email);
        if tokens.is_empty() {
            if let Some(head) = Self::office_in(reading, last, text.len()) {
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
        let has_kind = reading.kind().is_some();
        let is_bullet = reading.is_item() && (has_kind || !self.block.channels.is_empty());
        let is_number = reading.marker > 0 && reading.line.text.starts_with(|c: char| c.is_ascii_digit() || c == '(');
        let after_gap = self.block.gap && (self.block.heads.len() >= 2 || has_kind && self.block_names_office());
        !self.block.is_empty() && (is_number || is_bullet || !self.block.channels.is_empty() || after_gap)
    }

    /// Adds addresses to the recipient that is being read. Without an office each mailbox is a recipient of its own: one
    /// letter would go to the first alone.
    pub(super) fn add_channels(&mut self, channels: Vec<crate::import::Find>) {
        for find in channels {
            let is_mailbox = matches!(find.part, Part::Email | Part::Withheld);
            let had_one = self.block.channels.iter().any(|other| matches!(other.part, Part::Email | Part::Withheld));
            if self.block.heads.is_empty() && is_mailbox && had_one {
                self.flush();
            }
            let why = if self.is_senders(&find) {
                Some("it is the address of whoever sent the mail")
            } else if find.part == Part::Email && !self.block_names_office() && self.is_publishers(&find.value) {
                Some("it seems to be a mailbox of whoever publishes the appeal")
            } else {
                None
            };
            if let Some(why) = why {
                let doubt = Some(why.to_owned());
                self.finds.push(crate::import::Find { part: Part::Nobody, doubt, covers: 0, ..find });
                continue;
            }
            let same = |other: &crate::import::Find| {
                other.part == find.part && other.value.eq_ignore_ascii_case(&find.value) && find.part != Part::Withheld
            };
            if find.part == Part::Nobody {
                self.finds.push(crate::import::Find { covers: 0, ..find });
            } else if !self.block.channels.iter().any(same) {
                self.block.channels.push(find);
            }
        }
    }

    pub(super) fn recent_names_office(&self) -> bool {
        self.recent.iter().any(|head| self.names_office(head))
    }

    fn block_names_office(&self) -> bool {
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
