//! What stands above the subject: the cover of a fax, the address in its window, the sender and the date.

use std::sync::Arc;

use super::cover::CoverValue;
use super::geometry::{Area, Geometry, mm};
use super::plan::{Plan, Role};
use super::setter::Setter;
use super::text::{Style, Text};
use super::{Cover, Sheet};
use crate::vocabulary::is_right_to_left;

/// The sizes that the line above the address is tried in.
const RETURN_LINE: [Style; 3] =
    [Style::new(7.5, 9.0).alone().left(), Style::new(7.0, 9.0).alone().left(), Style::new(6.5, 9.0).alone().left()];
const SENDER: Style = Style::new(9.5, 12.5).alone();
const DATE: Style = Style::new(10.5, 14.0);

const TITLE: Style = Style::new(24.0, 30.0).bold();
const COVER: Style = Style::new(12.0, 18.0);
const NUMBER: Style = Style::new(20.0, 26.0).bold().alone();
const THICK: f32 = 1.2;

/// The sizes that an address is tried in, the largest first: DIN 5008 has six lines, and the last takes nine.
const ADDRESS: [Style; 6] = [
    Style::new(11.0, 13.2).alone(),
    Style::new(10.5, 12.4).alone(),
    Style::new(10.0, 11.6).alone(),
    Style::new(9.5, 11.0).alone(),
    Style::new(8.5, 9.6).alone(),
    Style::new(7.5, 8.3).alone(),
];

/// The space between what stands in the head and the subject, where the head is longer than usual.
const GAP: f32 = mm(8.0);

/// The same below the cover of a fax, which takes its room from the letter.
const COVERED_GAP: f32 = mm(6.0);

/// Places the head, and says where the subject begins. Below a cover there is no window.
pub(super) fn place(
    plan: &mut Plan,
    sheet: &Sheet,
    covered: Option<f32>,
    geometry: &Geometry,
    setter: &mut Setter,
) -> f32 {
    let (mut address, mut sender) = (geometry.address, geometry.sender);
    if let Some(covered) = covered {
        (address.top, sender.top) = (covered + COVERED_GAP, covered + COVERED_GAP);
        // There is no window that it has to fit.
        address.height = f32::INFINITY;
    }
    // Read aloud, a letter begins with its sender.
    let sender_end = place_sender(plan, sheet, sender, setter);
    if covered.is_none() {
        plan.marks(geometry);
        return_line(plan, sheet, geometry, setter);
    }
    let address_end = place_address(plan, &sheet.addressee, address, setter);
    let end = address_end.max(sender_end);
    if covered.is_some() { end + COVERED_GAP } else { (end + GAP).max(geometry.first_top) }
}

/// The sender in one line above the address, underlined, so that the post can bring back what it cannot deliver.
fn return_line(plan: &mut Plan, sheet: &Sheet, geometry: &Geometry, setter: &mut Setter) {
    // A telephone number or an e-mail address brings nothing back.
    let postal = |line: &&str| !line.is_empty() && !line.contains('@') && !line.starts_with('+');
    let line: Vec<_> = sheet.sender.iter().map(|line| line.trim()).filter(postal).collect();
    let Some(baseline) = geometry.return_line.filter(|_| !line.is_empty()) else { return };
    let (line, x, width) = (line.join(" · "), geometry.address.left, geometry.address.width);
    let fits = |style: &&Style| setter.set(&line, **style, width).lines() <= 1;
    let style = RETURN_LINE.iter().find(fits).unwrap_or(&RETURN_LINE[RETURN_LINE.len() - 1]);
    // Cut off, it would bring nothing back either: three lines have room above it.
    let wrapped = setter.set(&line, *style, width);
    let line = if wrapped.lines() <= 3 { wrapped } else { setter.set_line(&line, *style, width) };
    plan.rule(x, baseline, line.width(), 0.4);
    let y = baseline - line.height() - 0.4;
    plan.put(line, Role::Paragraph, x, y);
}

/// Sets the address as large as the window allows, and says where it ends.
fn place_address(plan: &mut Plan, lines: &[String], area: Area, setter: &mut Setter) -> f32 {
    // An address in Arabic stands at the right of the window, and one that is in English too at the left of it.
    let right = setter.is_right_to_left() && lines.iter().all(|line| line.chars().any(is_right_to_left));
    let set = |style: Style, setter: &mut Setter| -> Vec<Arc<Text>> {
        let style = if right { style } else { style.left() };
        lines.iter().filter(|line| !line.trim().is_empty()).map(|line| setter.set(line, style, area.width)).collect()
    };
    let height = |texts: &[Arc<Text>]| texts.iter().map(|text| text.height()).sum::<f32>();
    let mut texts = Vec::new();
    for style in ADDRESS {
        texts = set(style, setter);
        if height(&texts) <= area.height {
            break;
        }
    }
    texts.into_iter().fold(area.top, |y, text| plan.put(text, Role::Paragraph, area.left, y))
}

/// Sets the sender and, below, the date, and says where they end.
fn place_sender(plan: &mut Plan, sheet: &Sheet, area: Area, setter: &mut Setter) -> f32 {
    let mut y = area.top;
    let mut style = SENDER.bold();
    for line in sheet.sender.iter().filter(|line| !line.trim().is_empty()) {
        let text = setter.set(line, style, area.width);
        y = plan.put(text, Role::Paragraph, area.left, y);
        style = SENDER;
    }
    // The cover of a fax stands on the same page, and may say it already.
    let mut rows = sheet.cover.iter().flat_map(|cover| &cover.rows);
    let is_said = rows.any(|row| matches!(&row.value, CoverValue::Text(text) if *text == sheet.place_and_date));
    if is_said || sheet.place_and_date.trim().is_empty() {
        return y;
    }
    let date = setter.set(&sheet.place_and_date, DATE, area.width);
    // At the foot of the block, so that it stands at the same height in every letter.
    let foot = area.top + area.height - date.height();
    let above = if sheet.cover.is_some() { y + DATE.leading } else { foot.max(y + DATE.leading / 2.0) };
    plan.put(date, Role::Paragraph, area.left, above)
}

impl Plan {
    /// Places the cover of a fax of so many pages, and says where it ends.
    pub fn cover(&mut self, cover: &Cover, pages: usize, geometry: &Geometry, setter: &mut Setter) -> f32 {
        let (left, width) = (geometry.left, geometry.measure());
        let title = setter.set_line(&cover.title, TITLE, width);
        let mut y = self.put(title, Role::Paragraph, left, geometry.next_top - mm(8.0)) + 4.0;
        self.rule(left, y, width, THICK);
        y += 6.0;
        let labels: Vec<_> =
            cover.rows.iter().map(|row| setter.set_line(&row.label, COVER.bold(), width / 3.0)).collect();
        let indent = labels.iter().map(|label| label.width()).fold(0.0, f32::max) + mm(6.0);
        for (row, label) in cover.rows.iter().zip(labels) {
            let counted = pages.to_string();
            let (value, style) = match &row.value {
                CoverValue::Text(text) => (text, COVER),
                CoverValue::Number(number) => (number, NUMBER),
                CoverValue::Pages => (&counted, COVER.bold()),
            };
            let value = setter.set(value, style, width - indent);
            // Letters of two sizes stand on one line.
            let drop = (value.baseline() - label.baseline()).max(0.0);
            let (label_x, x) =
                if setter.is_right_to_left() { (left + width * 2.0 / 3.0, left) } else { (left, left + indent) };
            self.put(label, Role::Paragraph, label_x, y + drop);
            y = self.put(value, Role::Paragraph, x, y);
        }
        y += 6.0;
        self.rule(left, y, width, THICK);
        y
    }
}
