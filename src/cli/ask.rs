//! Questions to the person at the terminal. Each can be left with Ctrl-C or Esc, which leaves the program.

use std::fmt::Display;
use std::sync::atomic::{AtomicBool, Ordering};

use dialoguer::console::Term;
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Confirm, Editor, FuzzySelect, Input, MultiSelect, Password, Select};

use super::failure::{Cancelled, say_farewell};
use super::screen::say;

/// Whether letters are on their way.
static SENDING: AtomicBool = AtomicBool::new(false);
/// Whether the person asked to stop while they are.
static STOP: AtomicBool = AtomicBool::new(false);

/// Whether the terminal is lent to an editor or a pager, which Ctrl-C is meant for.
static LENT: AtomicBool = AtomicBool::new(false);

/// Makes Ctrl-C leave the terminal as it was: a question hides the cursor, and nothing else would show it again.
/// While letters are on their way it lets the one under way finish; pressed again, it leaves at once.
pub(super) fn heed_interrupts() {
    let handler = || {
        if LENT.load(Ordering::SeqCst) {
            return;
        }
        if SENDING.load(Ordering::SeqCst) && !STOP.swap(true, Ordering::SeqCst) {
            say("\nstopping after the letter under way; Ctrl-C again leaves at once");
            return;
        }
        let _ = Term::stderr().show_cursor();
        say("");
        say_farewell();
        std::process::exit(130);
    };
    // Only a second handler is refused, and the first one does the same.
    let _ = ctrlc::set_handler(handler);
}

/// Runs `send`, during which Ctrl-C stops between letters.
pub(super) fn while_sending<T>(send: impl FnOnce() -> T) -> T {
    STOP.store(false, Ordering::SeqCst);
    SENDING.store(true, Ordering::SeqCst);
    let result = send();
    SENDING.store(false, Ordering::SeqCst);
    result
}

/// Runs another program, which has the terminal and Ctrl-C to itself.
pub(super) fn while_lent<T>(run: impl FnOnce() -> T) -> T {
    LENT.store(true, Ordering::SeqCst);
    let result = run();
    LENT.store(false, Ordering::SeqCst);
    result
}

/// Whether Ctrl-C was pressed while letters were on their way.
pub(super) fn stop_was_asked() -> bool {
    STOP.load(Ordering::SeqCst)
}

/// Asks yes or no.
pub(super) fn confirm(question: &str, default: bool) -> anyhow::Result<bool> {
    let answer = Confirm::with_theme(&*theme()).with_prompt(question).default(default).interact_opt();
    answered(answer)?.ok_or_else(|| Cancelled.into())
}

/// Asks for one of several; gives its index.
pub(super) fn one(question: &str, items: &[impl Display], default: usize) -> anyhow::Result<usize> {
    let items: Vec<_> = items.iter().map(fitted).collect();
    let answer = Select::with_theme(&*theme()).with_prompt(question).items(&items).default(default).interact_opt();
    answered(answer)?.ok_or_else(|| Cancelled.into())
}

/// Asks for one of many, narrowed down by typing; gives its index.
pub(super) fn search(question: &str, items: &[impl Display]) -> anyhow::Result<usize> {
    let items: Vec<_> = items.iter().map(fitted).collect();
    let theme = theme();
    let answer = FuzzySelect::with_theme(&*theme).with_prompt(question).items(&items).default(0).interact_opt();
    answered(answer)?.ok_or_else(|| Cancelled.into())
}

/// Asks for some of several, some of which are chosen already; gives their indices.
pub(super) fn some(question: &str, items: &[(String, bool)]) -> anyhow::Result<Vec<usize>> {
    let items: Vec<_> = items.iter().map(|(item, chosen)| (fitted(item), *chosen)).collect();
    let of = items.len();
    let text = format!("{question} (space: take in or out, Enter: done)");
    let theme = theme();
    let answer = MultiSelect::with_theme(&*theme).with_prompt(&text).items_checked(items).report(false).interact_opt();
    let chosen = answered(answer)?.ok_or(Cancelled)?;
    say(format_args!("{question}: {} of {of}", chosen.len()));
    Ok(chosen)
}

/// Asks for a line; an empty answer is none, unless `needed`.
pub(super) fn line<T: std::str::FromStr<Err: Display>>(
    question: &str,
    default: Option<String>,
    needed: bool,
) -> anyhow::Result<Option<T>> {
    let theme = theme();
    let check = move |text: &String| match text.trim() {
        "" if needed => Err("it is needed".to_owned()),
        "" => Ok(()),
        text => text.parse::<T>().map(drop).map_err(|error| error.to_string()),
    };
    let mut input = Input::<String>::with_theme(&*theme).with_prompt(question).allow_empty(true).validate_with(check);
    if let Some(default) = default {
        input = input.with_initial_text(default);
    }
    let answer = answered(input.interact_text())?;
    Ok(answer.trim().parse().ok())
}

/// Asks for a password, which is not shown.
pub(super) fn password(question: &str) -> anyhow::Result<String> {
    answered(Password::with_theme(&*theme()).with_prompt(question).interact())
}

/// Opens the person's editor; `None` when they leave without saving.
pub(super) fn edit(text: &str) -> anyhow::Result<Option<String>> {
    answered(while_lent(|| Editor::new().extension(".txt").require_save(true).edit(text)))
}

fn answered<T>(answer: dialoguer::Result<T>) -> anyhow::Result<T> {
    answer.map_err(|dialoguer::Error::IO(error)| match error.kind() {
        std::io::ErrorKind::Interrupted => Cancelled.into(),
        _ => anyhow::Error::from(error).context("the question could not be asked"),
    })
}

fn theme() -> Box<dyn Theme> {
    let colours = anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never;
    if colours { Box::new(ColorfulTheme::default()) } else { Box::new(SimpleTheme) }
}

/// An item on one line of the terminal: a longer one would break the list when it is drawn again.
fn fitted(item: impl Display) -> String {
    let width = usize::from(Term::stderr().size().1).saturating_sub(8).max(20);
    dialoguer::console::truncate_str(&item.to_string(), width, "…").into_owned()
}
