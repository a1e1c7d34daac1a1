//! Sets a sheet and places it on pages: the head, what flows below it, and what repeats from page to page.

use std::sync::Arc;

use super::cover::CoverValue;
use super::flow::{self, Item};
use super::geometry::Geometry;
use super::head;
use super::plan::{HAIRLINE, Page, Part, Piece, Plan, Role, Rule};
use super::setter::Setter;
use super::text::{Style, Text};
use super::{Cover, Sheet};

const SMALL: Style = Style::new(8.5, 11.0).left();

/// The sizes that are tried, the largest first, so that a letter which is a few lines too long is a little smaller instead
/// of beginning another page.
const SIZES: [Style; 3] = [Style::new(11.0, 15.0), Style::new(10.5, 14.2), Style::new(10.0, 13.0)];

impl Plan {
    /// Sets a sheet and places its parts on pages.
    pub fn of(sheet: &Sheet, geometry: &Geometry, setter: &mut Setter) -> Self {
        setter.speak(sheet.language);
        let mut plan = Self { parts: Vec::new(), pages: vec![Page::default()] };
        let covered = sheet.cover.as_ref().map(|cover| plan.cover(cover, 1, geometry, setter));
        let top = head::place(&mut plan, sheet, covered, geometry, setter);
        plan.letter(sheet, top, geometry, setter);
        if let Some(attachment) = &sheet.attachment {
            let items = flow::attachment(attachment, geometry, setter);
            plan.pages_of(items, geometry, setter.is_right_to_left());
        }
        if let Some(cover) = &sheet.cover {
            plan.count_pages(cover, geometry, setter);
        }
        plan.number(sheet, geometry, setter);
        plan
    }

    /// The subject, the body and the signature.
    fn letter(&mut self, sheet: &Sheet, top: f32, geometry: &Geometry, setter: &mut Setter) {
        let rooms = (geometry.bottom - top, geometry.bottom - geometry.next_top);
        let mut best: Option<(Vec<Item>, Vec<Vec<flow::Slice>>)> = None;
        for style in SIZES {
            let items = flow::letter(sheet, style, geometry.measure(), setter);
            let pages = flow::pages(&items, rooms.0, rooms.1);
            let fits = pages.len() <= 1;
            if best.as_ref().is_none_or(|(_, fewest)| pages.len() < fewest.len()) {
                best = Some((items, pages));
            }
            if fits {
                break;
            }
        }
        let Some((items, pages)) = best else { return };
        self.place(items, &pages, top, geometry);
    }

    /// Places items on pages of their own, in as many columns as they are narrow for.
    fn pages_of(&mut self, items: flow::Columns, geometry: &Geometry, right_to_left: bool) {
        let room = geometry.bottom - geometry.next_top;
        let columns = flow::pages(&items.items, room, room);
        for (number, column) in columns.iter().enumerate() {
            let at = number % items.count;
            if at == 0 {
                self.pages.push(Page::default());
            }
            let place = if right_to_left { items.count - 1 - at } else { at };
            #[expect(clippy::cast_precision_loss, reason = "there are one or two columns")]
            let shift = place as f32 * items.step;
            self.place_page(&items.items, column, geometry.next_top, geometry.left + shift);
        }
        self.adopt(items.items);
    }

    fn place(&mut self, items: Vec<Item>, pages: &[Vec<flow::Slice>], top: f32, geometry: &Geometry) {
        for (number, page) in pages.iter().enumerate() {
            let top = if number == 0 { top } else { geometry.next_top };
            if number > 0 {
                self.pages.push(Page::default());
            }
            self.place_page(&items, page, top, geometry.left);
        }
        self.adopt(items);
    }

    /// Places what belongs on one page; the parts that it names are those that [`Self::adopt`] adds.
    fn place_page(&mut self, items: &[Item], slices: &[flow::Slice], top: f32, left: f32) {
        let first = self.parts.len();
        let Some(page) = self.pages.last_mut() else { return };
        for slice in slices {
            let Some(item) = items.get(slice.item) else { continue };
            // Each item takes two parts: its label, which may be empty, and its text.
            let part = first + 2 * slice.item;
            let y = top + slice.y;
            if item.label.is_some() && slice.lines.start == 0 {
                page.pieces.push(Piece { part, lines: 0..1, x: left + item.label_x, y });
            }
            page.pieces.push(Piece { part: part + 1, lines: slice.lines.clone(), x: left + item.x, y });
        }
    }

    fn adopt(&mut self, items: Vec<Item>) {
        for item in items {
            let label = item.label.unwrap_or_else(|| Arc::new(Text::empty()));
            self.parts.push(Part { text: label, role: Role::Label });
            self.parts.push(Part { text: item.text, role: item.role });
        }
    }

    /// Sets the cover again now that the pages are counted: the parts are the same, and so is its height.
    fn count_pages(&mut self, cover: &Cover, geometry: &Geometry, setter: &mut Setter) {
        let pages = self.pages.len();
        if pages == 1 || !cover.rows.iter().any(|row| row.value == CoverValue::Pages) {
            return;
        }
        let mut counted = Self { parts: Vec::new(), pages: vec![Page::default()] };
        counted.cover(cover, pages, geometry, setter);
        for (part, counted) in self.parts.iter_mut().zip(counted.parts) {
            *part = counted;
        }
    }

    /// Numbers the pages after the first, and says what they belong to.
    fn number(&mut self, sheet: &Sheet, geometry: &Geometry, setter: &mut Setter) {
        let count = self.pages.len();
        let subject = [sheet.addressee.first().map_or("", String::as_str), &sheet.subject];
        let subject: Vec<_> = subject.into_iter().map(str::trim).filter(|text| !text.is_empty()).collect();
        let subject = subject.join(" · ");
        for (page, number) in self.pages.iter_mut().zip(1..).skip(1) {
            let date = setter.set_line(&sheet.place_and_date, SMALL, geometry.measure() / 2.0);
            let number = setter.set_line(&format!("{number} / {count}"), SMALL, geometry.measure());
            let head = setter.set_line(&subject, SMALL, geometry.measure() - date.width() - SMALL.size * 2.0);
            let far = |text: &Text| geometry.right - text.width();
            let (head_x, date_x, number_x) = if setter.is_right_to_left() {
                (far(&head), geometry.left, geometry.left)
            } else {
                (geometry.left, far(&date), far(&number))
            };
            let (y, below) = (geometry.running_head, geometry.running_head + SMALL.leading + 2.5);
            for (text, x, y) in [(head, head_x, y), (date, date_x, y), (number, number_x, geometry.page_number)] {
                let lines = 0..text.lines();
                self.parts.push(Part { text, role: Role::Aside });
                page.pieces.push(Piece { part: self.parts.len() - 1, lines, x, y });
            }
            page.rules.push(Rule { x: geometry.left, y: below, length: geometry.measure(), thickness: HAIRLINE });
        }
    }
}
