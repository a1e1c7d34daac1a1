use super::{Block, Finder, Section};
use crate::import::office::describe;
use crate::import::reading::Reading;
use crate::import::token::{Token, TokenKind};
use crate::import::{Cue, Find, Hit, Owner, Part};

impl Finder<'_> {
    /// Where in a line begins what tells of copies, if anything does.
    pub(super) fn copies_begin(reading: &Reading<'_>) -> Option<usize> {
        let text = &reading.line.text;
        let hits = reading.hits.iter().filter(|hit| hit.cue == Cue::Copies);
        let counts = |start: usize, end: usize| {
            // "Copy, paste and send to".
            if text[end..].starts_with(',') && !text[start..end].contains(' ') {
                return false;
            }
            // What stands in square brackets belongs to the page.
            let is_last = text[end..].chars().count() <= LAST;
            let opens = text.ends_with(':') && (is_last || reading.length() <= PARAGRAPH)
                || reading.is_heading() && !text.starts_with('[') && text[..start].chars().count() <= 20;
            let embassy = reading.has(Cue::Embassy);
            addresses(reading).any(|token| token.range.start >= end) || opens || embassy
        };
        let first = hits.filter(|hit| counts(hit.range.start, hit.range.end)).map(|hit| hit.range.start).min();
        first.or_else(|| in_copy(reading))
    }

    pub(super) fn copies(&mut self, reading: &Reading<'_>, start: usize) {
        let (before, after): (Vec<Token>, Vec<Token>) =
            reading.tokens.iter().cloned().partition(|token| token.range.end <= start);
        let of_all = reading.has(Cue::Every) || reading.hits.iter().any(|hit| hit.cue == Cue::Embassy);
        if !before.is_empty() {
            self.before_copies(reading, &before, start);
        }
        let in_block = matches!(self.section, Section::Recipients) && !self.block.is_empty();
        let is_below = !self.block.gap && !reading.is_item() && !self.block.channels.is_empty();
        let names_it = || {
            let next = self.following(reading.index).next();
            !after.is_empty() || next.is_some_and(|next| next.is_bare() && next.index == reading.index + 1)
        };
        let of_block = in_block && !of_all && (!before.is_empty() || is_below && names_it());
        if !of_block {
            self.flush();
        }
        // At the end of a paragraph it leads to what stands on the next line alone.
        let strict = !after.is_empty() || reading.length() > PARAGRAPH;
        self.section = Section::Copies { of_block, strict };
        self.embassy(reading);
        self.add_copies(reading, &after);
    }

    /// Takes what stands before the word for copies: the addresses of the letter itself.
    fn before_copies(&mut self, reading: &Reading<'_>, tokens: &[Token], start: usize) {
        let mut line = reading.line.clone();
        line.text.truncate(start);
        let mut part = Reading::of(&line, reading.index, self.words);
        part.tokens = tokens.to_vec();
        if part.has(Cue::Send) && self.send(&part) {
            return;
        }
        if !matches!(self.section, Section::Recipients) {
            self.flush();
            self.section = Section::Recipients;
        }
        self.block_line(&part);
    }

    /// Takes a line below one that tells of copies.
    pub(super) fn copies_line(&mut self, reading: &Reading<'_>) {
        let Section::Copies { of_block, strict } = self.section else { return };
        let has_email = reading.tokens.iter().any(|token| matches!(token.kind, TokenKind::Email | TokenKind::Hidden));
        let is_bare = reading.is_bare() && !reading.begins_with(Cue::Connector);
        if of_block || strict {
            if (is_bare || self.goes_on(reading)) && has_email {
                return self.add_copies(reading, &reading.tokens.clone());
            }
            if of_block {
                self.section = Section::Recipients;
                return self.recipient_line(reading);
            }
            self.flush();
            // Where a list of recipients goes on below the copies, each is numbered or says how it is reached.
            self.section = Section::Text;
            return self.text_line(reading);
        }
        let is_prose = !reading.has_address()
            && (self.block.gap && reading.length() > 70 && reading.kind().is_none()
                || reading.length() > PARAGRAPH
                || reading.line.text.ends_with(['.', '!', '?']) && reading.length() > 70);
        let ends = reading.is_heading() && reading.begins_with(Cue::End) && reading.kind().is_none();
        if is_prose || ends || reading.line.heading && reading.kind().is_none() {
            self.flush();
            self.section = Section::Text;
            return self.text_line(reading);
        }
        self.block_line(reading);
    }

    /// Whether the line above breaks off behind the word for a channel or one that joins.
    fn goes_on(&self, reading: &Reading<'_>) -> bool {
        let above = reading.index.checked_sub(1).map(|above| &self.readings[above]);
        above.is_some_and(|above| {
            let end = above.line.text.trim_end_matches([':', ' ', '.']).len();
            let joins = |hit: &Hit| matches!(hit.cue, Cue::Email | Cue::Fax | Cue::Connector) && hit.range.end == end;
            above.has_address() && above.hits.iter().any(joins)
        })
    }

    fn add_copies(&mut self, reading: &Reading<'_>, tokens: &[Token]) {
        let of_block = matches!(self.section, Section::Copies { of_block: true, .. });
        for mut find in self.channels(reading, tokens) {
            match find.part {
                Part::Phone if of_block => self.block.channels.push(find),
                Part::Phone | Part::Web | Part::Nobody => {
                    find.doubt = Some(match find.part {
                        Part::Phone => "a copy cannot go by telephone".to_owned(),
                        _ => "a copy cannot go there".to_owned(),
                    });
                    find.part = Part::Nobody;
                    find.covers = 0;
                    self.finds.push(find);
                }
                _ if of_block => {
                    find.of = Owner::Copies;
                    self.block.channels.push(find);
                }
                _ => self.push_copy(find),
            }
        }
    }

    fn push_copy(&mut self, find: Find) {
        let same = |other: &Find| {
            other.of == Owner::Copies
                && other.part == find.part
                && other.value.eq_ignore_ascii_case(&find.value)
                && find.part != Part::Withheld
        };
        if !self.finds.iter().rev().take(200).any(same) {
            self.finds.push(Find { of: Owner::Copies, ..find });
        }
    }

    /// Ends what was read of somebody who gets a copy of every letter.
    pub(super) fn flush_copies(&mut self, block: Block) {
        let by_mail_or_fax =
            block.channels.iter().any(|find| matches!(find.part, Part::Email | Part::Withheld | Part::Fax));
        for mut find in block.channels {
            match find.part {
                Part::Email | Part::Withheld | Part::Fax => self.push_copy(find),
                _ => {
                    let why = if find.part == Part::Phone {
                        "a copy cannot go by telephone"
                    } else {
                        "a copy cannot go there"
                    };
                    find.doubt = (find.part != Part::Salutation).then(|| why.to_owned());
                    find.part = Part::Nobody;
                    find.covers = 0;
                    self.finds.push(find);
                }
            }
        }
        let parts = describe(&block.heads, self.words);
        if !by_mail_or_fax && block.heads.len() >= 2 && parts.iter().any(|(part, _)| *part == Part::Post) {
            let whole = block.heads.iter().map(|head| head.text.as_str()).collect::<Vec<_>>().join("\n");
            for (number, head) in block.heads.iter().enumerate() {
                let value = if number == 0 { whole.as_str() } else { "" };
                let line = &self.appeal.lines[head.index];
                let mut find = Self::find(Part::Post, Owner::Copies, value, line, head.index, head.start);
                find.covers = line.text.len();
                self.finds.push(find);
            }
        }
    }

    /// Takes a line that names the embassy in the country of the person who writes; whether it was one.
    pub(super) fn embassy(&mut self, reading: &Reading<'_>) -> bool {
        let Some(embassy) = reading.first(Cue::Embassy).cloned() else { return false };
        let in_list = matches!(self.section, Section::Recipients | Section::Copies { .. });
        let is_meant = in_list || reading.has(Cue::Send) || reading.is_item();
        if !is_meant || reading.length() > 400 {
            return false;
        }
        let was_found = self.finds.iter().any(|find| find.part == Part::Embassy);
        if !was_found {
            let of_copies = reading.has(Cue::Copies) || matches!(self.section, Section::Copies { .. });
            self.flush();
            let text = reading.body().trim_end_matches(['.', ':', ',']);
            let mut find = Self::find(
                Part::Embassy,
                Owner::Recipient(self.recipients),
                text,
                reading.line,
                reading.index,
                embassy.range.start,
            );
            self.recipients += 1;
            let long = reading.length() > 120;
            find.covers = reading.line.text.len();
            find.doubt = match (of_copies, long) {
                (true, _) => Some("the appeal asks that it get a copy; here it gets a letter".to_owned()),
                (_, true) => Some("it was read from a sentence".to_owned()),
                _ => None,
            };
            self.finds.push(find);
        }
        // Other addresses on the line are not those of an embassy that nobody can name.
        if reading.has_address() && !reading.has(Cue::Copies) {
            return false;
        }
        true
    }
}

/// How many characters may stand between the word for copies and the colon that ends a paragraph.
const LAST: usize = 60;

/// From how many characters on a line is a paragraph.
const PARAGRAPH: usize = 150;

fn addresses<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = &'r Token> {
    reading.tokens.iter().filter(|token| token.kind != TokenKind::Web)
}

/// Where the address begins that a word behind it puts among the copies.
fn in_copy(reading: &Reading<'_>) -> Option<usize> {
    let back = reading.hits.iter().filter(|hit| hit.cue == Cue::InCopy).map(|hit| hit.range.start).min()?;
    let is_near = |token: &&Token| token.range.end <= back && back - token.range.end <= 16;
    addresses(reading).filter(is_near).last().map(|token| token.range.start)
}
