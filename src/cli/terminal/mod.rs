//! The terminal: how things look there, and how questions are asked.

pub(super) mod ask;
pub(super) mod pager;
pub(super) mod screen;
mod visible;
