//! What flows from page to page: the paragraphs of a letter, and the lines of an attachment.

use std::ops::Range;
use std::sync::Arc;

use super::Sheet;
use super::breaks::{self, Line};
use super::geometry::{Geometry, mm};
use super::plan::Role;
use super::setter::Setter;
use super::text::{Style, Text};

/// A paragraph, an item of a list, or a line of a signature.
pub(super) struct Item {
    pub text: Arc<Text>,
    pub role: Role,
    /// Where its text begins, from the left margin.
    pub x: f32,
    pub label: Option<Arc<Text>>,
    pub label_x: f32,
    /// The space above it.
    before: f32,
    /// Whether its last lines stay on the page where the next item begins.
    stays: bool,
    /// Whether all its lines stay together.
    whole: bool,
}

/// Lines of an item on a page, and how far down they begin.
pub(super) struct Slice {
    pub item: usize,
    pub lines: Range<usize>,
    pub y: f32,
}

/// Items in columns.
pub(super) struct Columns {
    pub items: Vec<Item>,
    pub count: usize,
    /// From the beginning of a column to that of the next.
    pub step: f32,
}

/// The space between the label of an item and its text, in ems: what is wider is taken for that between two columns by
/// programs that read text out of a PDF (0.7 em in Poppler).
const LABEL_GAP: f32 = 0.6;

/// Room for a signature by hand, in lines: DIN 5008 leaves three.
const SIGNATURE_ROOM: f32 = 3.0;

const LIST: Style = Style::new(9.5, 13.0);
const GUTTER: f32 = mm(8.0);
/// Fewer lines than these stand in one column.
const FEW: usize = 20;

impl Item {
    fn paragraph(text: Arc<Text>, before: f32) -> Self {
        let role = Role::Paragraph;
        Self { text, role, x: 0.0, label: None, label_x: 0.0, before, stays: false, whole: false }
    }

    fn height_above(&self, line: usize) -> f32 {
        if line == 0 { self.before } else { 0.0 }
    }
}

/// The subject, the body and the signature of a letter.
pub(super) fn letter(sheet: &Sheet, style: Style, width: f32, setter: &mut Setter) -> Vec<Item> {
    let mut items = Vec::new();
    let mut gap = 0.0;
    let text = setter.set(&sheet.subject, style.bold(), width);
    // A heading has a title (ISO 14289-1, section 7.4), and one of characters that no page shows has none.
    if !text.content.trim().is_empty() {
        items.push(Item { role: Role::Heading, stays: true, whole: true, ..Item::paragraph(text, 0.0) });
        gap = style.leading * 1.4;
    }
    let between = style.leading * 0.5;
    let numbers = number_room(&sheet.body, style, setter);
    for line in sheet.body.lines() {
        let line = line.trim();
        if line.is_empty() {
            gap = f32::max(gap, between);
            continue;
        }
        let item = if let Some((label, text)) = label_of(line) {
            let item = list_item((label, text), numbers, style, width, setter);
            Item { before: gap.max(style.leading * 0.15), ..item }
        } else {
            let item = Item::paragraph(setter.set(line, style, width), gap);
            Item { stays: leads(line, item.text.lines(), gap), ..item }
        };
        if let Some(above) = items.last_mut().filter(|_| item.role == Role::ItemBody) {
            above.stays |= above.role == Role::Paragraph;
        }
        items.push(item);
        gap = 0.0;
    }
    sign(&mut items, sheet, style, width, setter);
    items
}

/// Whether a paragraph leads to what stands below it: it ends in a colon, or stands by itself like a headline.
fn leads(text: &str, lines: usize, gap: f32) -> bool {
    let headline = lines == 1 && gap > 0.0 && text.ends_with(char::is_alphanumeric);
    headline || text.ends_with([':', '：'])
}

/// Adds the signature; the closing, which is the last line of the body, stays with it, and with the closing the last
/// lines of what stands above.
fn sign(items: &mut Vec<Item>, sheet: &Sheet, style: Style, width: f32, setter: &mut Setter) {
    let signature: Vec<_> = sheet.signature.iter().filter(|line| !line.trim().is_empty()).collect();
    if let [.., above, closing] = &mut items[..] {
        above.stays = true;
        closing.whole = true;
    }
    if let Some(closing) = items.last_mut() {
        closing.stays = !signature.is_empty();
    }
    let mut before = style.leading * SIGNATURE_ROOM;
    let last = signature.len().saturating_sub(1);
    for (number, line) in signature.into_iter().enumerate() {
        let text = setter.set(line, style, width);
        items.push(Item { stays: number < last, whole: true, ..Item::paragraph(text, before) });
        before = 0.0;
    }
}

/// The dash or number that a line begins with, and the rest of it.
fn label_of(line: &str) -> Option<(&str, &str)> {
    let (label, text) = line.split_once([' ', '\u{a0}'])?;
    let number = label
        .strip_suffix(['.', ')'])
        .is_some_and(|number| (1..=2).contains(&number.chars().count()) && number.chars().all(char::is_numeric));
    let text = text.trim_start();
    let label = if matches!(label, "-" | "*") { "–" } else { label };
    ((number || matches!(label, "–" | "—" | "•" | "·")) && !text.is_empty()).then_some((label, text))
}

/// The room for the numbers of items, as wide as the widest.
fn number_room(body: &str, style: Style, setter: &mut Setter) -> f32 {
    let labels = body.lines().filter_map(|line| label_of(line.trim())).map(|(label, _)| label);
    let numbers = labels.filter(|label| label.ends_with(['.', ')']));
    numbers.map(|number| setter.set(number, style.left(), f32::MAX).width()).fold(0.0, f32::max)
}

fn list_item((label, text): (&str, &str), numbers: f32, style: Style, width: f32, setter: &mut Setter) -> Item {
    let room = if label.ends_with(['.', ')']) { numbers } else { 0.0 };
    let label = setter.set(label, style.left(), f32::MAX);
    let room = label.width().max(room);
    let indent = room + style.size * LABEL_GAP;
    let text = setter.set(text, style, width - indent);
    // In a language from right to left the label stands at the right margin, and the text keeps clear of it.
    let right = setter.is_right_to_left();
    let (x, label_x) = if right { (0.0, width - room) } else { (indent, room - label.width()) };
    Item { role: Role::ItemBody, x, label: Some(label), label_x, ..Item::paragraph(text, 0.0) }
}

/// The lines of an attachment, in two columns where they are many and short.
pub(super) fn attachment(text: &str, geometry: &Geometry, setter: &mut Setter) -> Columns {
    let width = geometry.measure();
    let half = (width - GUTTER) / 2.0;
    let set = |width, setter: &mut Setter| {
        let mut items = Vec::new();
        let mut gap = 0.0;
        for line in text.lines() {
            if line.trim().is_empty() {
                gap = LIST.leading * 0.6;
                continue;
            }
            items.push(Item::paragraph(setter.set(line.trim(), LIST, width), gap));
            gap = 0.0;
        }
        items
    };
    let items = set(half, setter);
    let short = items.iter().filter(|item| item.text.lines() == 1).count();
    // A few may be broken: it is a list of names, not a text.
    if items.len() > FEW && short * 20 >= items.len() * 19 {
        return Columns { items, count: 2, step: half + GUTTER };
    }
    Columns { items: set(width, setter), count: 1, step: 0.0 }
}

/// Fills pages with items.
pub(super) fn pages(items: &[Item], first: f32, next: f32) -> Vec<Vec<Slice>> {
    let mut lines = Vec::new();
    let mut origins = Vec::new();
    let mut held = false;
    for (number, item) in items.iter().enumerate() {
        let count = item.text.lines();
        for line in 0..count {
            let may_begin = if line == 0 { !held } else { !item.whole && breaks::may_break(line, count) };
            lines.push(Line { before: item.height_above(line), height: item.text.leading, may_begin });
            origins.push((number, line));
        }
        held = item.stays;
    }
    let page = |range: Range<usize>| {
        let mut slices: Vec<Slice> = Vec::new();
        let mut y = 0.0;
        for (line, &(item, number)) in lines[range.clone()].iter().zip(&origins[range]) {
            y += if slices.is_empty() { 0.0 } else { line.before };
            match slices.last_mut() {
                Some(slice) if slice.item == item => slice.lines.end = number + 1,
                _ => slices.push(Slice { item, lines: number..number + 1, y }),
            }
            y += line.height;
        }
        slices
    };
    breaks::pages(&lines, first, next).into_iter().map(page).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_lists_are_known_by_their_labels() {
        assert_eq!(label_of("– to release them"), Some(("–", "to release them")));
        assert_eq!(label_of("12. to pay"), Some(("12.", "to pay")));
        assert_eq!(label_of("3) to pay"), Some(("3)", "to pay")));
        for text in ["2011. A year", "Dear Sir", "–", "- ", "1.", "1.5 million", "I. am"] {
            assert_eq!(label_of(text), None, "{text}");
        }
    }
}
