//! Where things stand on the first page and on those after it. PDF counts in points; here it is millimetres and inches.

use super::Paper;

/// Millimetres as points.
pub(super) const fn mm(mm: f32) -> f32 {
    mm * 72.0 / 25.4
}

/// Inches as points.
const fn inch(inches: f32) -> f32 {
    inches * 72.0
}

/// A part of a page, from its upper left corner.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    pub left: f32,
    pub top: f32,
    pub width: f32,
    pub height: f32,
}

/// A mark at the left edge that shows where to fold or punch: how far down, and how long.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub y: f32,
    pub length: f32,
}

/// The places of one kind of paper.
#[derive(Debug, Clone, Copy)]
pub(super) struct Geometry {
    pub width: f32,
    pub height: f32,
    pub left: f32,
    pub right: f32,
    /// The sender in one line, above the address: where it is underlined. None where the window has no room for it.
    pub return_line: Option<f32>,
    /// The address, inside the window.
    pub address: Area,
    /// The sender in full, and the date.
    pub sender: Area,
    /// Where the subject begins on the first page.
    pub first_top: f32,
    /// Where text begins on the pages after it, and where the cover of a fax begins.
    pub next_top: f32,
    /// Where text ends.
    pub bottom: f32,
    /// The line at the top of the pages after the first: where it begins.
    pub running_head: f32,
    /// The number of the page: where it begins.
    pub page_number: f32,
    pub marks: &'static [Mark],
}

/// Where marks begin: most printers leave the outermost 4 mm empty.
pub(super) const MARKS_LEFT: f32 = mm(4.5);

/// DIN 5008:2020, form B. The address field is 85 × 45 mm, 20 mm from the left and 45 mm from the top, and shows in the
/// window of 90 × 45 mm of a DL or C6/5 envelope (DIN 680); its text begins 5 mm inside. The upper 17.7 mm are for the
/// sender and remarks, the 27.3 mm below for the address. The information block begins 125 mm from the left and 50 mm
/// from the top; text reaches from 25 mm to 20 mm from the edges, and the subject stands at 103.4 mm. Folds are 105 mm
/// and 210 mm, the middle is 148.5 mm from the top.
const A4: Geometry = Geometry {
    width: mm(210.0),
    height: mm(297.0),
    left: mm(25.0),
    right: mm(190.0),
    return_line: Some(mm(60.4)),
    address: Area { left: mm(25.0), top: mm(62.7), width: mm(80.0), height: mm(26.5) },
    sender: Area { left: mm(125.0), top: mm(50.0), width: mm(65.0), height: mm(40.0) },
    first_top: mm(99.6),
    next_top: mm(27.0),
    bottom: mm(276.0),
    running_head: mm(15.0),
    page_number: mm(281.0),
    marks: &[
        Mark { y: mm(105.0), length: mm(4.0) },
        Mark { y: mm(148.5), length: mm(6.5) },
        Mark { y: mm(210.0), length: mm(4.0) },
    ],
};

/// A #10 envelope (4⅛ × 9½ in) has its window of 1⅛ × 4½ in ⅞ in from the left and ½ in from the bottom; USPS (DMM 202,
/// 5.0) wants ⅛ in free around the address. A page folded in thirds of 3⅔ in that stands at the bottom of the envelope
/// shows what is 2.04 to 3.17 in from its top, and, 8½ in wide, what is up to 1 in further left than the envelope says.
/// That leaves no room for the sender above the address: it stands at the top, or on the envelope.
const LETTER: Geometry = Geometry {
    width: inch(8.5),
    height: inch(11.0),
    left: inch(1.0),
    right: inch(7.5),
    return_line: None,
    address: Area { left: inch(1.0), top: inch(2.12), width: inch(3.25), height: inch(0.93) },
    sender: Area { left: inch(4.9), top: inch(1.0), width: inch(2.6), height: inch(2.0) },
    first_top: inch(3.75),
    next_top: inch(1.1),
    bottom: inch(10.1),
    running_head: inch(0.65),
    page_number: inch(10.4),
    marks: &[Mark { y: inch(11.0 / 3.0), length: mm(4.0) }, Mark { y: inch(22.0 / 3.0), length: mm(4.0) }],
};

impl Geometry {
    pub fn of(paper: Paper) -> &'static Self {
        match paper {
            Paper::A4 => &A4,
            Paper::Letter => &LETTER,
        }
    }

    /// The width of text.
    pub fn measure(&self) -> f32 {
        self.right - self.left
    }
}
