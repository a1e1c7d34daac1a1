//! Texts that are longer than the terminal.

use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};
use std::sync::Mutex;

use anstream::{AutoStream, ColorChoice};
use dialoguer::console::Term;

use super::screen::{fitted, print, say};
use super::visible::visible;
use super::{ask, is_paging};

/// What is to be shown page by page on standard output, where it is collected.
static PAGES: Mutex<Option<String>> = Mutex::new(None);

/// Shows a text among the questions, page by page where it is longer than the terminal and there is a pager.
pub(crate) fn page(text: &str) {
    if !show(text, &Term::stderr()) {
        say(text);
    }
}

/// Runs what prints to standard output; on a terminal that is too small for it, it is shown page by page.
pub(crate) fn paged<T>(run: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    if !io::stdout().is_terminal() || !is_paging() {
        return run();
    }
    if let Ok(mut pages) = PAGES.lock() {
        pages.get_or_insert_default();
    }
    ask::heed_interrupts();
    let done = run();
    let text = PAGES.lock().ok().and_then(|mut pages| pages.take()).unwrap_or_default();
    if !text.is_empty() && !show(&text, &Term::stdout()) {
        print(text.trim_end_matches('\n'))?;
    }
    done
}

/// Keeps a text for the pager; `false` where nothing is collected for it.
pub(super) fn collect(text: &str) -> bool {
    let Ok(mut pages) = PAGES.lock() else { return false };
    let Some(pages) = pages.as_mut() else { return false };
    pages.push_str(text);
    pages.push('\n');
    true
}

/// Whether the pager showed the text; it does not where the terminal has room for it.
fn show(text: &str, terminal: &Term) -> bool {
    let text = fitted(&visible(text), terminal);
    let is_long = text.lines().count() + 2 > usize::from(terminal.size().0);
    is_long && is_paging() && ask::while_lent(|| page_with_pager(&text))
}

/// Whether the pager (`PAGER`, else `less`) took the text.
fn page_with_pager(text: &str) -> bool {
    let pager = std::env::var("PAGER").unwrap_or_else(|_| "less".to_owned());
    let Some(mut command) = command(&pager, |name| std::env::var_os(name).is_some()) else { return false };
    let Ok(mut child) = command.stdin(Stdio::piped()).spawn() else { return false };
    if let Some(mut input) = child.stdin.take() {
        // A pager that is told otherwise than to show colours would show what makes them.
        let shows_colours = std::env::var("LESS").map_or(true, |options| options.contains(['R', 'r']));
        let is_coloured = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
        let text =
            if shows_colours && is_coloured { text.into() } else { anstream::adapter::strip_str(text).to_string() };
        // A pager that is left early does not read to the end.
        let _ = input.write_all(text.as_bytes());
    }
    child.wait().is_ok_and(|status| status.success())
}

fn command(pager: &str, is_set: impl Fn(&str) -> bool) -> Option<Command> {
    let mut words = pager.split_whitespace();
    let mut command = Command::new(words.next()?);
    command.args(words);
    // `less` ends at once where the text fits, shows colours, and leaves the text in sight. Where the system's locale is
    // missing, it would show the bytes of all letters that are not English.
    for (name, value) in [("LESS", "FRX"), ("LESSCHARSET", "utf-8")] {
        if !is_set(name) {
            command.env(name, value);
        }
    }
    Some(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_is_told_what_it_needs_unless_it_was_told_otherwise() {
        let told = |is_set: bool| {
            let command = command("less -N", |_| is_set).unwrap();
            command.get_envs().map(|(_, value)| value.unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(told(false), ["FRX", "utf-8"]);
        assert!(told(true).is_empty());
        assert!(command(" ", |_| false).is_none());
    }
}
