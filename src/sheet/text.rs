use std::collections::BTreeSet;
use std::ops::Range;

use parley::Layout;

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    /// The size of the letters, in points.
    pub size: f32,
    /// From line to line, in points.
    pub leading: f32,
    pub bold: bool,
    /// Whether it has a direction of its own, as an address has, instead of that of the letter.
    pub alone: bool,
    /// Whether it stands at the left in letters of every language, as an address does in its window.
    pub left: bool,
}

impl Style {
    pub const fn new(size: f32, leading: f32) -> Self {
        Self { size, leading, bold: false, alone: false, left: false }
    }

    pub const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub const fn alone(self) -> Self {
        Self { alone: true, ..self }
    }

    pub const fn left(self) -> Self {
        Self { left: true, ..self }
    }
}

/// A paragraph broken into lines.
pub(super) struct Text {
    /// What the glyphs stand for.
    pub content: String,
    pub layout: Layout<()>,
    pub leading: f32,
    /// What no font has, of all that it was to say.
    pub missing: BTreeSet<char>,
}

impl Text {
    /// No text, in no lines.
    pub fn empty() -> Self {
        Self { content: String::new(), layout: Layout::new(), leading: 0.0, missing: BTreeSet::new() }
    }

    pub fn lines(&self) -> usize {
        self.layout.len()
    }

    pub fn height(&self) -> f32 {
        self.height_of(self.lines())
    }

    /// The height of so many of its lines.
    #[expect(clippy::cast_precision_loss, reason = "a paragraph has few lines")]
    pub fn height_of(&self, lines: usize) -> f32 {
        lines as f32 * self.leading
    }

    /// The width of its longest line.
    pub fn width(&self) -> f32 {
        self.layout.width()
    }

    /// How far down the letters of its first line stand.
    pub fn baseline(&self) -> f32 {
        self.layout.get(0).map_or(0.0, |line| line.metrics().baseline - line.metrics().block_min_coord)
    }

    /// The text of a line.
    pub fn line(&self, line: usize) -> &str {
        let range = self.layout.get(line).map_or(Range::default(), |line| line.text_range());
        self.content.get(range).unwrap_or_default()
    }
}
