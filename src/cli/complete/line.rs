use std::env;

use clap::{ArgMatches, CommandFactory};

use crate::campaign::{self, Campaign, OwnAddresses};
use crate::cli::Arguments;
use crate::cli::context::Context;
use crate::source::Library;

/// The campaign that the line names, with the library as seen from there.
pub(super) fn campaign(context: &Context) -> Option<(Campaign, Library)> {
    let words = env::args_os().skip_while(|word| word != "--").skip(1);
    // A line that is not finished is read as far as it goes.
    let line = Arguments::command().ignore_errors(true).try_get_matches_from(words).ok()?;
    let own = context.own_addresses().unwrap_or_else(|_| OwnAddresses::default());
    let (campaign, library, _) = campaign::load(&context.library, named(&line)?, &own).ok()?;
    Some((campaign, library))
}

/// What stands for the campaign, in whichever command.
fn named(line: &ArgMatches) -> Option<&str> {
    let (_, line) = line.subcommand()?;
    line.try_get_one::<String>("campaign").ok().flatten().map(String::as_str).or_else(|| named(line))
}
