//! The terminal: how things look there, and how questions are asked.

pub(super) mod ask;
mod by_line;
pub(super) mod pager;
pub(super) mod screen;
mod visible;

use std::sync::atomic::{AtomicBool, Ordering};

/// Whether everything is said and asked in plain lines.
static PLAIN: AtomicBool = AtomicBool::new(false);
/// Whether long texts are shown page by page.
static PAGING: AtomicBool = AtomicBool::new(true);

/// Says whether everything is said and asked in plain lines; it is as well where `PROTEST_LETTER_PLAIN` says so, and on a
/// terminal that can do no more.
pub(super) fn set_plain(plain: bool) {
    let is_dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
    let is_wanted = std::env::var_os("PROTEST_LETTER_PLAIN").is_some_and(|value| !value.is_empty() && value != "0");
    PLAIN.store(plain || is_dumb || is_wanted, Ordering::SeqCst);
}

pub(super) fn is_plain() -> bool {
    PLAIN.load(Ordering::SeqCst)
}

/// Says whether long texts are shown page by page; in plain lines they never are.
pub(super) fn set_paging(paging: bool) {
    PAGING.store(paging, Ordering::SeqCst);
}

fn is_paging() -> bool {
    PAGING.load(Ordering::SeqCst) && !is_plain()
}
