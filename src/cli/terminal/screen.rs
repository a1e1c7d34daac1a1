//! How things look on a terminal: colour where it is wanted (`NO_COLOR` and pipes are respected), and problems in one
//! form. All that is said and printed comes through here, so that nothing in it can steer the terminal.

use std::fmt::Display;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use dialoguer::console::Term;
use textwrap::{Options, WordSeparator, WordSplitter, fill};

use super::pager;
use super::visible::{on_one_line, visible};
use crate::source::Problem;

/// What is to be seen first.
pub(crate) const BOLD: Style = Style::new().bold();
/// What is there for those who look for it.
pub(crate) const DIM: Style = Style::new().dimmed();
/// What is well.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
/// What wants attention.
pub(crate) const WARN: Style = AnsiColor::Yellow.on_default();
/// What went wrong.
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();

/// A text in a style; how it looks where there is no terminal is the text alone.
pub(crate) fn styled(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// Prints a text to standard error; a terminal that it is too wide for gets it in lines that end between words. Nothing can
/// be done where that fails.
pub(crate) fn say(text: impl Display) {
    let _ = writeln!(anstream::stderr(), "{}", fitted(&visible(&text.to_string()), &Term::stderr()));
}

/// Prints a text to standard output as it is, for programs and for copying.
///
/// # Errors
///
/// When nobody reads it any more.
pub(crate) fn print(text: impl Display) -> io::Result<()> {
    let text = text.to_string();
    let text = visible(&text);
    if pager::collect(&text) { Ok(()) } else { writeln!(anstream::stdout(), "{text}") }
}

/// Prints a text to standard output for people: a terminal that it is too wide for gets it in lines that end between words.
///
/// # Errors
///
/// When nobody reads it any more.
pub(crate) fn print_words(text: impl Display) -> io::Result<()> {
    print(fitted(&visible(&text.to_string()), &Term::stdout()))
}

/// How many columns a text can have on standard output, where that is a terminal with fewer than `most`.
pub(crate) fn columns(most: usize) -> usize {
    Term::stdout().size_checked().map_or(most, |(_, columns)| usize::from(columns).clamp(20, most.max(20)))
}

/// A text in lines that the terminal, if it is one, has room for. What begins further right goes on there.
pub(super) fn fitted(text: &str, terminal: &Term) -> String {
    let Some((_, columns)) = terminal.size_checked() else { return text.to_owned() };
    let fit = |line: &str| {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let indent = " ".repeat(indent.min(usize::from(columns) / 3));
        // What is to be copied, such as a path or a link, stays in one piece.
        let options = Options::new(columns.into()).word_separator(WordSeparator::AsciiSpace).break_words(false);
        fill(line, options.word_splitter(WordSplitter::NoHyphenation).subsequent_indent(&indent))
    };
    text.split('\n').map(fit).collect::<Vec<_>>().join("\n")
}

/// Prints a problem to standard error: what, where, why, and the next step.
pub(crate) fn say_problem(problem: &Problem) {
    let (style, word) = if problem.is_error() { (BAD, "error") } else { (WARN, "warning") };
    say(format_args!("{} {}", styled(style, format_args!("{word}:")), on_one_line(&problem.to_string())));
    for cause in &problem.causes {
        say(format_args!("{} {}", styled(DIM, "caused by:"), on_one_line(cause)));
    }
    if let Some(hint) = &problem.hint {
        say(format_args!("{} {}", styled(GOOD, "hint:"), on_one_line(hint)));
    }
}

/// A number of things, as English writes it.
pub(crate) fn count(number: usize, thing: &str) -> String {
    match (number, thing.strip_suffix('y')) {
        (1, _) => format!("1 {thing}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        (_, None) => format!("{number} {thing}s"),
    }
}
