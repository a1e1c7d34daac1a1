//! The last steps of `send` and `draft`: plan, ask once, hand over, tell what became of it.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashSet};
use std::iter;
use std::path::Path;
use std::time::Duration;

use super::account_arguments::{Login, no_account};
use super::confirmation::{ask_about_changed_text, question, refuse_too_small_a_day, refuse_withheld_copies};
use super::context::Context;
use super::dispatch::{DispatchArguments, refuse_what_is_over};
use super::embassy::say_where_to_add;
use super::paper::put_on_paper;
use super::plan::say_plan;
use super::progress::Progress;
use super::relay_arguments::check_from;
use super::screen::{DIM, say, styled};
use super::summary::{Planned, done, say_summary};
use super::{Done, ask, rows};
use crate::batch::{self, Plan, Rules, Summary};
use crate::campaign::Campaign;
use crate::config::Account;
use crate::deliver::{NoServer, Smtp, Transport};
use crate::ledger::{Key, Ledger, Run, Seen, Sqlite};
use crate::letter::{Choice, Form, Forms, Letter, Pending, Signers, Signing};
use crate::signer::Rejects;
use crate::source::{Problem, Problems};
use crate::vocabulary::Channel;

/// What is to be sent: the letters of these signers, with this choice.
pub(super) struct Errand<'a> {
    pub context: &'a Context,
    pub campaign: &'a Campaign,
    pub forms: RefCell<Forms<'a>>,
    pub signers: Signers,
    pub choice: Choice,
    /// By which channel the letters go.
    pub channel: Channel,
    /// Where letters are put on paper that go so.
    pub pdf: Option<&'a Path>,
    /// Where rows of a roll go that are not taken.
    pub rejects: Option<Rejects>,
    /// The lines of those that were taken at first, and whose letters cannot be written.
    pub refused: HashSet<usize>,
    /// Whether such a row stops everything.
    pub strict: bool,
    pub arguments: &'a DispatchArguments,
}

impl Errand<'_> {
    /// Sends the letters that go by the channel and that are still owed.
    ///
    /// # Errors
    ///
    /// When the campaign is not to be sent, nobody can be reached so, or an account is needed and there is none; nothing was
    /// sent then.
    pub(super) fn run(self) -> anyhow::Result<Done> {
        let Self { context, arguments, .. } = self;
        refuse_what_is_over(context, self.campaign, arguments)?;
        let account = if arguments.dry_run { None } else { arguments.account.account(context)? };
        if account.is_none() && self.channel == Channel::Email && !arguments.dry_run {
            return Err(no_account().into());
        }
        if arguments.dry_run || arguments.sample_to.is_some() {
            // What arrives at a mock server, or at somebody else, is owed all the same.
            let folder = tempfile::tempdir()?;
            let copy = arguments.ledger.copy(context, &folder.path().join("ledger.db"))?;
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
        let mut run = run.with_daily_limit(pace.max_per_day());
        let done = self.plan_and_send(&mut run, account);
        let ended = run.finish(self.context.now());
        // What was told of the letters holds, whatever becomes of the record of the run.
        match done {
            Ok(Done::Entirely) => ended.map(|()| Done::Entirely).map_err(Into::into),
            done => done,
        }
    }

    fn plan_and_send(&mut self, run: &mut Run, account: Option<Account>) -> anyhow::Result<Done> {
        let Self { context, arguments, campaign, channel, .. } = *self;
        let composer = arguments.pages.composer(context, arguments.relay.relay(context)?, arguments.dry_run)?;
        let mut rules = arguments.pace.rules(context.time_that_was_set(), composer, channel);
        let plan = self.plan(run, &rules, account.as_ref())?;
        let dry_run = arguments.dry_run;
        if plan.mailboxes > 0 || rules.composer.faxes(channel) {
            rules.pace = arguments.pace.pace(campaign.pace.per_recipient, plan.letters, dry_run);
        }
        if plan.letters == 0 {
            return self.say_nothing_to_send(&plan);
        }
        let takes = arguments.pace.takes(&rules, &plan);
        say_plan(campaign, &plan, channel, rules.composer.relay.as_ref(), takes);
        say_where_to_add(context, campaign, &plan.others);
        if dry_run {
            return self.dry_run(run, &plan, rules);
        }
        if !arguments.without_withheld_copies {
            refuse_withheld_copies(&plan)?;
        }
        refuse_too_small_a_day(&plan, arguments.pace.max_per_day())?;
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
        let letters = rules.most.map_or(plan.letters, |most| most.min(plan.letters));
        let question = question(&plan, letters, &rules, account.as_ref(), self.pdf.is_some());
        context.confirm(&question, "--yes", arguments.yes)?;
        let login = account.map(|account| Login::open(context, account)).transpose()?;
        self.put_on_paper(run, &rules)?;
        let summary = self.hand_over(run, rules, letters, login, || self.letters())?;
        Ok(say_summary(&summary, &self.planned(&plan), arguments.json))
    }

    /// Puts the letters on paper that are still owed, before anything else: a person has them in hand then, whatever happens.
    pub(super) fn put_on_paper(&self, run: &Run, rules: &Rules) -> anyhow::Result<()> {
        let Some(path) = self.pdf else { return Ok(()) };
        let mut letters: Vec<Letter> = Vec::new();
        for pending in self.letters()? {
            let pending = pending?;
            let known = run.look_up(&Key::of(&pending.form, &pending.signer), &pending.signer)?;
            if known.is_none_or(|known| rules.is_owed(known.state))
                && let Ok(letter) = pending.fill()
            {
                letters.push(letter);
            }
            if rules.most == Some(letters.len()) {
                break;
            }
        }
        let title = self.campaign.title.nearest(self.campaign.languages[0]);
        put_on_paper(path, &rules.composer, &letters, title, self.context.today())
    }

    /// Writes every letter on trial, and counts.
    fn plan(&mut self, run: &Run, rules: &Rules, account: Option<&Account>) -> anyhow::Result<Plan> {
        let mut plan = Plan::default();
        let mut refused = 0;
        let mut seen = Seen::nobody()?;
        for signing in self.signers.signings(&self.forms, &self.choice)? {
            let bad = match signing {
                Err(bad) => bad,
                Ok(mut signing) => {
                    if signing.forms.iter().any(|form| self.is_mailed(form, rules)) {
                        check_from(account, rules.composer.relay.as_ref(), &signing.signer)?;
                    }
                    let row = signing.row.take();
                    let again = row.as_ref().map(|row| self.line_before(&signing, row.line, &mut seen)).transpose()?;
                    let lack = match again.flatten() {
                        Some(line) => Err(Problem::error(format!("it says the same as line {line}, whose letters go"))),
                        None => plan.add(signing.letters(), run, rules)?,
                    };
                    match (lack, row) {
                        (Ok(()), _) => continue,
                        (Err(problem), Some(row)) => {
                            self.refused.insert(row.line);
                            row.refuse(problem.into())
                        }
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

    /// The line of a row that writes the same letters as this one.
    fn line_before(&self, signing: &Signing, line: usize, seen: &mut Seen) -> Result<Option<usize>, Problem> {
        let (mut first, mut all) = (None, true);
        for form in signing.forms.iter().filter(|form| form.channel() == Some(self.channel)) {
            let before = seen.before(&Key::of(form, &signing.signer).line(), line)?;
            all &= before.is_some();
            first = first.or(before);
        }
        // Where one of them is new, the ledger knows the others when their turn comes.
        Ok(first.filter(|_| all))
    }

    /// Whether anything of such letters is mailed.
    fn is_mailed(&self, form: &Form, rules: &Rules) -> bool {
        form.channel() == Some(self.channel)
            && (rules.composer.mails_to_addressee(form) || !form.copies.email.is_empty())
    }

    fn say_nothing_to_send(&self, plan: &Plan) -> anyhow::Result<Done> {
        if plan.signers == 0 {
            let problem = Problem::error("nobody signs: no row of the roll was taken");
            return Err(problem.hint("`docs/roll.md` says what stands in a row").into());
        }
        say_plan(self.campaign, plan, self.channel, None, Duration::ZERO);
        if plan.known.is_empty() {
            let problem = Problem::error(format!("nobody can be reached by {}", self.channel.in_words()));
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

    pub(super) fn planned<'p>(&'p self, plan: &'p Plan) -> Planned<'p> {
        let in_earnest = !self.arguments.dry_run && self.arguments.sample_to.is_none();
        Planned {
            campaign: self.campaign,
            channel: self.channel,
            letters: plan.letters,
            known: &plan.known,
            on_paper: self.pdf.is_some(),
            in_earnest,
        }
    }

    pub(super) fn letters(&self) -> Result<impl Iterator<Item = Result<Pending, Problem>> + '_, Problem> {
        self.signers.check_unchanged()?;
        let letters =
            self.signers.letters(&self.forms, &self.choice, self.channel, &self.refused).map_err(Problems::first)?;
        Ok(letters.map(Ok))
    }

    pub(super) fn hand_over<I: Iterator<Item = Result<Pending, Problem>>>(
        &self,
        run: &mut Run,
        rules: Rules,
        letters: usize,
        login: Option<Login>,
        pass: impl FnMut() -> Result<I, Problem>,
    ) -> Result<Summary, Problem> {
        let DispatchArguments { pace, without_refused_copies, dry_run, .. } = self.arguments;
        let Some(Login { account, password }) = login else {
            return self.send(run, rules, letters, vec![NoServer], pass);
        };
        let transport = || {
            Smtp::new(account.clone(), password.clone())
                .without_refused_copies(*without_refused_copies)
                .with_letters_per_connection(pace.letters_per_connection())
        };
        if self.context.asks && !dry_run {
            say(styled(DIM, format_args!("connecting to {account} …")));
        }
        let transports = iter::repeat_with(transport).take(pace.connections(letters, *dry_run)).collect();
        self.send(run, rules, letters, transports, pass)
    }

    fn send<T: Transport + Send + 'static, I: Iterator<Item = Result<Pending, Problem>>>(
        &self,
        run: &mut Run,
        rules: Rules,
        letters: usize,
        transports: Vec<T>,
        pass: impl FnMut() -> Result<I, Problem>,
    ) -> Result<Summary, Problem> {
        let several = matches!(self.signers, Signers::Roll(_));
        let mut progress = Progress::new(letters, several, self.arguments.json);
        let summary = ask::while_sending(|| {
            batch::send(pass, transports, run, rules, ask::stop_was_asked, |event| progress.tell(event))
        });
        progress.finish();
        summary
    }
}
