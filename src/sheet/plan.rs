use std::ops::Range;
use std::sync::Arc;

use super::geometry::{Geometry, MARKS_LEFT};
use super::text::Text;

/// What a part of a page is, for those who cannot see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The subject.
    Heading,
    Paragraph,
    /// The number or dash of an item.
    Label,
    /// An item of a list, without its label.
    ItemBody,
    /// What repeats from page to page and is not read out.
    Aside,
}

/// A text with what it is.
pub(super) struct Part {
    pub text: Arc<Text>,
    pub role: Role,
}

/// Lines of a part at their place: x and y are those of their upper left corner.
pub(super) struct Piece {
    pub part: usize,
    pub lines: Range<usize>,
    pub x: f32,
    pub y: f32,
}

/// A straight line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    pub x: f32,
    pub y: f32,
    pub length: f32,
    pub thickness: f32,
}

#[derive(Default)]
pub(super) struct Page {
    pub pieces: Vec<Piece>,
    pub rules: Vec<Rule>,
}

/// A sheet, set and placed.
#[derive(Default)]
pub(super) struct Plan {
    pub parts: Vec<Part>,
    pub pages: Vec<Page>,
}

/// How thin lines are that are not text: a row of dots of a fax machine (ITU-T T.4: 3.85 lines/mm) still shows them.
pub(super) const HAIRLINE: f32 = 0.4;

impl Plan {
    /// Adds a part to the last page, and says where it ends.
    pub fn put(&mut self, text: Arc<Text>, role: Role, x: f32, y: f32) -> f32 {
        let (lines, bottom) = (0..text.lines(), y + text.height());
        self.parts.push(Part { text, role });
        if let Some(page) = self.pages.last_mut() {
            page.pieces.push(Piece { part: self.parts.len() - 1, lines, x, y });
        }
        bottom
    }

    /// Adds a line to the last page.
    pub fn rule(&mut self, x: f32, y: f32, length: f32, thickness: f32) {
        if let Some(page) = self.pages.last_mut() {
            page.rules.push(Rule { x, y, length, thickness });
        }
    }

    /// Marks where to fold the first page.
    pub fn marks(&mut self, geometry: &Geometry) {
        for mark in geometry.marks {
            self.rule(MARKS_LEFT, mark.y, mark.length, HAIRLINE);
        }
    }
}
