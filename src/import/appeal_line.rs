use std::ops::Range;

use super::marker::marker;
use super::sentences::sentences;
use crate::source::is_clean;

/// From how many bytes on a line with addresses is read sentence by sentence.
const PARAGRAPH: usize = 200;

/// The most characters of a label.
const LABEL: usize = 24;

/// A line of an appeal as a person sees it, with its place in the file that they have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AppealLine {
    /// The number of the line in the file, from 1.
    pub number: usize,
    /// What it says, without what steers a page or a terminal.
    pub text: String,
    /// Whether it is a heading.
    pub heading: bool,
    /// Whether it is an item of a list, whatever sign stands before it.
    pub item: bool,
    /// Whether it stands beside the text: in the navigation or the foot of a page, or in the signature of a mail.
    pub apart: bool,
    /// What its links lead to.
    pub links: Vec<String>,
    /// Where later lines of the file were joined to it: the byte in the text, and the number of the line.
    pub joints: Vec<(usize, usize)>,
}

impl AppealLine {
    /// A line of a text file.
    pub fn new(number: usize, text: &str) -> Self {
        Self { number, text: tidy(text), ..Self::default() }
    }

    /// The number of the line that a byte of the text comes from.
    pub fn number_at(&self, offset: usize) -> usize {
        let joint = self.joints.iter().rev().find(|(start, _)| *start <= offset);
        joint.map_or(self.number, |(_, number)| *number)
    }

    /// The number of the last line that it was joined of.
    pub fn last_number(&self) -> usize {
        self.joints.last().map_or(self.number, |(_, number)| *number)
    }

    /// A paragraph in its sentences, where it holds addresses: each sentence has its own.
    pub(super) fn sentences(self) -> Vec<Self> {
        let is_prose = self.text.len() > PARAGRAPH && !self.item && marker(&self.text) == 0 && is_contact(&self.text);
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for range in if is_prose { sentences(&self.text) } else { Vec::new() } {
            match ranges.last_mut() {
                // What begins with a label belongs to what stands before it.
                Some(last) if self.text[range.clone()].chars().take(LABEL).any(|c| c == ':') => last.end = range.end,
                _ => ranges.push(range),
            }
        }
        if ranges.len() < 2 {
            return vec![self];
        }
        let sentence = |range: Range<usize>| {
            let joints = self.joints.iter().filter(|(at, _)| range.contains(at) && *at > range.start);
            let joints = joints.map(|(at, number)| (at - range.start, *number)).collect();
            let Self { heading, item, apart, .. } = self;
            let item = item && range.start == 0;
            let links = if range.start == 0 { self.links.clone() } else { Vec::new() };
            let text = self.text[range.clone()].trim().to_owned();
            Self { number: self.number_at(range.start), text, heading, item, apart, links, joints }
        };
        ranges.into_iter().map(sentence).collect()
    }

    /// The line in pieces of so many bytes at most, each ending at a space where there is one.
    pub(super) fn pieces(self, most: usize) -> Vec<Self> {
        let mut pieces = Vec::new();
        let mut start = 0;
        while start < self.text.len() {
            let mut end = self.text.len().min(start + most);
            while !self.text.is_char_boundary(end) {
                end -= 1;
            }
            if end < self.text.len() {
                end = self.text[start..end].rfind(' ').filter(|space| *space > 0).map_or(end, |space| start + space);
            }
            let text = self.text[start..end].trim().to_owned();
            let links = if start == 0 { self.links.clone() } else { Vec::new() };
            let number = self.number_at(start);
            let Self { heading, item, apart, .. } = self;
            pieces.push(Self { number, text, heading, item, apart, links, joints: Vec::new() });
            start = end;
        }
        pieces.push(Self { number: self.last_number(), ..Self::default() });
        pieces
    }

    /// Whether nothing stands on it.
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}

/// Whether an address or a number stands in a line, as in a list of them.
pub(super) fn is_contact(text: &str) -> bool {
    let mut runs = text.split(|c: char| !c.is_ascii_digit() && !matches!(c, ' ' | '-' | '.' | '/' | '(' | ')' | '+'));
    text.contains('@') || runs.any(|run| run.bytes().filter(u8::is_ascii_digit).count() >= 7)
}

/// A text on one line, with one space where there was white space, and without what is not seen.
pub(super) fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' => {}
            c if c.is_whitespace() || c.is_control() || !is_clean(c.encode_utf8(&mut [0; 4])) => {
                if !tidy.ends_with(' ') && !tidy.is_empty() {
                    tidy.push(' ');
                }
            }
            c => tidy.push(c),
        }
    }
    tidy.truncate(tidy.trim_end().len());
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_leaves_no_trace() {
        assert_eq!(tidy(" a\u{A0}\t b\u{200B}c\u{202E}d\0\x1b[2J "), "a bcd [2J");
    }

    #[test]
    fn a_joined_line_knows_where_each_part_stands() {
        let line = AppealLine { number: 4, text: "ab cd".into(), joints: vec![(3, 5)], ..AppealLine::default() };
        assert_eq!((line.number_at(0), line.number_at(3), line.last_number()), (4, 5, 5));
    }
}
