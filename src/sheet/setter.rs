use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::{
    Alignment, AlignmentOptions, BaseDirection, FontContext, FontWeight, Layout, LayoutContext, LineHeight,
    OverflowWrap, StyleProperty,
};

use super::families;
use super::text::{Style, Text};
use crate::vocabulary::{Language, is_right_to_left};

/// Noto Serif 2.004 (SIL OFL 1.1, without reserved names): Latin, Greek and Cyrillic with its extensions; cut down to
/// these by `fonts/README.md`.
const FONTS: [&[u8]; 2] =
    [include_bytes!("../../fonts/NotoSerif-Regular.ttf"), include_bytes!("../../fonts/NotoSerif-Bold.ttf")];

/// Stands for a character that no font has.
const REPLACEMENT: &str = "\u{fffd}";

/// How many texts are kept: those of a letter many times over, at a few kilobytes each.
const KEPT: usize = 512;

/// Breaks texts into lines.
pub(super) struct Setter {
    fonts: FontContext,
    layouts: LayoutContext<()>,
    language: Language,
    kept: HashMap<Key, Arc<Text>>,
    /// What no font has, of all that has been set.
    pub missing: BTreeSet<char>,
}

impl Setter {
    /// With the bundled fonts, and those of the system behind them where that is wanted.
    pub fn new(system_fonts: bool) -> Self {
        let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts });
        for font in FONTS {
            collection.register_fonts(Blob::new(Arc::new(font)), None);
        }
        let fonts = FontContext { collection, source_cache: SourceCache::default() };
        let (layouts, language) = (LayoutContext::new(), Language::ENGLISH);
        Self { fonts, layouts, language, kept: HashMap::new(), missing: BTreeSet::new() }
    }

    /// The language of what is set from now on.
    pub fn speak(&mut self, language: Language) {
        self.language = language;
    }

    /// Whether its paragraphs begin at the right.
    pub fn is_right_to_left(&self) -> bool {
        self.language.is_right_to_left()
    }

    /// Breaks a paragraph into lines no longer than a width.
    ///
    /// Letters of a roll are the same for the most part, so what has been set is kept for a while.
    pub fn set(&mut self, text: &str, style: Style, width: f32) -> Arc<Text> {
        let key = Key::of(text, style, width, self.language);
        let set = match self.kept.get(&key) {
            Some(text) => Arc::clone(text),
            None => Arc::new(self.set_anew(text, style, width)),
        };
        self.missing.extend(&set.missing);
        if self.kept.len() >= KEPT {
            self.kept.clear();
        }
        self.kept.entry(key).or_insert(set).clone()
    }

    fn set_anew(&mut self, text: &str, style: Style, width: f32) -> Text {
        let (mut content, mut missing) = clean(&keep_numbers(text));
        let mut layout = self.layout(&content, style, width);
        // What stands beside a replacement may come from another font than before, and miss there: so look again. Each
        // time fewer characters are left; should the replacement itself be missing, so is every font but those bundled.
        while let Some(replaced) = replace_missing(&content, &layout, &mut missing) {
            let stuck = replaced == content;
            content = replaced;
            if stuck {
                content.retain(|c| c.is_ascii());
            }
            layout = self.layout(&content, style, width);
            if stuck {
                break;
            }
        }
        // A joiner or a variation selector is nothing that a reader would miss.
        missing.retain(|c| !matches!(c, '\u{fffd}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}'));
        Text { content, layout, leading: style.leading, missing }
    }

    /// Sets a text in one line, and ends it with an ellipsis where it is too long.
    pub fn set_line(&mut self, text: &str, style: Style, width: f32) -> Arc<Text> {
        let whole = self.set(text, style, width);
        if whole.lines() <= 1 {
            return whole;
        }
        let ellipsis_room = style.size;
        let cut = self.set(text, style, (width - ellipsis_room).max(ellipsis_room));
        let head = cut.line(0).trim_end_matches(|c: char| c.is_whitespace() || "·,;–-".contains(c));
        self.set(&format!("{head}…"), style, width)
    }

    fn layout(&mut self, text: &str, style: Style, width: f32) -> Layout<()> {
        let right_to_left = self.is_right_to_left();
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, text, 1.0, false);
        builder.push_default(families::of(self.language));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(LineHeight::Absolute(style.leading));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        builder.push_default(StyleProperty::Locale(self.language.code().parse().ok()));
        if style.bold {
            builder.push_default(FontWeight::BOLD);
        }
        // What is not the letter's own goes where its first letter does: a quotation in Arabic, a name in English.
        let foreign = text.chars().any(char::is_alphabetic) && !text.chars().any(is_right_to_left);
        let own = right_to_left && !style.alone && !foreign;
        builder.set_base_direction(if own { BaseDirection::Rtl } else { BaseDirection::Auto });
        let mut layout = builder.build(text);
        layout.break_all_lines(Some(width));
        let alignment = match (style.left, style.alone) {
            (false, _) if right_to_left => Alignment::Right,
            (false, false) => Alignment::Start,
            _ => Alignment::Left,
        };
        layout.align(alignment, AlignmentOptions::default());
        layout
    }
}

/// What a text is kept by.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    text: String,
    sizes: [u32; 3],
    flags: [bool; 3],
    language: Language,
}

impl Key {
    fn of(text: &str, style: Style, width: f32, language: Language) -> Self {
        let Style { size, leading, bold, alone, left } = style;
        let (sizes, flags) = ([size, leading, width].map(f32::to_bits), [bold, alone, left]);
        Self { text: text.to_owned(), sizes, flags, language }
    }
}

/// Keeps the groups of telephone numbers in their order where they stand among letters from right to left.
fn keep_numbers(text: &str) -> Cow<'_, str> {
    if !text.contains('+') || !text.chars().any(is_right_to_left) {
        return text.into();
    }
    let (mut kept, mut rest) = (String::with_capacity(text.len() + 8), text);
    while let Some((before, after)) = rest.split_once('+') {
        let number = after.starts_with(|c: char| c.is_ascii_digit());
        kept.extend([before, if number { "\u{200e}+" } else { "+" }]);
        rest = after;
    }
    (kept + rest).into()
}

/// Leaves out what is no text, and replaces what PDF/A forbids to be shown as text (ISO 19005-2, 6.2.11.7).
fn clean(text: &str) -> (String, BTreeSet<char>) {
    let (mut clean, mut missing) = (String::with_capacity(text.len()), BTreeSet::new());
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\u{2028}' | '\u{2029}' => clean.push(' '),
            '\u{feff}' => {}
            c if c.is_control() => {}
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. | '\u{fffe}' | '\u{ffff}' => {
                missing.insert(c);
                clean.push_str(REPLACEMENT);
            }
            c => clean.push(c),
        }
    }
    (clean, missing)
}

/// The text with replacements for what no font has, where there is any.
fn replace_missing(text: &str, layout: &Layout<()>, missing: &mut BTreeSet<char>) -> Option<String> {
    let mut holes = Vec::new();
    for run in layout.lines().flat_map(|line| line.runs()) {
        let bundled = FONTS.iter().any(|font| font.as_ptr() == run.font().data.as_ref().as_ptr());
        for cluster in run.clusters() {
            // An emoji of the system is in colour: black on white, nothing would be left of it.
            let colour = cluster.is_emoji() && !bundled;
            let unseen = text.get(cluster.text_range()).is_some_and(|text| text.chars().all(is_direction_mark));
            if !unseen && (colour || cluster.glyphs().any(|glyph| glyph.id == 0)) {
                holes.push(cluster.text_range());
            }
        }
    }
    if holes.is_empty() {
        return None;
    }
    holes.sort_unstable_by_key(|hole| hole.start);
    let (mut replaced, mut end) = (String::with_capacity(text.len()), 0);
    for hole in holes {
        replaced.push_str(text.get(end..hole.start).unwrap_or_default());
        replaced.push_str(REPLACEMENT);
        missing.extend(text.get(hole.clone()).unwrap_or_default().chars());
        end = hole.end;
    }
    replaced.push_str(text.get(end..).unwrap_or_default());
    Some(replaced)
}

/// Whether a character only says in which direction others go (UAX 9, table 4, and the marks of section 2.6).
pub(super) fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_keep_their_order_in_hebrew() {
        assert_eq!(keep_numbers("טלפון +49 30 1, 1 + 1"), "טלפון \u{200e}+49 30 1, 1 + 1");
        assert_eq!(keep_numbers("telephone +49 30 1"), "telephone +49 30 1");
        let set = Setter::new(false).set("ט +4", Style::new(10.0, 12.0), 100.0);
        assert_eq!(set.missing, BTreeSet::from(['ט']));
    }
}
