//! What the fuzz targets share. Each target is a program of its own in `src/bin/`: see `docs/fuzzing.md`.

mod appeal;
mod letters;
mod scratch;

pub use appeal::read_appeal;
pub use letters::{PRINTERS, campaign, write_letters};
pub use scratch::{scratch, scratch_file};

use std::fmt::Display;
use std::str::FromStr;

/// What reads is written, and reads as the same.
///
/// # Panics
///
/// When it does not.
pub fn reads_back<T: FromStr + Display + PartialEq>(text: &str) -> Option<T> {
    let value: T = text.parse().ok()?;
    let written = value.to_string();
    assert!(written.parse::<T>().is_ok_and(|read| read == value), "{text:?} is written as {written:?}");
    Some(value)
}
