//! Who vouches for the files that a campaign is made of.

use std::fmt::Display;

use crate::campaign::Campaign;
use crate::cli::terminal::screen::{DIM, GOOD, WARN, say, styled};
use crate::signature::Provenance;

/// Who vouches for a file, in words.
pub(crate) fn provenance(provenance: &Provenance) -> String {
    let style = match provenance {
        Provenance::Signed { signed_as: None, .. } => GOOD,
        Provenance::Signed { .. } | Provenance::UnknownKey { .. } => WARN,
        Provenance::BuiltIn | Provenance::Unsigned => DIM,
    };
    styled(style, provenance)
}

/// Says behind a `head` who vouches for a campaign, and below it who does for the directories that its offices come from,
/// unless they are part of the program.
pub(crate) fn say_provenance(head: impl Display, campaign: &Campaign) {
    say(format_args!("{head}{}", provenance(&campaign.signature)));
    for (file, signature) in campaign.directories.iter().filter(|(_, signature)| **signature != Provenance::BuiltIn) {
        say(format_args!("  offices from {file}: {}", provenance(signature)));
    }
}
