//! Questions to the person at the terminal. Each can be left with Ctrl-C, and one that asks for no text with Esc, which
//! leaves the program. In plain lines, Ctrl-D leaves.

use std::fmt::Display;
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};

use dialoguer::console::{Term, measure_text_width, truncate_str};
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Confirm, Editor, FuzzySelect, Input, MultiSelect, Password, Select};
use textwrap::{Options, WordSeparator, fill};

use super::by_line::ByLine;
use super::is_plain;
use super::screen::say;
use super::visible::{on_one_line, visible};
use crate::cli::failure::{Cancelled, say_farewell};
use crate::vocabulary::EmailAddress;

/// Whether letters are on their way.
static SENDING: AtomicBool = AtomicBool::new(false);
/// Whether the person asked to stop while they are.
static STOP: AtomicBool = AtomicBool::new(false);

/// Whether the terminal is lent to an editor or a pager, which Ctrl-C is meant for.
static LENT: AtomicBool = AtomicBool::new(false);

/// Makes Ctrl-C leave the terminal as it was: a question hides the cursor, and nothing else would show it again.
/// While letters are on their way it lets the one under way finish; pressed again, it leaves at once.
pub(crate) fn heed_interrupts() {
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
pub(crate) fn while_sending<T>(send: impl FnOnce() -> T) -> T {
    STOP.store(false, Ordering::SeqCst);
    SENDING.store(true, Ordering::SeqCst);
    let result = send();
    SENDING.store(false, Ordering::SeqCst);
    result
}

/// Runs another program, which has the terminal and Ctrl-C to itself.
pub(crate) fn while_lent<T>(run: impl FnOnce() -> T) -> T {
    LENT.store(true, Ordering::SeqCst);
    let result = run();
    LENT.store(false, Ordering::SeqCst);
    result
}

/// Whether Ctrl-C was pressed while letters were on their way.
pub(crate) fn stop_was_asked() -> bool {
    STOP.load(Ordering::SeqCst)
}

/// Asks yes or no.
pub(crate) fn confirm(question: &str, default: bool) -> anyhow::Result<bool> {
    if is_plain() {
        return ByLine::at_terminal().confirm(question, default);
    }
    let (theme, question) = (theme(), on_one_line(question));
    // What is reported would tick off a question that was left, too.
    let asked = Confirm::with_theme(&*theme).with_prompt(&question).default(default).report(false);
    let answer = answered(asked.interact_opt())?.ok_or(Cancelled)?;
    let mut report = String::new();
    theme.format_confirm_prompt_selection(&mut report, &question, Some(answer))?;
    say(report);
    Ok(answer)
}

/// Asks for one of several; gives its index.
pub(crate) fn one(question: &str, items: &[impl Display], default: usize) -> anyhow::Result<usize> {
    let items: Vec<_> = items.iter().map(fitted).collect();
    if is_plain() {
        return ByLine::at_terminal().one(question, &items, Some(default));
    }
    let answer =
        Select::with_theme(&*theme()).with_prompt(on_one_line(question)).items(&items).default(default).interact_opt();
    answered(answer)?.ok_or_else(|| Cancelled.into())
}

/// Asks for one of many, narrowed down by typing; gives its index.
pub(crate) fn search(question: &str, items: &[impl Display]) -> anyhow::Result<usize> {
    let items: Vec<_> = items.iter().map(fitted).collect();
    if is_plain() {
        return ByLine::at_terminal().one(question, &items, None);
    }
    let theme = theme();
    let answer =
        FuzzySelect::with_theme(&*theme).with_prompt(on_one_line(question)).items(&items).default(0).interact_opt();
    answered(answer)?.ok_or_else(|| Cancelled.into())
}

/// Asks for some of several, some of which are chosen already; gives their indices.
pub(crate) fn some(question: &str, items: &[(String, bool)]) -> anyhow::Result<Vec<usize>> {
    let items: Vec<_> = items.iter().map(|(item, chosen)| (fitted(item), *chosen)).collect();
    if is_plain() {
        return ByLine::at_terminal().some(question, &items);
    }
    let text = format!("{} (space: take in or out, Enter: done)", on_one_line(question));
    let theme = theme();
    let answer = MultiSelect::with_theme(&*theme).with_prompt(&text).items_checked(items).report(false).interact_opt();
    answered(answer)?.ok_or_else(|| Cancelled.into())
}

/// Tells which of several were chosen.
pub(crate) fn say_chosen(question: &str, names: &[&str]) {
    let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    say(fitted(format_args!("{question}: {names}")));
}

/// Asks for a line, which can be left empty; the former answer is there to be changed.
pub(crate) fn line<T: FromStr<Err: Display>>(question: &str, former: Option<String>) -> anyhow::Result<Option<T>> {
    until_read(question, None, former.unwrap_or_default(), |text| match text {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|error: T::Err| error.to_string()),
    })
}

/// Asks for a line that cannot be left empty; the default, if there is one, is the answer where nothing is typed.
pub(crate) fn needed<T: FromStr<Err: Display>>(question: &str, default: Option<String>) -> anyhow::Result<T> {
    needed_that(question, default, |_| Ok(()))
}

/// Asks for a line that cannot be left empty, and that has to pass a check.
pub(crate) fn needed_that<T: FromStr<Err: Display>>(
    question: &str,
    default: Option<String>,
    check: impl Fn(&T) -> Result<(), String>,
) -> anyhow::Result<T> {
    until_read(question, default, String::new(), |text| match text {
        "" => Err("this cannot be left empty".to_owned()),
        text => {
            let answer = text.parse().map_err(|error: T::Err| error.to_string())?;
            check(&answer).map(|()| answer)
        }
    })
}

/// Asks for a line until it can be read. What cannot stays in the line to be mended, under the reason.
fn until_read<T>(
    question: &str,
    mut default: Option<String>,
    mut text: String,
    read: impl Fn(&str) -> Result<T, String>,
) -> anyhow::Result<T> {
    if is_plain() {
        return ByLine::at_terminal().line(question, default.as_deref(), &text, read);
    }
    let (theme, terminal, question) = (theme(), Term::stderr(), &on_one_line(question));
    let mut reason_lines = 0;
    loop {
        let mut prompt = String::new();
        theme.format_input_prompt(&mut prompt, question, default.as_deref())?;
        let input = Input::<String>::with_theme(&*theme).with_prompt(question).allow_empty(true).report(false);
        let input = if let Some(default) = default.clone() { input.default(default) } else { input };
        text = answered(input.with_initial_text(text).interact_text())?;
        let typed = if default.take().as_ref() == Some(&text) { 0 } else { measure_text_width(&text) };
        let broken_lines = (measure_text_width(&prompt) + typed) / usize::from(terminal.size().1).max(1);
        terminal.clear_last_lines(reason_lines + broken_lines)?;
        let mut report = String::new();
        match read(text.trim()) {
            Ok(answer) => {
                theme.format_input_prompt_selection(&mut report, question, &text)?;
                say(report);
                return Ok(answer);
            }
            Err(reason) => {
                // Lines that the terminal breaks cannot be counted, nor taken away again.
                let lines = Options::new(width()).word_separator(WordSeparator::AsciiSpace);
                theme.format_error(&mut report, &fill(&reason, lines))?;
                reason_lines = report.lines().count();
                say(report);
            }
        }
    }
}

/// Asks about an address that may be misspelt; gives the one that is meant.
pub(crate) fn about_doubt(address: EmailAddress) -> anyhow::Result<EmailAddress> {
    match address.likely_meant() {
        Some(meant) if confirm(&format!("Did you mean {meant}?"), true)? => Ok(meant),
        _ => Ok(address),
    }
}

/// Asks for a password, which is not shown.
pub(crate) fn password(question: &str) -> anyhow::Result<String> {
    if is_plain() {
        say(format_args!("{question} (not shown):"));
        return Ok(Term::stderr().read_secure_line()?);
    }
    answered(Password::with_theme(&*theme()).with_prompt(on_one_line(question)).interact())
}

/// Opens the person's editor; `None` when they leave without saving.
pub(crate) fn edit(text: &str) -> anyhow::Result<Option<String>> {
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
    if is_plain() {
        return visible(&item.to_string()).into_owned();
    }
    truncate_str(&visible(&item.to_string()), width(), "…").into_owned()
}

/// An item with a note that stays in sight, however long the item is: either has half of the line if it needs it.
pub(crate) fn with_note(item: &str, note: &str) -> String {
    if is_plain() {
        return format!("{item}{note}");
    }
    let note = truncate_str(note, width().saturating_sub(measure_text_width(item)).max(width() / 2), "…");
    truncate_str(item, width() - measure_text_width(&note), "…").into_owned() + &note
}

/// The columns of an item.
fn width() -> usize {
    usize::from(Term::stderr().size().1).saturating_sub(8).max(20)
}
