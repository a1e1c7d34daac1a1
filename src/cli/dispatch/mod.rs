//! The last steps of `send` and `draft`: the plan is shown and asked about once, the letters are handed over, and it is
//! told what became of them.

mod confirmation;
mod daily_limit;
mod dry_run;
mod hand_over;
mod plan;
mod plan_event;
mod progress;
mod refused_rows;
mod returned;
mod summary;
mod trial;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use self::confirmation::{ask_about_changed_text, question};
pub(super) use self::daily_limit::DailyLimit;
use self::plan::say_plan;
pub(super) use self::plan::{how_else, reachable};
pub(super) use self::refused_rows::RefusedRows;
use self::summary::{Planned, done, say_summary};
use super::Done;
use super::arguments::{DispatchArguments, Login, no_account};
use super::context::Context;
use super::paper::put_on_paper;
use super::terminal::screen::{print, say};
use super::view::say_where_to_add;
use crate::batch::{Batch, Plan, Rules, Summary};
use crate::campaign::Campaign;
use crate::config::Account;
use crate::ledger::{Run, Sqlite};
use crate::source::{Problem, create_private_folder};
use crate::vocabulary::Channel;

/// A batch that is to be handed over as the arguments say.
pub(super) struct Dispatch<'a> {
    pub context: &'a Context,
    pub campaign: &'a Campaign,
    pub batch: Batch<'a>,
    /// Where letters are put on paper that go so.
    pub pdf: Option<&'a Path>,
    /// Where rows of a roll go that are not taken.
    pub refused: RefusedRows,
    pub arguments: &'a DispatchArguments,
}

impl Dispatch<'_> {
    /// Sends the letters that go by the channel and that are still owed.
    ///
    /// # Errors
    ///
    /// When the campaign is not to be sent, nobody can be reached so, or an account is needed and there is none; nothing was
    /// sent then.
    pub(super) fn run(self) -> anyhow::Result<Done> {
        let Self { context, arguments, .. } = self;
        arguments.refuse_what_is_over(context, self.campaign)?;
        let account = if arguments.dry_run { None } else { arguments.account.account(context)? };
        if account.is_none() && self.batch.channel() == Channel::Email && !arguments.dry_run {
            return Err(no_account().into());
        }
        if arguments.dry_run || arguments.sample_to.is_some() {
            // What arrives at a mock server, or at somebody else, is owed all the same.
            let folder = tempfile::tempdir()?;
            let copy = arguments.ledger.copy(context, folder.path())?;
            return self.with_ledger(copy, account);
        }
        let ledger = arguments.ledger.open(context)?;
        self.with_ledger(ledger, account)
    }

    fn with_ledger(mut self, ledger: Sqlite, account: Option<Account>) -> anyhow::Result<Done> {
        // Providers count by who logs in.
        let name = |account: &Account| format!("{}@{account}", account.user.as_deref().unwrap_or_default());
        let name = account.as_ref().map(name).unwrap_or_default();
        let pace = &self.arguments.pace;
        let run = ledger.begin(&name, pace.resend_uncertain(), self.context.now())?;
        let limit = DailyLimit::of(pace.max_per_day(), account.as_ref());
        let mut run = run.with_daily_limit(limit.map(|limit| limit.recipients));
        let done = self.plan_and_send(&mut run, account, limit);
        let ended = run.finish(self.context.now());
        // What was told of the letters holds, whatever becomes of the record of the run.
        match done {
            Ok(Done::Entirely) => ended.map(|()| Done::Entirely).map_err(Into::into),
            done => done,
        }
    }

    fn plan_and_send(
        &mut self,
        run: &mut Run,
        account: Option<Account>,
        limit: Option<DailyLimit>,
    ) -> anyhow::Result<Done> {
        let (context, arguments, per_day) = (self.context, self.arguments, limit.map(|limit| limit.recipients));
        let composer = arguments.pages.composer(context, arguments.relay.relay(context)?, arguments.dry_run)?;
        let channel = self.batch.channel();
        let mut rules = arguments.pace.rules(context.time_that_was_set(), composer, channel);
        self.heed_returned(run, &rules)?;
        let plan = self.batch.plan(run, &rules, account.as_ref(), |row| self.refused.refuse(row))?;
        self.refused.finish()?;
        if plan.mailboxes > 0 || rules.composer.faxes(channel) {
            rules.pace = arguments.pace.pace(self.campaign.pace.per_recipient, plan.letters, arguments.dry_run);
        }
        if plan.letters == 0 {
            return self.say_nothing_to_send(&plan, &rules, account.as_ref());
        }
        self.tell_plan(&plan, &rules, account.as_ref(), per_day, plan.takes(&rules, per_day));
        if let Some(limit) = limit.filter(|_| plan.mailboxes > 0) {
            say(limit);
        }
        say_where_to_add(context, self.campaign, &plan.others);
        if arguments.dry_run {
            return self.dry_run(run, &plan, rules);
        }
        if !arguments.without_withheld_copies {
            plan.refuse_withheld_copies()?;
        }
        plan.refuse_too_small_a_day(per_day)?;
        let account = account.filter(|_| plan.mailboxes > 0);
        if account.is_none() && plan.mailboxes > 0 {
            let what =
                if plan.mailboxes > plan.copies { "the letters go by e-mail" } else { "their copies go by e-mail" };
            return Err(no_account().because(what).into());
        }
        if let Some(address) = &arguments.sample_to {
            let account = account.ok_or_else(no_account)?;
            return self.send_sample(run, &plan, rules, account, address);
        }
        ask_about_changed_text(context, &plan, arguments.accept_changed_text)?;
        let letters = plan.wanted(&rules);
        let question = question(&plan, letters, &rules, account.as_ref(), self.pdf.is_some());
        context.confirm(&question, "--yes", arguments.yes)?;
        let login = account.map(|account| Login::open(context, account)).transpose()?;
        self.put_on_paper(run, &rules)?;
        if let Some(folder) = &arguments.keep {
            create_private_folder(folder).map_err(|error| {
                Problem::error(format!("the folder {} cannot be made", folder.display())).because(error)
            })?;
            rules.keep = Some(folder.as_path().into());
        }
        let summary = self.hand_over(run, rules, letters, login, || self.batch.letters())?;
        Ok(say_summary(&summary, &self.planned(&plan), arguments.json))
    }

    /// Puts the letters on paper that are still owed, before anything else: a person has them in hand then, whatever happens.
    fn put_on_paper(&self, run: &Run, rules: &Rules) -> anyhow::Result<()> {
        let Some(path) = self.pdf else { return Ok(()) };
        let letters = self.batch.owed(run, rules)?;
        let title = self.campaign.title.nearest(self.campaign.languages[0]);
        put_on_paper(path, &rules.composer, &letters, title, self.context.today())
    }

    /// Shows the plan to people, and tells it to programs before anything else.
    fn tell_plan(&self, plan: &Plan, rules: &Rules, account: Option<&Account>, per_day: Option<u64>, takes: Duration) {
        if self.arguments.json {
            // Nothing has to be read for the letters to go.
            let _ = print(self.plan_event(plan, rules, account, per_day, takes));
        }
        say_plan(self.campaign, plan, rules.channel, rules.composer.relay.as_ref(), takes);
    }

    fn say_nothing_to_send(&self, plan: &Plan, rules: &Rules, account: Option<&Account>) -> anyhow::Result<Done> {
        if plan.signers == 0 {
            let problem = Problem::error("nobody signs: no row of the roll was taken");
            return Err(problem.hint("`docs/roll.md` says what stands in a row").into());
        }
        self.tell_plan(plan, rules, account, None, Duration::ZERO);
        if plan.known.is_empty() && !self.batch.leaves_out() {
            let problem = Problem::error(format!("nobody can be reached by {}", rules.channel.in_words()));
            return Err(problem.hint(self.other_ways(plan)).into());
        }
        if self.arguments.json {
            return Ok(say_summary(&Summary::default(), &self.planned(plan), true));
        }
        say("nothing is owed");
        Ok(done(&plan.known))
    }

    /// How those can be reached who cannot be reached so.
    fn other_ways(&self, plan: &Plan) -> String {
        let channels = plan.others.iter().flat_map(|letter| letter.form.recipient.addresses.channels());
        let ways: BTreeSet<_> = channels.map(|channel| format!("--via {channel}")).collect();
        let print = format!("protest-letter draft {} --print", self.campaign.id);
        match Vec::from_iter(ways).join(", ") {
            ways if ways.is_empty() => format!("print the letters: {print}"),
            ways => format!("they can be reached otherwise ({ways}); or print the letters: {print}"),
        }
    }

    fn planned<'p>(&'p self, plan: &'p Plan) -> Planned<'p> {
        let in_earnest = !self.arguments.dry_run && self.arguments.sample_to.is_none();
        Planned {
            campaign: self.campaign,
            channel: self.batch.channel(),
            letters: plan.letters,
            known: &plan.known,
            on_paper: self.pdf.is_some(),
            in_earnest,
            waits: self.arguments.pace.waits(),
        }
    }
}
