//! How letters are handed over, by whichever command.

use clap::Args;

use super::AccountArguments;
use super::LedgerArguments;
use super::PaceArguments;
use super::PageArguments;
use super::RelayArguments;
use crate::campaign::Campaign;
use crate::cli::context::Context;
use crate::source::Problem;
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
    /// Let letters go without the required copies that the server refuses
    #[arg(long)]
    pub without_refused_copies: bool,
    /// Let letters go without the required copies whose addresses the published appeal withholds
    #[arg(long)]
    pub without_withheld_copies: bool,
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
}
