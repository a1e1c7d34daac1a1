//! Texts that are longer than the terminal.

use std::io::Write;
use std::process::{Command, Stdio};

use dialoguer::console::Term;

use super::ask;
use super::screen::say;

/// Shows a text, page by page where it is longer than the terminal and there is a pager.
pub(crate) fn page(text: &str) {
    let rows = usize::from(Term::stderr().size().0);
    if text.lines().count() + 2 > rows && ask::while_lent(|| page_with_pager(text)) {
        return;
    }
    say(text);
}

/// Whether the pager (`PAGER`, else `less`) took the text.
fn page_with_pager(text: &str) -> bool {
    let pager = std::env::var("PAGER").unwrap_or_else(|_| "less -FRX".to_owned());
    let mut words = pager.split_whitespace();
    let Some(program) = words.next() else { return false };
    let Ok(mut child) = Command::new(program).args(words).stdin(Stdio::piped()).spawn() else { return false };
    if let Some(mut input) = child.stdin.take() {
        // A pager that is left early does not read to the end.
        let _ = input.write_all(anstream::adapter::strip_str(text).to_string().as_bytes());
    }
    child.wait().is_ok_and(|status| status.success())
}
