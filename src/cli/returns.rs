use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;
use serde_json::json;

use super::Done;
use super::arguments::LedgerArguments;
use super::context::Context;
use super::terminal::screen::{DIM, count, print, say, styled};
use crate::campaign::{self, Campaign};
use crate::ledger::{Fact, Row, Sqlite};
use crate::letter::RequiredCopies;
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
            campaigns: BTreeMap::new(),
            facts: Vec::new(),
            mails: 0,
            kinds: BTreeMap::new(),
            ours: BTreeMap::new(),
            about: BTreeMap::new(),
        };
        for path in &self.paths {
            each_mail(path, &mut |source, mail| reading.take(source, mail))?;
        }
        let new = reading.ledger.record_facts(&reading.facts)?;
        if !self.json {
            reading.print_summary(new, self.dry_run)?;
        }
        Ok(Done::Entirely)
    }
}

/// A mailbox that is being read.
struct Reading<'a> {
    context: &'a Context,
    ledger: Sqlite,
    json: bool,
    /// Who sends for signers.
    relay: Option<EmailAddress>,
    /// The campaigns of letters that something came back of; nothing where one cannot be read any more.
    campaigns: BTreeMap<String, Option<Campaign>>,
    facts: Vec<Fact>,
    mails: usize,
    kinds: BTreeMap<Kind, usize>,
    /// The same of those that are about a letter of this ledger.
    ours: BTreeMap<Kind, usize>,
    /// What is told of each recipient.
    about: BTreeMap<(String, String, String), usize>,
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
        if self.role(letter, &from).is_some_and(Role::is_copy) {
            finding.kind = Kind::Other;
            return Some("somebody wrote it who gets a copy");
        }
        self.tell(letter, "answered".to_owned());
        self.facts.push(Fact::Answered { letter: letter.id, at });
        None
    }

    fn tell(&mut self, letter: &Row, what: String) {
        *self.about.entry((letter.campaign.clone(), letter.recipient.clone(), what)).or_default() += 1;
    }

    /// The mailbox of a letter that a report means, and why it got the letter.
    fn recipient(&mut self, letter: &Row, failure: &Failure, finding: &Finding) -> (Option<String>, Option<Role>) {
        for mailbox in &failure.recipients {
            if let Some(role) = self.role(letter, mailbox) {
                return (Some(mailbox.clone()), Some(role));
            }
        }
        let is_in = |list: &[String], mailbox: &String| list.iter().any(|other| other.eq_ignore_ascii_case(mailbox));
        for mailbox in &failure.recipients {
            let by_mail = letter.channel == "email";
            if is_in(&finding.original.to, mailbox) && by_mail {
                return (Some(mailbox.clone()), Some(Role::Addressee));
            }
            if is_in(&finding.original.to, mailbox) || is_in(&finding.original.cc, mailbox) {
                return (Some(mailbox.clone()), Some(Role::Copy));
            }
        }
        (failure.recipients.first().cloned(), None)
    }

    /// Why a mailbox gets a letter, as the campaign says.
    fn role(&mut self, letter: &Row, mailbox: &str) -> Option<Role> {
        let mailbox: EmailAddress = mailbox.parse().ok()?;
        let context = self.context;
        let campaign = self.campaigns.entry(letter.campaign.clone()).or_insert_with(|| {
            let own = context.own_addresses().ok()?;
            campaign::load(&context.library, &letter.campaign, &own).ok().map(|(campaign, ..)| campaign)
        });
        let campaign = campaign.as_ref()?;
        let recipient = campaign.recipients.iter().find(|recipient| recipient.id == letter.recipient)?;
        if recipient.addresses.email.iter().any(|address| address.is_same_mailbox(&mailbox)) {
            return Some(Role::Addressee);
        }
        let copies = RequiredCopies::of(campaign, recipient);
        copies.email.iter().any(|copy| copy.address.is_same_mailbox(&mailbox)).then_some(Role::Copy)
    }

    fn print_summary(&self, new: usize, dry_run: bool) -> anyhow::Result<()> {
        print(format_args!("{} read", count(self.mails, "mail")))?;
        for (kind, number) in &self.kinds {
            let ours = self.ours.get(kind).copied().unwrap_or_default();
            let ours = match kind {
                Kind::Other => String::new(),
                _ => format!(", {ours} of letters in this ledger"),
            };
            print(format_args!("  {number} {kind}{}", styled(DIM, ours)))?;
        }
        for ((campaign, recipient, what), number) in &self.about {
            print(format_args!("{campaign} {recipient}: {number} {what}"))?;
        }
        let noted = if new == 0 { "nothing new to note".to_owned() } else { format!("{} noted", count(new, "fact")) };
        say(if dry_run { format!("{noted}; this was a dry run, and the ledger is as it was") } else { noted });
        Ok(())
    }
}
