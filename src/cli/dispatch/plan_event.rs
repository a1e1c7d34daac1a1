use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::Dispatch;
use super::plan::{how_else, more_doubtful};
use crate::batch::{Plan, Rules};
use crate::config::Account;

impl Dispatch<'_> {
    /// The plan for programs, with the figures that people are shown; `takes` is how long the letters take.
    pub(super) fn plan_event(
        &self,
        plan: &Plan,
        rules: &Rules,
        account: Option<&Account>,
        per_day: Option<u64>,
        takes: Duration,
    ) -> Value {
        let others: BTreeMap<_, _> =
            plan.others.iter().map(|letter| (letter.form.recipient.id.as_str(), how_else(letter))).collect();
        let changed_text: Vec<_> = plan
            .reworded
            .iter()
            .map(|form| json!({ "recipient": form.recipient.id, "language": form.language.code() }))
            .collect();
        let known: BTreeMap<_, _> = plan.known.iter().map(|(state, number)| (state.word(), number)).collect();
        let alike = plan.similarity.advice();
        let alike = alike.iter().map(ToString::to_string);
        let doubtful = plan.first_doubtful.iter().map(|(line, doubt)| format!("line {line}: {doubt}"));
        let advice: Vec<_> = alike.chain(plan.strays.advice()).chain(doubtful).chain(more_doubtful(plan)).collect();
        let relay = rules.composer.relay.as_ref();
        json!({
            "event": "plan",
            "campaign": self.campaign.id,
            "signature": self.campaign.signature,
            "directories": self.campaign.directories,
            "channel": rules.channel.name(),
            "dry_run": self.arguments.dry_run,
            "sample_to": self.arguments.sample_to,
            "account": account.map(ToString::to_string),
            "from": relay.map(|relay| &relay.from),
            "signers": plan.signers,
            "rows_not_taken": self.refused.number(),
            "letters": plan.letters,
            "limit": rules.most,
            "max_per_day": per_day,
            "recipients": plan.to_each,
            "copies": plan.copies,
            "without_withheld_copies": plan.without_withheld,
            "envelope_recipients": plan.mailboxes,
            "known": known,
            "changed": plan.changed,
            "changed_text": changed_text,
            "other_channels": { "letters": plan.by_other_channels, "recipients": others },
            "advice": advice,
            "seconds": takes.as_secs(),
        })
    }
}
