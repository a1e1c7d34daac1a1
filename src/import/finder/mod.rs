//! An appeal is read from its first line to its last: each line is taken for what its words and its place tell.

mod asked;
mod block;
mod channels;
mod copies;
mod deadline;
mod demands;
mod enumeration;
mod front;
mod greeting;
mod head;
mod incidents;
mod issued;
mod items;
mod letter;
mod letter_bounds;
mod passes;
mod pieces;
mod publisher;
mod recipients;
mod salutation;
mod section;
mod sentence;
mod spacing;
mod table;
mod text;
mod title;

use std::collections::BTreeSet;

use block::Block;
use front::Front;
use greeting::Greeting;
pub(super) use head::Head;
use letter_bounds::LetterBounds;
pub(super) use passes::find_all;
use publisher::Publisher;
use section::Section;
use spacing::is_spaced;

use super::reading::Reading;
use super::token::{Token, TokenKind};
use super::{Appeal, AppealLine, Cue, Find, Hit, Owner, Part, Words};

/// From how many characters on a line with an address is prose.
const PROSE: usize = 110;

/// Why an address is nobody's that stands among those of the publisher.
const PUBLISHERS: &str = "it belongs to those who publish the appeal, or to a bank or the press";

/// Reads an appeal line by line.
pub(super) struct Finder<'a> {
    appeal: &'a Appeal,
    words: &'a Words,
    readings: &'a [Reading<'a>],
    /// The lines that say what belongs to no recipient: those of the front and of demands.
    taken: BTreeSet<usize>,
    /// Where the letters stand that the appeal prints.
    letters: &'a LetterBounds,
    finds: Vec<Find>,
    section: Section,
    block: Block,
    /// How many recipients were found.
    recipients: usize,
    /// Lines before this one that may name an office.
    recent: Vec<Head>,
    /// How the letters begin that the appeal prints.
    greetings: Vec<Greeting>,
    /// A salutation that stands on the line of its recipient.
    salutation: Option<Find>,
    /// Whether the appeal speaks of faxes and of no telephone.
    only_faxes: bool,
    /// Whether the numbers that follow are said to be those of faxes.
    faxes: bool,
    /// What the columns of a table hold, by the words at its head.
    columns: Vec<Cue>,
    publisher: Publisher,
    /// Whether what readers say of the page has begun.
    in_comments: bool,
}

impl<'a> Finder<'a> {
    fn new(
        appeal: &'a Appeal,
        words: &'a Words,
        readings: &'a [Reading<'a>],
        letters: &'a LetterBounds,
        taken: BTreeSet<usize>,
    ) -> Self {
        Self {
            appeal,
            words,
            readings,
            taken,
            letters,
            finds: Vec::new(),
            section: Section::Text,
            block: Block::default(),
            recipients: 0,
            recent: Vec::new(),
            greetings: Vec::new(),
            salutation: None,
            only_faxes: only_faxes(readings),
            faxes: false,
            columns: Vec::new(),
            publisher: Publisher::of(appeal, readings, words),
            in_comments: false,
        }
    }

    /// Recipients, copies and what is nobody's. Stops at `most`, and then gives one more.
    fn run(mut self, most: usize) -> Vec<Find> {
        let spaced = is_spaced(self.readings);
        for reading in self.readings {
            if reading.line.is_blank() {
                self.block.gap = !spaced;
                continue;
            }
            self.line(reading);
            if let Some(find) = self.salutation.take() {
                self.push_salutation(find);
            }
            self.block.gap = false;
            if self.finds.len() + self.block.channels.len() > most {
                break;
            }
        }
        self.flush();
        self.greet();
        self.finds
    }

    fn line(&mut self, reading: &Reading<'_>) {
        if reading.line.apart {
            return self.nobody(reading, "it stands beside the text: in the navigation, the foot or a signature");
        }
        if self.comments(reading) {
            return self.nobody(reading, "it stands in what readers say of the page");
        }
        if self.table_head(reading) {
            return;
        }
        // What asks for something may lead to addresses too.
        let leads =
            reading.line.text.ends_with(':') && (reading.has(Cue::Send) || Self::copies_begin(reading).is_some());
        if self.taken.contains(&reading.index) && !reading.has_address() && !leads {
            if self.section != Section::Letter {
                self.flush();
                self.section = Section::Text;
            }
            return;
        }
        if self.salutation(reading) || self.greeting(reading) || self.letter(reading) {
            return;
        }
        if let Some(start) = Self::copies_begin(reading) {
            return self.copies(reading, start);
        }
        if self.embassy(reading) || self.send(reading) {
            return;
        }
        if self.begins_nobody(reading) || self.tells_publisher(reading) {
            self.flush();
            self.section = Section::Nobody;
        }
        match self.section {
            Section::Recipients => self.recipient_line(reading),
            Section::Copies { .. } => self.copies_line(reading),
            Section::Text | Section::Nobody | Section::Letter => self.text_line(reading),
        }
    }

    /// Whether a line stands in what readers say of a page below an appeal.
    fn comments(&mut self, reading: &Reading<'_>) -> bool {
        const SHORT: usize = 60;
        let has_recipient = self.recipients > 0 || !self.block.channels.is_empty();
        let begins = has_recipient && reading.has(Cue::Comments) && reading.length() <= SHORT;
        if begins && !self.in_comments && !reading.has(Cue::Send) && !reading.has(Cue::Salutation) {
            self.flush();
            self.section = Section::Nobody;
            self.in_comments = true;
        }
        self.in_comments
    }

    /// Whether what follows concerns those who publish the appeal.
    fn begins_nobody(&self, reading: &Reading<'_>) -> bool {
        let Some(nobody) = reading.first(Cue::Nobody) else { return false };
        if self.section == Section::Nobody {
            return true;
        }
        let is_office = reading.kind().is_some();
        let at_head = nobody.range.start <= reading.marker + 2;
        let is_label_first = Self::is_label_first(reading);
        // A phrase at the head of a paragraph says so whatever office the paragraph names.
        let is_sentence = reading.length() > PROSE || reading.ends_sentence();
        let is_sure = at_head && is_sentence && Self::is_phrase(reading, nobody);
        let in_list = !self.block.is_empty() && (is_office && !is_sure || is_label_first);
        let heads = reading.is_heading() && at_head && !is_office || reading.line.text.ends_with(':') && !is_office;
        let is_before = reading.has_address() && nobody.range.start < reading.tokens[0].range.start;
        // The foot of a page tells in one line who publishes it, and how they are reached.
        let is_among = reading.has_address() && !is_office && reading.line.text.contains(" | ");
        let has_its_own =
            (is_before || is_among) && !(is_office && !is_sure && matches!(self.section, Section::Recipients));
        !in_list && (heads || has_its_own)
    }

    /// Whether a line below the lists calls what follows the publisher, or the source, of the appeal.
    fn tells_publisher(&self, reading: &Reading<'_>) -> bool {
        let is_below = matches!(self.section, Section::Recipients | Section::Copies { .. });
        is_below && reading.begins_with(Cue::Publisher) && reading.line.text.contains(':') && reading.kind().is_none()
    }

    /// Whether a hit is of several words, which say more than one.
    fn is_phrase(reading: &Reading<'_>, hit: &Hit) -> bool {
        reading.line.text[hit.range.clone()].contains(' ')
    }

    fn is_label_first(reading: &Reading<'_>) -> bool {
        [Cue::Email, Cue::Fax, Cue::Phone, Cue::Post, Cue::Web].into_iter().any(|cue| reading.begins_with(cue))
    }

    /// Notes the addresses of a line as nobody's.
    fn nobody(&mut self, reading: &Reading<'_>, why: &str) {
        self.nobody_of(reading, &reading.tokens, why);
    }

    fn nobody_of(&mut self, reading: &Reading<'_>, tokens: &[Token], why: &str) {
        for token in tokens.iter().filter(|token| token.kind != TokenKind::Web) {
            let mut find = Self::of_token(reading, token, Part::Nobody);
            find.doubt = Some(why.to_owned());
            find.of = Owner::Campaign;
            find.covers = 0;
            self.finds.push(find);
        }
    }

    fn find(part: Part, of: Owner, value: &str, line: &AppealLine, index: usize, start: usize) -> Find {
        Find {
            part,
            of,
            value: value.to_owned(),
            day: None,
            line: line.number_at(start),
            column: 1,
            doubt: None,
            context: line.text.clone(),
            index,
            covers: value.len(),
        }
    }

    fn of_token(reading: &Reading<'_>, token: &Token, part: Part) -> Find {
        let start = token.range.start;
        let find = Self::find(part, Owner::Campaign, &token.value, reading.line, reading.index, start);
        Find { doubt: token.doubt.clone(), covers: token.range.len(), ..find }
    }

    /// The lines after this one that are not blank.
    fn following(&self, index: usize) -> impl Iterator<Item = &'a Reading<'a>> {
        self.readings[index + 1..].iter().filter(|reading| !reading.line.is_blank())
    }
}

/// Whether an appeal speaks of faxes and of no telephone, or its lists have hardly any number of one.
fn only_faxes(readings: &[Reading<'_>]) -> bool {
    const MANY: usize = 4;
    let is_word = |hit: &&Hit| hit.range.len() > 2;
    let speaks_of =
        |cue: Cue| readings.iter().any(|reading| reading.hits.iter().filter(is_word).any(|hit| hit.cue == cue));
    let listed = readings.iter().filter(|reading| !reading.line.apart && reading.length() <= PROSE);
    let kinds: Vec<TokenKind> = listed.flat_map(|reading| reading.tokens.iter().map(|token| token.kind)).collect();
    let count = |kind: TokenKind| kinds.iter().filter(|other| **other == kind).count();
    speaks_of(Cue::Fax) && (!speaks_of(Cue::Phone) || count(TokenKind::Fax) >= MANY && count(TokenKind::Phone) == 0)
}
