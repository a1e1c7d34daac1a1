use std::ffi::OsString;
use std::io;

use anstream::{AutoStream, ColorChoice};
use clap::{Args, ValueEnum};
use dialoguer::console;

use crate::cli::terminal;

/// How things look on a terminal, and how questions are asked there.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Terminal")]
pub(crate) struct AppearanceArguments {
    /// Use colours: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    color: clap::ColorChoice,
    /// Do not show page by page what is longer than the terminal
    #[arg(long, global = true)]
    no_pager: bool,
    /// Ask and tell in plain lines, for screen readers; so does PROTEST_LETTER_PLAIN=1
    #[arg(long, global = true)]
    plain: bool,
}

impl AppearanceArguments {
    /// What arguments say of it that are not all understood, so that the message about them heeds it.
    pub(crate) fn of_unread(arguments: impl Iterator<Item = OsString>) -> Self {
        let said: Vec<_> = arguments.map(|argument| argument.to_string_lossy().into_owned()).collect();
        let is_said = |flag: &str| said.iter().any(|argument| argument == flag);
        let following = said.windows(2).filter(|two| two[0] == "--color").map(|two| two[1].as_str());
        let mut whens = said.iter().filter_map(|argument| argument.strip_prefix("--color=")).chain(following);
        let color = whens.find_map(|when| clap::ColorChoice::from_str(when, false).ok()).unwrap_or_default();
        Self { color, no_pager: is_said("--no-pager"), plain: is_said("--plain") }
    }

    /// Makes all that is written from now on look so.
    pub(crate) fn apply(&self) {
        // `Auto` is as NO_COLOR, CLICOLOR_FORCE, CLICOLOR and the terminal say.
        match self.color {
            clap::ColorChoice::Auto => ColorChoice::Auto,
            clap::ColorChoice::Always => ColorChoice::Always,
            clap::ColorChoice::Never => ColorChoice::Never,
        }
        .write_global();
        console::set_colors_enabled_stderr(AutoStream::choice(&io::stderr()) != ColorChoice::Never);
        terminal::set_plain(self.plain);
        terminal::set_paging(!self.no_pager);
    }
}
