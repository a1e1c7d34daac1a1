mod action;
mod answers;
mod in_mail_program;
mod offer;
mod own_words;
mod questions;
mod session;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use self::action::Action;
use self::answers::Answers;
pub(super) use self::questions::ask_signer;
use self::session::Session;
use super::Done;
use super::arguments::{ChoiceArguments, DispatchArguments, SignerArguments, warn_of};
use super::context::Context;
use super::failure::Usage;
use super::terminal::ask;
use super::terminal::screen::say;
use super::view::{disclosure, say_provenance};
use crate::campaign::Campaign;
use crate::letter::Letter;
use crate::mail::Composer;
use crate::source::{Problem, Problems, is_id};

/// Write letters: asks, shows them, then prints, saves or sends
///
/// Every question has a flag. Without a terminal nothing is asked.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The campaign, by its id or the path of its file
    campaign: Option<String>,
    #[command(flatten)]
    choice: ChoiceArguments,
    #[command(flatten)]
    signer: SignerArguments,
    /// Print the letters to standard output
    #[arg(long, short, help_heading = "What to do with them")]
    print: bool,
    /// Write the letters to a text file
    #[arg(long, short, value_name = "FILE", help_heading = "What to do with them")]
    output: Option<PathBuf>,
    /// Save the letters as mails: a file that ends in .eml, or a folder
    #[arg(long, value_name = "FILE|FOLDER", help_heading = "What to do with them")]
    eml: Option<PathBuf>,
    /// Open the letters in your own mail program
    #[arg(long, help_heading = "What to do with them")]
    open: bool,
    /// Send the letters that go by e-mail; with those that you take further yourself, send their copies
    #[arg(long, help_heading = "What to do with them")]
    send: bool,
    /// Note in the ledger that letters have gone which you took further yourself (done), or that you have them (handed)
    #[arg(long, value_name = "WHAT", help_heading = "What to do with them")]
    #[arg(conflicts_with_all = ["dry_run", "sample_to"])]
    record: Option<Record>,
    /// Tell what addressees, copies, providers and others will know of you
    #[arg(long, help_heading = "What to do with them")]
    disclosure: bool,
    /// Take up the draft that was left unfinished
    #[arg(long, help_heading = "Questions")]
    resume: bool,
    /// Ask nothing
    #[arg(long, help_heading = "Questions")]
    no_input: bool,
    #[command(flatten)]
    dispatch: DispatchArguments,
}

/// What is noted of letters that somebody takes further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Record {
    Done,
    Handed,
}

/// The campaign of the draft that was left unfinished, if there is one.
pub(super) fn unfinished(context: &Context) -> Option<String> {
    Answers::kept(context, None).map(|kept| kept.campaign)
}

impl Arguments {
    pub(super) fn execute(self) -> anyhow::Result<Done> {
        ask::heed_interrupts();
        let mut context = Context::open()?;
        context.asks &= !self.no_input;
        let kept = self.kept(&context)?;
        let name = match (&self.campaign, &kept) {
            (Some(name), _) => lasting(name)?,
            (None, Some(kept)) => kept.campaign.clone(),
            (None, None) if context.asks => questions::campaign(&context)?,
            (None, None) => return Err(self.missing(&context)?.into()),
        };
        let (campaign, library, _) = context.campaign(&name)?;
        self.choice.check_template(&library)?;
        self.say_who_vouches(&context, &campaign)?;
        if self.send {
            self.dispatch.refuse_what_is_over(&context, &campaign)?;
        }
        let mut answers = kept.unwrap_or_else(|| Answers::new(name));
        if self.signer.signer.is_some() {
            // Whoever is named now signs, whoever signed when the draft was left.
            answers.signer = None;
        }
        answers.take(&self.choice, self.signer.signer(&context)?);
        if let Some(signer) = answers.signer.take() {
            answers.signer = Some(self.signer.over(signer)?);
        }
        let session = Session::new(&self, &context, &library, &campaign)?;
        if context.asks { session.converse(answers) } else { session.without_questions(&answers) }
    }

    /// The draft to be taken up again, if there is one and it is wanted.
    fn kept(&self, context: &Context) -> anyhow::Result<Option<Answers>> {
        if !self.resume && !context.asks {
            return Ok(None);
        }
        let name = self.campaign.as_deref().map(lasting).transpose()?;
        match Answers::kept(context, name.as_deref()) {
            Some(kept) if self.resume => Ok(Some(kept)),
            Some(kept) => {
                let question = format!("Take up the unfinished draft for {}?", kept.campaign);
                if ask::confirm(&question, true)? {
                    return Ok(Some(kept));
                }
                kept.put_aside(context)?;
                Ok(None)
            }
            None if self.resume => {
                Err(Problem::error("no draft was left unfinished").hint("begin one: protest-letter draft").into())
            }
            None => Ok(None),
        }
    }

    fn has_action(&self) -> bool {
        let saves = self.output.is_some() || self.eml.is_some() || self.dispatch.pages.pdf.is_some();
        saves || self.print || self.open || self.send || self.dispatch.dry_run
    }

    /// Says who vouches for the campaign, unless that is a part of the plan that comes next.
    fn say_who_vouches(&self, context: &Context, campaign: &Campaign) -> Result<(), Problems> {
        if context.asks || !(self.send || self.dispatch.dry_run) {
            say_provenance(format_args!("{}: ", campaign.id), campaign);
            warn_of(context.signature_refusal(campaign)?);
        }
        Ok(())
    }

    /// Tells who will know what of the signer, where that is asked for.
    fn say_disclosure(&self, context: &Context, composer: &Composer, written: &[Letter]) -> anyhow::Result<()> {
        if self.disclosure {
            let account = self.dispatch.account.account(context)?;
            say(disclosure(written, composer, account.as_ref(), context.now()));
        }
        Ok(())
    }

    /// What the flags ask for; printing when they ask for nothing.
    fn actions(&self) -> Vec<Action> {
        let send = self.send || self.dispatch.dry_run;
        let print = self.print || !self.has_action() && self.record.is_none();
        let actions = [
            print.then_some(Action::Print),
            self.output.clone().map(Action::SaveText),
            self.dispatch.pages.pdf.clone().map(Action::PutOnPaper),
            self.eml.clone().map(Action::SaveMails),
            self.open.then_some(Action::Open),
            send.then_some(Action::Send),
            send.then_some(Action::SendCopies),
        ];
        actions.into_iter().flatten().collect()
    }

    /// What nobody is there to be asked for.
    fn missing(&self, context: &Context) -> anyhow::Result<Usage> {
        let campaign = self.campaign.is_none().then(|| "CAMPAIGN (protest-letter list)".to_owned());
        let signer = self.signer.signer(context)?.is_none();
        let signer = signer.then(|| "--name NAME, or --signer FILE, or a saved profile".to_owned());
        let missing = [campaign, signer].into_iter().flatten().collect();
        Ok(Usage { what: "this is missing, and nobody is there to be asked:".to_owned(), missing })
    }
}

/// The name of a campaign that means the same in another folder: an id, or a whole path.
fn lasting(name: &str) -> anyhow::Result<String> {
    if is_id(name) {
        return Ok(name.to_owned());
    }
    Ok(std::path::absolute(name)?.display().to_string())
}
