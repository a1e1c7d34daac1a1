use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;

/// What stays white around a code, in modules (ISO/IEC 18004, section 5.3.8).
const QUIET: usize = 4;

/// A QR code as what an SVG draws: a square of `size` modules, and the path of the dark ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Qr {
    /// What it holds.
    text: String,
    size: usize,
    path: String,
}

impl Qr {
    /// The code of a text; `None` where it is too long for one.
    pub(super) fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let mut path = String::new();
        for (y, row) in code.to_colors().chunks(code.width()).enumerate() {
            for (x, _) in row.iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
                // Writing to a string cannot fail.
                let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
            }
        }
        Some(Self { text: text.to_owned(), size: code.width() + 2 * QUIET, path })
    }
}
