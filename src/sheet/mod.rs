//! A letter on paper: pages for post and fax, as PDF.
//!
//! A [`Sheet`] is a letter as plain text with its parts told apart; a [`Typesetter`] makes pages of many of them, in one
//! PDF that shares its fonts. The way of a sheet is
//!
//! ```text
//! Sheet ──▶ layout ──▶ plan ──▶ draw ──▶ PDF
//!           lines      parts    glyphs, tags,
//!           and pages  in place metadata
//! ```
//!
//! Nothing here reads the clock, the locale or the name of the machine: the same sheets make the same bytes wherever the
//! bundled fonts suffice.

mod breaks;
mod cover;
mod draw;
mod faces;
mod families;
mod flow;
mod geometry;
mod head;
mod layout;
mod of_letter;
mod paper;
mod plan;
mod setter;
#[expect(clippy::module_inception, reason = "a type has one file of its own name")]
mod sheet;
mod tags;
mod text;
mod typesetter;

pub use cover::{Cover, CoverRow, CoverValue};
pub use paper::Paper;
pub use sheet::Sheet;
pub use typesetter::{Made, Typesetter};
