use std::sync::Arc;

use clap::Args;

use super::Done;
use super::arguments::{ChoiceArguments, DispatchArguments, RollArguments, SignerArguments};
use super::context::Context;
use super::dispatch::{Dispatch, RefusedRows, how_else};
use super::failure::Usage;
use super::terminal::ask;
use super::view::say_advice;
use crate::batch::Batch;
use crate::campaign::Campaign;
use crate::ledger::Seen;
use crate::letter::{Forms, Letter, Signatories, Signers};
use crate::signer::{Rejects, Roll, Signer};
use crate::source::Problem;
use crate::vocabulary::Channel;

/// The letter template of joint letters.
const JOINT: &str = "joint";

/// Send letters without questions, from one signer or from many
///
/// They go from one signer, or from each of a roll, to every recipient with an e-mail address.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The campaign, by its id or the path of its file
    campaign: String,
    #[command(flatten)]
    choice: ChoiceArguments,
    #[command(flatten)]
    signer: SignerArguments,
    #[command(flatten)]
    roll: RollArguments,
    #[command(flatten)]
    dispatch: DispatchArguments,
}

impl Arguments {
    pub(super) fn execute(self) -> anyhow::Result<Done> {
        ask::heed_interrupts();
        let context = Context::open()?;
        let (campaign, library, _) = context.campaign(&self.campaign)?;
        self.choice.check_template(&library)?;
        self.dispatch.refuse_what_is_over(&context, &campaign)?;
        let library = self.dispatch.vouched_for(&context, &campaign, library)?;
        let channel = self.choice.via.unwrap_or(Channel::Email);
        self.refuse_hand_without_paper(&context, channel)?;
        let mut choice = self.choice.choice(Some(channel));
        let mut forms = Forms::new(&library, &campaign, context.today());
        let roll = self.roll.roll(context.today())?;
        let rejects = match (&roll, &self.roll.rejects) {
            (Some(roll), Some(path)) => Some(Rejects::create(path, roll)?),
            _ => None,
        };
        let mut refused = RefusedRows::new(rejects, self.roll.strict);
        let signers = match roll {
            Some(roll) if self.roll.joint => {
                choice.template.get_or_insert(JOINT.to_owned());
                forms = forms.joint(signatories(&roll, &mut refused)?);
                Signers::One(self.signer(&context)?)
            }
            Some(roll) => {
                // What is wrong with every row is wrong with the first one, and is told once.
                forms.of(&Signer::example(), &choice)?;
                Signers::Roll(Box::new(roll))
            }
            None => {
                let signer = self.signer(&context)?;
                let letters = forms.fill(&signer, &choice)?;
                self.refuse_unreachable(&campaign, &letters, channel)?;
                say_advice(&letters);
                Signers::One(signer)
            }
        };
        Dispatch {
            context: &context,
            campaign: &campaign,
            batch: Batch::new(forms, signers, choice, channel),
            pdf: self.dispatch.pages.pdf.as_deref(),
            refused,
            arguments: &self.dispatch,
        }
        .run()
    }

    fn signer(&self, context: &Context) -> anyhow::Result<Arc<Signer>> {
        let signer = self.signer.signer(context)?.ok_or_else(|| {
            let missing = vec!["--signer FILE, or --name NAME and --email ADDRESS, or --signers ROLL".to_owned()];
            Usage { what: "it is not known who signs, and no profile is saved".to_owned(), missing }
        })?;
        Ok(Arc::new(signer))
    }

    /// Refuses letters that a person would have to take further and that nobody puts on paper.
    fn refuse_hand_without_paper(&self, context: &Context, channel: Channel) -> anyhow::Result<()> {
        let pages = &self.dispatch.pages;
        let goes_by_itself = pages.composer(context, None, false)?.sends(channel);
        if goes_by_itself || pages.pdf.is_some() || self.dispatch.dry_run || self.dispatch.sample_to.is_some() {
            return Ok(());
        }
        let missing = vec!["--pdf FILE".to_owned()];
        let what = format!("letters by {} are put on paper:", channel.in_words());
        Err(Usage { what, missing }.into())
    }

    /// Refuses to send to somebody who was named and cannot be reached so.
    fn refuse_unreachable(&self, campaign: &Campaign, letters: &[Letter], channel: Channel) -> Result<(), Problem> {
        let is_reached = |letter: &&Letter| letter.form.channel() == Some(channel);
        let was_named = self.choice.recipients.is_some();
        let Some(letter) = letters.iter().find(|letter| was_named && !is_reached(letter)) else {
            return Ok(());
        };
        let id = &letter.form.recipient.id;
        let problem = Problem::error(format!("{id} cannot be reached by {}: {}", channel.in_words(), how_else(letter)));
        Err(problem.hint(format!("print that letter: protest-letter draft {} --to {id} --print", campaign.id)))
    }
}

/// Everybody in a roll, who sign one letter together.
fn signatories(roll: &Roll, refused: &mut RefusedRows) -> anyhow::Result<Signatories> {
    let mut signatories = Signatories::default();
    let mut seen = Seen::nobody()?;
    for row in roll.rows() {
        let bad = match row {
            Ok(row) => match seen.before(&row.signer.identity(), row.line)? {
                None => {
                    signatories.add(&row.signer);
                    continue;
                }
                Some(line) => row.refuse(Problem::error(format!("they signed in line {line}")).into()),
            },
            Err(bad) => bad,
        };
        refused.refuse(&bad)?;
    }
    Ok(signatories)
}
