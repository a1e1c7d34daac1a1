//! Letters on trial: all of them to a mock server, or one to whoever wants to see it.

use std::collections::BTreeMap;
use std::iter;
use std::sync::Arc;

use super::Dispatch;
use super::dry_run::{print_received, with_mock_server};
use super::summary::{Planned, say_summary};
use crate::batch::{Plan, Rules, SHOWN};
use crate::campaign::CopiedAs;
use crate::cli::Done;
use crate::cli::arguments::Login;
use crate::cli::terminal::screen::{DIM, say, styled};
use crate::config::Account;
use crate::ledger::Run;
use crate::letter::{Pending, RequiredCopies, RequiredCopy};
use crate::mail::FaxLine;
use crate::vocabulary::{Channel, EmailAddress};

impl Dispatch<'_> {
    /// Goes the way of real sending, to a mock server, and shows what arrived there.
    pub(crate) fn dry_run(&self, run: &mut Run, plan: &Plan, rules: Rules) -> anyhow::Result<Done> {
        self.put_on_paper(run, &rules)?;
        let shown = if plan.letters == plan.first.len() { SHOWN } else { 1 };
        let (summary, received) = with_mock_server(shown, |account| {
            let login = Login { account, credential: None };
            self.hand_over(run, rules, plan.letters, Some(login), || self.batch.letters())
        })?;
        let summary = summary?;
        if !self.arguments.json {
            print_received(&received, summary.accepted + summary.handed)?;
        }
        let done = say_summary(&summary, &self.planned(plan), self.arguments.json);
        say(styled(DIM, "this was a dry run: the server was a mock in this program, and nothing was sent"));
        Ok(done)
    }

    /// Sends the first letter to one address, and to nobody else.
    pub(crate) fn send_sample(
        &self,
        run: &mut Run,
        plan: &Plan,
        mut rules: Rules,
        account: Account,
        address: &EmailAddress,
    ) -> anyhow::Result<Done> {
        let Some(letter) = plan.first.first() else { return Ok(Done::Entirely) };
        let mut form = (*letter.form).clone();
        // It is no letter to that recipient, and has another Message-ID than the one that will be.
        "sample".clone_into(&mut form.recipient.id);
        form.copies = RequiredCopies::default();
        if self.batch.channel() == Channel::Email {
            form.recipient.addresses.email = vec![address.clone()];
        } else {
            form.copies.email = vec![RequiredCopy { address: address.clone(), copied_as: CopiedAs::Cc }];
            // Nobody's fax rings: it is a copy of what would go.
            rules.composer = rules.composer.with_fax(FaxLine::ByHand);
        }
        let sample = Pending { form: Arc::new(form), signer: Arc::clone(&letter.signer) };
        self.context.confirm(&format!("Send a sample to {address} over {account}?"), "--yes", self.arguments.yes)?;
        rules.most = None;
        let login = Login::open(self.context, account)?;
        let summary = self.hand_over(run, rules, 1, Some(login), || Ok(iter::once(Ok(sample.clone()))))?;
        let planned = Planned { letters: 1, known: &BTreeMap::new(), ..self.planned(plan) };
        Ok(say_summary(&summary, &planned, self.arguments.json))
    }
}
