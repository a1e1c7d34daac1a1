use std::sync::Arc;

use clap::Args;

use super::choice_arguments::ChoiceArguments;
use super::desk::Desk;
use super::dispatch::{DispatchArguments, dispatch, refuse_what_is_over};
use super::failure::Usage;
use super::plan::how_else;
use super::signer_arguments::SignerArguments;
use super::view::say_advice;
use super::{Done, ask};
use crate::campaign;
use crate::ledger::Memory;
use crate::letter::Forms;
use crate::source::Problem;
use crate::vocabulary::Channel;

/// Send letters without questions, to every recipient with an e-mail address or to those named
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The campaign, by its id or the path of its file
    campaign: String,
    #[command(flatten)]
    choice: ChoiceArguments,
    #[command(flatten)]
    signer: SignerArguments,
    #[command(flatten)]
    dispatch: DispatchArguments,
}

impl Arguments {
    pub(super) fn execute(self) -> anyhow::Result<Done> {
        ask::heed_interrupts();
        let desk = Desk::open()?;
        let (campaign, library, _) = campaign::load(&desk.library, &self.campaign, &desk.own_addresses()?)?;
        refuse_what_is_over(&desk, &campaign, &self.dispatch)?;
        let Some(signer) = self.signer.signer(&desk)? else {
            let missing = vec!["--signer FILE, or --name NAME and --email ADDRESS".to_owned()];
            anyhow::bail!(Usage { what: "it is not known who signs, and no profile is saved".to_owned(), missing });
        };
        let choice = self.choice.choice(Some(Channel::Email));
        let written = Forms::new(&library, &campaign).fill(&Arc::new(signer), &choice, desk.today())?;
        if self.choice.recipients.is_some()
            && let Some(unreachable) = written.iter().find(|written| written.form.channel() != Some(Channel::Email))
        {
            let id = &unreachable.form.recipient.id;
            let how = how_else(unreachable);
            let problem = Problem::error(format!("{id} cannot be reached by e-mail: {how}"));
            anyhow::bail!(
                problem.hint(format!("print that letter: protest-letter draft {} --to {id} --print", campaign.id))
            );
        }
        say_advice(&written);
        dispatch(&desk, &campaign, &written, &self.dispatch, &mut Memory::default())
    }
}
