//! How things look on a terminal: colour where it is wanted (`NO_COLOR` and pipes are respected), and problems in one
//! form. All that is said and printed comes through here, so that nothing in it can steer the terminal.

use std::fmt::Display;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use dialoguer::console::Term;
use textwrap::{Options, WordSeparator, WordSplitter, fill};

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

/// Prints a line to standard error. Nothing can be done where that fails.
pub(crate) fn say(line: impl Display) {
    let _ = writeln!(anstream::stderr(), "{}", visible(&line.to_string()));
}

/// Prints a sentence to standard error; a terminal that it is too long for gets it in lines that end between words.
pub(crate) fn say_words(sentence: impl Display) {
    let sentence = sentence.to_string();
    match Term::stderr().size_checked() {
        Some((_, columns)) => {
            // What is to be copied, such as a path or a link, stays in one piece.
            let lines = Options::new(columns.into()).word_separator(WordSeparator::AsciiSpace).break_words(false);
            say(fill(&sentence, lines.word_splitter(WordSplitter::NoHyphenation)));
        }
        _ => say(sentence),
    }
}

/// Prints a line to standard output.
///
/// # Errors
///
/// When nobody reads it any more.
pub(crate) fn print(line: impl Display) -> io::Result<()> {
    writeln!(anstream::stdout(), "{}", visible(&line.to_string()))
}

/// Prints a problem to standard error: what, where, why, and the next step.
pub(crate) fn say_problem(problem: &Problem) {
    let (style, word) = if problem.is_error() { (BAD, "error") } else { (WARN, "warning") };
    say_words(format_args!("{} {}", styled(style, format_args!("{word}:")), on_one_line(&problem.to_string())));
    for cause in &problem.causes {
        say_words(format_args!("{} {}", styled(DIM, "caused by:"), on_one_line(cause)));
    }
    if let Some(hint) = &problem.hint {
        say_words(format_args!("{} {}", styled(GOOD, "hint:"), on_one_line(hint)));
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
