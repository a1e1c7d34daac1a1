//! How letters are handed over, by whichever command.

use std::path::PathBuf;

use clap::Args;

use super::AccountArguments;
use super::LedgerArguments;
use super::PaceArguments;
use super::PageArguments;
use super::RelayArguments;
use crate::campaign::Campaign;
use crate::cli::context::Context;
use crate::cli::terminal::screen::say_problem;
use crate::source::{Library, Problem, Problems, Severity};
use crate::vocabulary::EmailAddress;

/// How letters are handed over.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Sending")]
pub(crate) struct DispatchArguments {
    /// Go the whole way against a mock SMTP server in this program, and show what arrived; nothing is sent
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask for confirmation
    #[arg(long, short)]
    pub yes: bool,
    /// Send the first letter to this address alone, to see how it arrives; nothing is recorded
    #[arg(long, value_name = "ADDRESS", conflicts_with = "dry_run")]
    pub sample_to: Option<EmailAddress>,
    /// Keep every mail that goes in this folder, as an .eml file each that only you can read
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["dry_run", "sample_to"])]
    pub keep: Option<PathBuf>,
    /// Let letters go without the required copies that the server refuses
    #[arg(long)]
    pub without_refused_copies: bool,
    /// Let letters go without the required copies whose addresses the published appeal withholds
    #[arg(long)]
    pub without_withheld_copies: bool,
    /// Leave out letters to recipients whose mailboxes returned letters before
    #[arg(long)]
    pub without_returned: bool,
    /// Go on although the text of the letters is another one than when the first were sent
    #[arg(long)]
    pub accept_changed_text: bool,
    /// Tell what happens as JSON, an object on each line of standard output
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub ledger: LedgerArguments,
    #[command(flatten)]
    pub pace: PaceArguments,
    #[command(flatten)]
    pub pages: PageArguments,
    #[command(flatten)]
    pub relay: RelayArguments,
    #[command(flatten)]
    pub account: AccountArguments,
}

impl DispatchArguments {
    /// Refuses real sending for a campaign that is closed, stopped, superseded or overdue.
    ///
    /// # Errors
    ///
    /// When it is one of these, with the reason.
    pub(crate) fn refuse_what_is_over(&self, context: &Context, campaign: &Campaign) -> Result<(), Problem> {
        match campaign.refusal(context.today()) {
            Some(refusal) if !self.dry_run => Err(refusal),
            _ => Ok(()),
        }
    }

    /// Refuses real sending for a campaign that nobody vouches for though somebody has to; of a dry run it is told. Gives the
    /// library that the templates of letters come from that are sent: where signatures are required, they are signed too.
    ///
    /// # Errors
    ///
    /// When it is so, or when it is not known by whom the campaign was signed before.
    pub(crate) fn vouched_for(
        &self,
        context: &Context,
        campaign: &Campaign,
        library: Library,
    ) -> Result<Library, Problems> {
        match context.signature_refusal(campaign)? {
            Some(refusal) if !self.dry_run => return Err(refusal.into()),
            refusal => warn_of(refusal),
        }
        if context.require_signature && self.dry_run {
            warn_of_templates(&library.clone().strict());
        }
        Ok(if context.require_signature && !self.dry_run { library.strict() } else { library })
    }
}

/// Warns of templates and partials that no letter would be sent with, whether this one is made with them or not.
fn warn_of_templates(strict: &Library) {
    for folder in ["letter-templates", "letter-templates/partials"] {
        for name in strict.names(folder, "hbs") {
            warn_of(strict.find(&format!("{folder}/{name}.hbs")).err());
        }
    }
}

/// Warns of what sending would be refused for.
pub(crate) fn warn_of(refusal: Option<Problem>) {
    if let Some(problem) = refusal {
        say_problem(&Problem { severity: Severity::Warning, ..problem });
    }
}
