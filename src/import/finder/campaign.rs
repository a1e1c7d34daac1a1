use super::{Finder, Head, Section};
use crate::import::reading::Reading;
use crate::import::{AppealLine, Cue, Find, Owner, Part};
use crate::vocabulary::Day;

/// How many lines can stand before the text begins.
const FRONT: usize = 30;

/// How far a date may stand behind the word that makes it the last day, in bytes.
const NEAR: usize = 24;

impl Finder<'_> {
    /// Takes what a page or a mail says of itself, and its first line as its title.
    pub(super) fn front(&mut self) {
        let metadata = &self.appeal.metadata;
        let of_line = |part: Part, value: &str, number: usize| Find {
            part,
            of: Owner::Campaign,
            value: value.to_owned(),
            day: None,
            line: number,
            column: 1,
            doubt: None,
            context: value.to_owned(),
            index: 0,
            covers: 0,
        };
        for (part, value) in
            [(Part::Title, &metadata.title), (Part::Publisher, &metadata.publisher), (Part::Url, &metadata.url)]
        {
            if let Some((value, line)) = value {
                self.finds.push(of_line(part, value, *line));
            }
        }
        if let Some((day, written, line)) = &metadata.published {
            self.finds.push(Find { day: Some(*day), ..of_line(Part::Issued, written, *line) });
            self.year = Some(day.first().year());
        }
        let lines = &self.appeal.lines;
        let is_banner = |line: &str| {
            let hits = self.words.hits(line);
            line.starts_with('[')
                || hits
                    .iter()
                    .any(|hit| hit.cue == Cue::Banner && hit.range.start <= 6 && line.len() <= hit.range.end + 12)
        };
        let has_letters = |line: &str| line.chars().filter(|c| c.is_alphabetic()).count() >= 8 && !is_banner(line);
        let title = if let Some((title, _)) = &metadata.title {
            lines.iter().position(|line| !line.text.is_empty() && title.starts_with(&line.text))
        } else {
            let first = |wanted: &dyn Fn(&AppealLine) -> bool| {
                lines.iter().position(|line| !line.apart && has_letters(&line.text) && wanted(line))
            };
            first(&|line| line.heading).filter(|at| *at < FRONT).or_else(|| first(&|_| true))
        };
        if let Some(at) = title {
            self.title = Some(at);
            if metadata.title.is_none() && lines[at].text.chars().count() <= 200 {
                let value = lines[at].text.clone();
                self.finds.push(Self::find(Part::Title, Owner::Campaign, &value, &lines[at], at, 0));
            } else if let Some(found) = self.finds.iter().find(|find| find.part == Part::Title) {
                // The line repeats it: it is accounted for.
                let found = Find { index: at, covers: lines[at].text.len(), value: String::new(), ..found.clone() };
                self.finds.push(found);
            }
        }
        if self.year.is_none() {
            self.year = self.first_year();
        }
    }

    /// The first year that the appeal names.
    fn first_year(&self) -> Option<i16> {
        let lines = self.appeal.lines.iter().enumerate();
        let readings = lines.map(|(index, line)| Reading::of(line, index, self.words));
        readings.take(400).find_map(|reading| reading.dates.iter().find_map(|date| date.year))
    }

    /// Takes a line that tells when the appeal was issued, by whom or where; whether it was one.
    pub(super) fn is_front_matter(&mut self, reading: &Reading<'_>) -> bool {
        if Some(reading.index) == self.title {
            return true;
        }
        let is_short = reading.length() <= 120;
        let text = &reading.line.text;
        let has = |finder: &Self, part: Part| finder.finds.iter().any(|find| find.part == part);
        let is_last = reading.index + 30 > self.appeal.lines.len();
        let in_text = self.block.is_empty() && (self.section == Section::Text || is_last);
        if let Some(date) = reading.dates.first().filter(|_| is_short && in_text && !has(self, Part::Issued)) {
            let rest = text.chars().filter(|c| c.is_alphabetic()).count();
            let said = reading.hits.iter().any(|hit| {
                hit.cue == Cue::Issued && hit.range.end <= date.range.start && date.range.start - hit.range.end <= 4
            });
            let alone = rest <= date.range.len() + 24
                && reading.index < FRONT
                && !reading.has(Cue::Deadline)
                && !reading.has(Cue::DateLead);
            if let Some(day) = date.day(None).filter(|_| said || alone) {
                let mut find = Self::find(
                    Part::Issued,
                    Owner::Campaign,
                    &text[date.range.clone()],
                    reading.line,
                    reading.index,
                    date.range.start,
                );
                find.doubt = (!said).then(|| "it stands alone".to_owned());
                if date.ambiguous {
                    find.doubt = Some("day and month may be the other way round".to_owned());
                }
                find.covers = text.len();
                self.finds.push(Find { day: Some(day), ..find });
                return !reading.has_address();
            }
        }
        let publisher = reading.first(Cue::Publisher).filter(|hit| is_short && in_text && hit.range.start <= 2);
        if let Some(hit) = publisher.filter(|hit| {
            text[hit.range.end..].trim_start().starts_with(':') || text[hit.range.start..hit.range.end].contains(' ')
        }) {
            let url = reading.tokens.iter().find(|token| token.value.starts_with("http"));
            let (part, value) = match url {
                Some(url) => (Part::Url, url.value.clone()),
                None => (Part::Publisher, Head::new(&text[hit.range.end..], reading.index, hit.range.end).text),
            };
            if !value.is_empty() && !has(self, part) && !reading.has_address() {
                let mut find = Self::find(part, Owner::Campaign, &value, reading.line, reading.index, hit.range.end);
                find.covers = text.len();
                self.finds.push(find);
                return true;
            }
        }
        false
    }

    /// Takes the last day for letters, where a line tells it.
    pub(super) fn deadline(&mut self, reading: &Reading<'_>) {
        if reading.dates.is_empty() || self.finds.iter().any(|find| find.part == Part::Deadline) {
            return;
        }
        let is_of_letters = reading.has(Cue::DeadlineOf) || reading.has(Cue::Send);
        let leads = |start: usize| {
            reading
                .hits
                .iter()
                .any(|hit| hit.cue == Cue::Deadline && hit.range.end <= start && start - hit.range.end <= NEAR)
        };
        let Some(date) = reading.dates.iter().find(|date| is_of_letters && leads(date.range.start)) else { return };
        let mut find = Self::find(
            Part::Deadline,
            Owner::Campaign,
            &reading.line.text[date.range.clone()],
            reading.line,
            reading.index,
            date.range.start,
        );
        let Some(last) = date.date(self.year) else { return };
        if date.year.is_none() {
            find.doubt = Some("it says no year: the one taken is that of the appeal".to_owned());
        } else if date.ambiguous {
            find.doubt = Some("day and month may be the other way round".to_owned());
        }
        find.covers = date.range.len() + NEAR;
        self.finds.push(Find { day: Some(Day::Date(last)), ..find });
    }

    /// Takes a line of the text: an incident, or an address that no word has led to.
    pub(super) fn text_line(&mut self, reading: &Reading<'_>, asked: bool) {
        if self.block.gap && !self.recent.is_empty() && self.recent.len() > 1 {
            self.recent.clear();
        }
        if reading.has_address() {
            let labelled = reading.is_bare() || Self::is_label_first(reading);
            if labelled && self.recent_names_office() && !reading.has(Cue::Nobody) {
                self.open_block("no word says that letters go there");
                return self.block_line(reading);
            }
            if reading.kind().is_some() && self.is_implied(reading) {
                self.recent.clear();
                self.open_block("no word says that letters go there");
                if reading.line.text.ends_with(['.', '!']) || reading.length() > 110 {
                    let tokens = reading.tokens.clone();
                    return self.in_sentence(reading, &tokens, 0);
                }
                return self.block_line(reading);
            }
            return self.nobody(reading, "no word says that letters go there");
        }
        if !asked {
            self.incident(reading);
        }
        if reading.length() <= 90 && !reading.line.text.ends_with(['.', '!', '?']) {
            if reading.kind().is_some() && self.block.gap {
                self.recent.clear();
            }
            self.recent.push(Head::new(reading.body(), reading.index, reading.marker));
            if self.recent.len() > 6 {
                self.recent.remove(0);
            }
        } else {
            self.recent.clear();
        }
    }

    /// Takes a paragraph that has a date at its head.
    fn incident(&mut self, reading: &Reading<'_>) {
        let Some(date) = reading.dates.first() else { return };
        let text = &reading.line.text;
        let before = &text[reading.marker..date.range.start.max(reading.marker)];
        let led = reading.hits.iter().any(|hit| {
            hit.cue == Cue::DateLead && hit.range.start <= reading.marker + 1 && hit.range.end <= date.range.start
        });
        let at_head = !before.chars().any(char::is_alphanumeric) || led && before.chars().count() <= 40;
        let rest = &text[date.range.end..];
        if !at_head || rest.chars().filter(|c| c.is_alphabetic()).count() < 20 || reading.has(Cue::Send) {
            return;
        }
        let mut find = Self::find(Part::Incident, Owner::Campaign, text, reading.line, reading.index, reading.marker);
        find.day = date.day(self.year);
        find.doubt = date.year.is_none().then(|| "it says no year: the one taken is that of the appeal".to_owned());
        if find.day.is_none() {
            find.doubt = Some("it says no year".to_owned());
        }
        self.finds.push(find);
    }
}
