mod mailboxes;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;
use serde_json::json;

use self::mailboxes::Mailboxes;
use super::Done;
use super::arguments::LedgerArguments;
use super::context::Context;
use super::terminal::screen::{DIM, count, print, print_words, say, say_problem, styled};
use crate::campaign;
use crate::ledger::{Fact, Row, Sqlite};
use crate::mail::Role;
use crate::returns::{Failure, Finding, Kind, Source, each_mail};
use crate::vocabulary::EmailAddress;

/// Read a mailbox for what came back: letters that returned, and answers. Nothing of its content is kept
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Mailboxes: mbox files, Maildir or other folders of mails, .eml files
    #[arg(required = true, value_name = "FILE|FOLDER")]
    paths: Vec<PathBuf>,
    /// Tell what would be noted, and note nothing
    #[arg(long)]
    dry_run: bool,
    /// Tell for each mail what it was taken for, as JSON, an object on a line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    ledger: LedgerArguments,
}

impl Arguments {
    pub(super) fn execute(self) -> anyhow::Result<Done> {
        let context = Context::open()?;
        let folder = tempfile::tempdir()?;
        let ledger = if self.dry_run {
            self.ledger.copy(&context, folder.path())?
        } else {
            super::ledger::existing(&self.ledger, &context)?
        };
        let mut reading = Reading {
            context: &context,
            ledger,
            json: self.json,
            relay: context.settings()?.relay.map(|relay| relay.from),
            mailboxes: BTreeMap::new(),
            facts: Vec::new(),
            mails: 0,
            kinds: BTreeMap::new(),
            ours: BTreeMap::new(),
            about: BTreeMap::new(),
        };
        let mut done = Done::Entirely;
        for path in &self.paths {
            for problem in each_mail(path, &mut |source, mail| reading.take(source, mail))? {
                say_problem(&problem);
                done = Done::WithErrors;
            }
        }
        let new = reading.ledger.record_facts(&reading.facts)?;
        if !self.json {
            reading.print_summary(new, self.dry_run)?;
        }
        Ok(done)
    }
}

/// A mailbox that is being read.
struct Reading<'a> {
    context: &'a Context,
    ledger: Sqlite,
    json: bool,
    /// Who sends for signers.
    relay: Option<EmailAddress>,
    /// Where letters of a campaign to a recipient go; nothing where the campaign does not say any more.
    mailboxes: BTreeMap<(String, String), Option<Mailboxes>>,
    facts: Vec<Fact>,
    mails: usize,
    kinds: BTreeMap<Kind, usize>,
    /// The same of those that are about a letter of this ledger.
    ours: BTreeMap<Kind, usize>,
    /// What is told of each recipient, and of which letters: a mailbox may hold a mail twice.
    about: BTreeMap<(String, String, String), BTreeSet<i64>>,
}

impl Reading<'_> {
    fn take(&mut self, source: Source<'_>, mail: &[u8]) -> anyhow::Result<()> {
        let mut finding = Finding::of(mail);
        let letter = self.letter(&finding)?;
        let mut note = None;
        let mut returned = Vec::new();
        if let Some(letter) = &letter {
            // A mail of the future is one of today.
            let at = finding.date.unwrap_or_else(|| self.context.now()).min(self.context.now());
            match finding.kind {
                Kind::Returned => returned = self.note_returned(letter, &finding, at),
                Kind::Answer => note = self.note_answered(letter, &mut finding, at),
                _ => {}
            }
        }
        self.mails += 1;
        *self.kinds.entry(finding.kind).or_default() += 1;
        *self.ours.entry(finding.kind).or_default() += usize::from(letter.is_some());
        if self.json {
            let letter = letter.map(
                |row| json!({ "id": row.id, "campaign": row.campaign, "recipient": row.recipient, "state": row.state }),
            );
            let failures: Vec<_> = finding
                .failures
                .iter()
                .enumerate()
                .map(|(at, failure)| {
                    json!({
                        "recipients": failure.recipients,
                        "status": failure.status,
                        "reply": failure.reply,
                        "status_from_words": failure.status_from_words,
                        "permanent": failure.is_permanent(),
                        "role": returned.get(at).copied().flatten().map(|role: Role| role.to_string()),
                    })
                })
                .collect();
            print(json!({
                "file": source.file.display().to_string(),
                "number": source.number,
                "kind": finding.kind,
                "reason": note.unwrap_or(finding.reason),
                "failures": failures,
                "message_ids": finding.original.message_ids,
                "matched": letter.is_some(),
                "letter": letter,
            }))?;
        }
        Ok(())
    }

    /// The letter that a mail is about.
    fn letter(&self, finding: &Finding) -> anyhow::Result<Option<Row>> {
        for id in &finding.original.message_ids {
            if let Some(letter) = self.ledger.letter_of(id)? {
                return Ok(Some(letter));
            }
        }
        Ok(None)
    }

    fn note_returned(&mut self, letter: &Row, finding: &Finding, at: Timestamp) -> Vec<Option<Role>> {
        let mut roles = Vec::new();
        for failure in &finding.failures {
            let (address, role) = self.recipient(letter, failure, finding);
            roles.push(role);
            let Some(address) = address else { continue };
            let what = if role.is_some_and(Role::is_copy) { "copy returned" } else { "returned" };
            self.tell(letter, format!("{what} ({failure})"));
            self.facts.push(Fact::Returned {
                letter: letter.id,
                address,
                role,
                code: failure.code(),
                permanent: failure.is_permanent(),
                at,
            });
        }
        roles
    }

    /// Notes an answer, unless it is of somebody who is not the office; says why then.
    fn note_answered(&mut self, letter: &Row, finding: &mut Finding, at: Timestamp) -> Option<&'static str> {
        let from = finding.from.clone().unwrap_or_default();
        let Some(signer) = &letter.signer else {
            return Some("it answers another mail, perhaps the signer's own: who signed is forgotten");
        };
        let is_relay = self.relay.as_ref().is_some_and(|relay| relay.as_str().eq_ignore_ascii_case(&from));
        if signer.eq_ignore_ascii_case(&from) || is_relay {
            finding.kind = Kind::Other;
            return Some("the signer wrote it, or who sends for them");
        }
        if self.mailboxes(letter).and_then(|known| known.role(&from)).is_some_and(Role::is_copy) {
            finding.kind = Kind::Other;
            return Some("somebody wrote it who gets a copy");
        }
        self.tell(letter, "answered".to_owned());
        self.facts.push(Fact::Answered { letter: letter.id, at });
        None
    }

    fn tell(&mut self, letter: &Row, what: String) {
        let key = (letter.campaign.clone(), letter.recipient.clone(), what);
        self.about.entry(key).or_default().insert(letter.id);
    }

    /// The mailbox of a letter that a report means, and why it got the letter; no role where the letter did not go there: it may
    /// have been passed on, or the report lies.
    fn recipient(&mut self, letter: &Row, failure: &Failure, finding: &Finding) -> (Option<String>, Option<Role>) {
        let is_in = |list: &[String], mailbox: &str| list.iter().any(|other| other.eq_ignore_ascii_case(mailbox));
        let (to, cc) = (&finding.original.to, &finding.original.cc);
        let known = self.mailboxes(letter);
        let role = |mailbox: &str| match known {
            Some(known) => known.role(mailbox),
            None if is_in(to, mailbox) && letter.channel == "email" => Some(Role::Addressee),
            None => (is_in(to, mailbox) || is_in(cc, mailbox)).then_some(Role::Copy),
        };
        let mut roles = failure.recipients.iter().map(|mailbox| (Some(mailbox.clone()), role(mailbox)));
        let known = roles.find(|(_, role)| role.is_some());
        known.unwrap_or_else(|| (failure.recipients.first().cloned(), None))
    }

    /// Where letters like this one go.
    fn mailboxes(&mut self, letter: &Row) -> Option<&Mailboxes> {
        let context = self.context;
        let key = (letter.campaign.clone(), letter.recipient.clone());
        let known = self.mailboxes.entry(key).or_insert_with(|| {
            let own = context.own_addresses().ok()?;
            let (campaign, ..) = campaign::load(&context.library, &letter.campaign, &own).ok()?;
            let recipient = campaign.recipients.iter().find(|recipient| recipient.id == letter.recipient)?;
            Some(Mailboxes::of(&campaign, recipient))
        });
        known.as_ref()
    }

    fn print_summary(&self, new: usize, dry_run: bool) -> anyhow::Result<()> {
        print_words(format_args!("{} read", count(self.mails, "mail")))?;
        for (kind, number) in &self.kinds {
            let ours = self.ours.get(kind).copied().unwrap_or_default();
            let ours = match kind {
                Kind::Other => String::new(),
                _ => format!(", {ours} of letters in this ledger"),
            };
            print_words(format_args!("  {number} {kind}{}", styled(DIM, ours)))?;
        }
        for ((campaign, recipient, what), letters) in &self.about {
            print_words(format_args!("{campaign} {recipient}: {} {what}", letters.len()))?;
        }
        let noted = if new == 0 { "nothing new to note".to_owned() } else { format!("{} noted", count(new, "fact")) };
        say(if dry_run { format!("{noted}; this was a dry run, and the ledger is as it was") } else { noted });
        Ok(())
    }
}
