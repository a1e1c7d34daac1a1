//! The last steps of `send` and `draft`: plan, ask once, hand over, tell what became of it.

use std::cell::RefCell;
use std::iter;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use super::account_arguments::{self, AccountArguments};
use super::desk::Desk;
use super::dry_run::{print_received, with_mock_server};
use super::ledger_arguments::LedgerArguments;
use super::pace_arguments::PaceArguments;
use super::plan::say_plan;
use super::progress::Progress;
use super::relay_arguments::{RelayArguments, check_from};
use super::screen::{DIM, WARN, count, say, styled};
use super::summary::say_summary;
use super::{Done, ask, rows};
use crate::batch::{self, Plan, Rules, SHOWN, Summary};
use crate::campaign::Campaign;
use crate::config::{Account, Secret};
use crate::deliver::Smtp;
use crate::ledger::{Run, Sqlite};
use crate::letter::{Choice, Forms, Pending, RequiredCopies, Signers};
use crate::signer::Rejects;
use crate::source::{Problem, Problems};
use crate::vocabulary::EmailAddress;

/// How letters are handed over.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Sending")]
pub(super) struct DispatchArguments {
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
    pub relay: RelayArguments,
    #[command(flatten)]
    pub account: AccountArguments,
}

/// What is to be sent: the letters of these signers, with this choice.
pub(super) struct Errand<'a> {
    pub desk: &'a Desk,
    pub campaign: &'a Campaign,
    pub forms: RefCell<Forms<'a>>,
    pub signers: Signers,
    pub choice: Choice,
    /// Where rows of a roll go that are not taken.
    pub rejects: Option<Rejects>,
    /// Whether such a row stops everything.
    pub strict: bool,
    pub arguments: &'a DispatchArguments,
}

impl Errand<'_> {
    /// Sends the letters that go by e-mail and that are still owed.
    ///
    /// # Errors
    ///
    /// When the campaign is not to be sent, nobody can be reached by e-mail, or there is no account; nothing was sent then.
    pub(super) fn run(self) -> anyhow::Result<Done> {
        let Self { desk, arguments, .. } = self;
        refuse_what_is_over(desk, self.campaign, arguments)?;
        let account = if arguments.dry_run { None } else { Some(arguments.account.account(desk)?) };
        if arguments.dry_run || arguments.sample_to.is_some() {
            // What arrives at a mock server, or at somebody else, is owed all the same.
            let folder = tempfile::tempdir()?;
            let copy = arguments.ledger.copy(desk, &folder.path().join("ledger.db"))?;
            return self.with_ledger(copy, account);
        }
        let ledger = arguments.ledger.open(desk)?;
        self.with_ledger(ledger, account)
    }

    fn with_ledger(mut self, ledger: Sqlite, account: Option<Account>) -> anyhow::Result<Done> {
        // Providers count by who logs in.
        let name = |account: &Account| format!("{}@{account}", account.user.as_deref().unwrap_or_default());
        let name = account.as_ref().map(name).unwrap_or_default();
        let mut run = ledger.begin(&name, self.arguments.pace.resend_uncertain(), self.desk.now())?;
        let done = self.plan_and_send(&mut run, account);
        run.finish(self.desk.now())?;
        done
    }

    fn plan_and_send(&mut self, run: &mut Run, account: Option<Account>) -> anyhow::Result<Done> {
        let Self { desk, arguments, campaign, .. } = *self;
        let relay = arguments.relay.relay(desk)?;
        let mut rules = arguments.pace.rules(desk.time_that_was_set(), relay);
        let plan = self.plan(run, &rules, account.as_ref())?;
        let dry_run = arguments.dry_run;
        rules.pace = arguments.pace.pace(campaign.pace.per_recipient, plan.letters, dry_run);
        if plan.letters == 0 {
            return self.say_nothing_to_send(&plan);
        }
        say_plan(campaign, &plan, rules.relay.as_ref(), rules.pace.duration(plan.to_each.values().copied()));
        let Some(account) = account else {
            return self.dry_run(run, &plan, rules);
        };
        if !arguments.without_withheld_copies {
            refuse_withheld_copies(&plan)?;
        }
        if let Some(address) = &arguments.sample_to {
            return self.send_sample(run, &plan, rules, &account, address);
        }
        ask_about_changed_text(desk, &plan, arguments.accept_changed_text)?;
        let letters = rules.most.map_or(plan.letters, |most| most.min(plan.letters));
        desk.confirm(&format!("Send {} over {account}?", count(letters, "letter")), "--yes", arguments.yes)?;
        let password = account_arguments::password(desk, &account)?;
        let summary = self.hand_over(run, rules, letters, &account, password.as_ref(), || self.letters())?;
        say_summary(&summary, campaign, plan.letters, arguments.json)
    }

    /// Writes every letter on trial, and counts.
    fn plan(&mut self, run: &Run, rules: &Rules, account: Option<&Account>) -> anyhow::Result<Plan> {
        let mut plan = Plan::default();
        let mut refused = 0;
        for signing in self.signers.signings(&self.forms, &self.choice)? {
            let bad = match signing {
                Err(bad) => bad,
                Ok(signing) => {
                    check_from(account, rules.relay.as_ref(), &signing.signer)?;
                    match (plan.add(signing.letters(), run, rules)?, signing.row) {
                        (Ok(()), _) => continue,
                        (Err(problem), Some(row)) => row.refuse(problem.into()),
                        (Err(problem), None) => return Err(problem.into()),
                    }
                }
            };
            refused += 1;
            rows::refuse(&bad, refused, self.rejects.as_mut())?;
        }
        rows::finish(refused, self.rejects.take(), self.strict)?;
        Ok(plan)
    }

    fn say_nothing_to_send(&self, plan: &Plan) -> anyhow::Result<Done> {
        if plan.signers == 0 {
            let problem = Problem::error("nobody signs: no row of the roll was taken");
            return Err(problem.hint("`docs/roll.md` says what stands in a row").into());
        }
        say_plan(self.campaign, plan, None, Duration::ZERO);
        if plan.known.is_empty() {
            let problem = Problem::error("nobody can be reached by e-mail");
            let print = format!("print the letters: protest-letter draft {} --print", self.campaign.id);
            return Err(problem.hint(print).into());
        }
        say("nothing is owed");
        Ok(Done::Entirely)
    }

    /// Goes the way of real sending, to a mock server, and shows what arrived there.
    fn dry_run(&self, run: &mut Run, plan: &Plan, rules: Rules) -> anyhow::Result<Done> {
        let shown = if plan.letters == plan.first.len() { SHOWN } else { 1 };
        let (summary, received) = with_mock_server(shown, |account| {
            self.hand_over(run, rules, plan.letters, &account, None, || self.letters())
        })?;
        let summary = summary?;
        if !self.arguments.json {
            print_received(&received, summary.accepted)?;
        }
        let done = say_summary(&summary, self.campaign, plan.letters, self.arguments.json)?;
        say(styled(DIM, "this was a dry run: the server was a mock in this program, and nothing was sent"));
        Ok(done)
    }

    /// Sends the first letter to one address, and to nobody else.
    fn send_sample(
        &self,
        run: &mut Run,
        plan: &Plan,
        rules: Rules,
        account: &Account,
        address: &EmailAddress,
    ) -> anyhow::Result<Done> {
        let Some(letter) = plan.first.first() else { return Ok(Done::Entirely) };
        let mut form = (*letter.form).clone();
        // It is no letter to that recipient, and has another Message-ID than the one that will be.
        "sample".clone_into(&mut form.recipient.id);
        form.recipient.addresses.email = vec![address.clone()];
        form.copies = RequiredCopies::default();
        let sample = Pending { form: Arc::new(form), signer: Arc::clone(&letter.signer) };
        self.desk.confirm(&format!("Send a sample to {address} over {account}?"), "--yes", self.arguments.yes)?;
        let password = account_arguments::password(self.desk, account)?;
        let summary =
            self.hand_over(run, rules, 1, account, password.as_ref(), || Ok(iter::once(Ok(sample.clone()))))?;
        say_summary(&summary, self.campaign, 1, self.arguments.json)
    }

    fn letters(&self) -> Result<impl Iterator<Item = Result<Pending, Problem>> + '_, Problem> {
        self.signers.check_unchanged()?;
        let letters = self.signers.letters(&self.forms, &self.choice).map_err(Problems::first)?;
        Ok(letters.map(Ok))
    }

    fn hand_over<I: Iterator<Item = Result<Pending, Problem>>>(
        &self,
        run: &mut Run,
        rules: Rules,
        letters: usize,
        account: &Account,
        password: Option<&Secret>,
        pass: impl FnMut() -> Result<I, Problem>,
    ) -> Result<Summary, Problem> {
        let Self { arguments: DispatchArguments { pace, without_refused_copies, json, dry_run, .. }, .. } = self;
        let transport = || {
            Smtp::new(account.clone(), password.cloned())
                .without_refused_copies(*without_refused_copies)
                .with_letters_per_connection(pace.letters_per_connection())
        };
        let transports = iter::repeat_with(transport).take(pace.connections(letters, *dry_run)).collect();
        let several = matches!(self.signers, Signers::Roll(_));
        if self.desk.asks && !dry_run {
            say(styled(DIM, format_args!("connecting to {account} …")));
        }
        let mut progress = Progress::new(letters, several, *json);
        let summary = ask::while_sending(|| {
            batch::send(pass, transports, run, rules, ask::stop_was_asked, |event| progress.tell(event))
        });
        progress.finish();
        summary
    }
}

/// Refuses real sending for a campaign that is closed, stopped, superseded or overdue.
///
/// # Errors
///
/// When it is one of these, with the reason.
pub(super) fn refuse_what_is_over(
    desk: &Desk,
    campaign: &Campaign,
    arguments: &DispatchArguments,
) -> Result<(), Problem> {
    match campaign.refusal(desk.today()) {
        Some(refusal) if !arguments.dry_run => Err(refusal),
        _ => Ok(()),
    }
}

/// Refuses a plan where the appeal requires copies that cannot be made.
fn refuse_withheld_copies(plan: &Plan) -> Result<(), Problem> {
    if plan.without_withheld == 0 {
        return Ok(());
    }
    let problem =
        Problem::error(format!("{} would go without a required copy", count(plan.without_withheld, "letter")));
    Err(problem
        .because("the published appeal hides the address of the copy")
        .hint("add it to addresses.toml, or choose to go without: --without-withheld-copies"))
}

/// Asks whether letters are to go on with another text than the first ones had.
fn ask_about_changed_text(desk: &Desk, plan: &Plan, accepted: bool) -> anyhow::Result<()> {
    if plan.reworded.is_empty() {
        return Ok(());
    }
    for form in &plan.reworded {
        let (id, language) = (&form.recipient.id, form.language.name());
        say(styled(WARN, format_args!("the letter to {id} in {language} is not the one that was sent before")));
    }
    desk.confirm("Go on with the new text?", "--accept-changed-text", accepted)
}
