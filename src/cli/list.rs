use std::collections::BTreeMap;

use clap::Args;
use jiff::civil::Date;
use serde::Serialize;

use super::Done;
use super::context::Context;
use super::terminal::screen::{BAD, BOLD, DIM, GOOD, WARN, columns, print, print_words, say_problem, styled};
use super::view::provenance;
use crate::campaign::{self, Campaign, EmbassyIn, Recipient, Status};
use crate::signature::Provenance;
use crate::vocabulary::{Channel, Language};

/// List the campaigns: status, deadline, how they can be reached
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Fewer columns than these have no room for a table.
const NARROW: usize = 60;

/// One campaign as a program reads it.
#[derive(Debug, Serialize)]
struct Row<'c> {
    id: &'c str,
    title: &'c str,
    status: Status,
    superseded_by: Option<&'c str>,
    issued: String,
    respond_by: Option<String>,
    /// Whether the last day on which letters were asked for has gone by.
    overdue: bool,
    demands: usize,
    recipients: usize,
    reachable: BTreeMap<Channel, usize>,
    /// Whether the embassy in the signer's country is written to.
    embassy: bool,
    /// Recipients of whom no address is known.
    missing: usize,
    /// Who vouches for its file.
    signature: &'c Provenance,
}

impl Arguments {
    pub(super) fn execute(self) -> anyhow::Result<Done> {
        let context = Context::open()?;
        let own = context.own_addresses()?;
        let mut campaigns = Vec::new();
        let mut done = Done::Entirely;
        for id in context.library.names("campaigns", "toml") {
            match campaign::load(&context.library, &id, &own) {
                Ok((campaign, ..)) => campaigns.push(campaign),
                Err(problems) => {
                    problems.0.iter().filter(|problem| problem.is_error()).for_each(say_problem);
                    done = Done::WithErrors;
                }
            }
        }
        context.note_signatures(&campaigns)?;
        let rows: Vec<_> = campaigns.iter().map(|campaign| Row::of(campaign, context.today())).collect();
        if self.json {
            print(serde_json::to_string_pretty(&rows)?)?;
            return Ok(done);
        }
        let id_width = rows.iter().map(|row| row.id.len()).max().unwrap_or_default();
        let standing_width = rows.iter().map(|row| row.standing().len()).max().unwrap_or_default();
        // Where there is little room, a line each.
        let id_width = if columns(NARROW) < NARROW { 0 } else { id_width };
        for row in rows {
            row.print(id_width, standing_width)?;
        }
        Ok(done)
    }
}

impl<'c> Row<'c> {
    fn of(campaign: &'c Campaign, today: Date) -> Self {
        let recipients = &campaign.recipients;
        let by = |channel| recipients.iter().filter(|recipient| recipient.addresses.has(channel)).count();
        let unreachable = recipients.iter().filter(|recipient| recipient.addresses.channels().next().is_none());
        Self {
            id: &campaign.id,
            title: campaign.title.nearest(Language::ENGLISH),
            status: campaign.status,
            superseded_by: campaign.superseded_by.as_deref(),
            issued: campaign.issued.to_string(),
            respond_by: campaign.respond_by.map(|date| date.to_string()),
            overdue: campaign.is_overdue(today),
            demands: campaign.demands.len(),
            recipients: recipients.len(),
            reachable: Channel::ALL.map(|channel| (channel, by(channel))).into_iter().filter(|(_, n)| *n > 0).collect(),
            embassy: recipients.iter().any(is_signers_embassy),
            missing: unreachable.filter(|recipient| !is_signers_embassy(recipient)).count(),
            signature: &campaign.signature,
        }
    }

    /// Where it stands, and until when letters are asked for.
    fn standing(&self) -> String {
        match (self.superseded_by, self.status, &self.respond_by) {
            (Some(_), ..) => "superseded".to_owned(),
            (None, Status::Open, Some(last)) if self.overdue => format!("overdue since {last}"),
            (None, Status::Open, Some(last)) => format!("open until {last}"),
            (None, status, _) => status.to_string(),
        }
    }

    fn print(&self, id_width: usize, standing_width: usize) -> std::io::Result<()> {
        let style = match self.status {
            Status::Open if self.superseded_by.is_none() && !self.overdue => GOOD,
            Status::Stopped => BAD,
            _ => DIM,
        };
        let mut reach: Vec<_> = self.reachable.iter().map(|(channel, number)| format!("{channel} {number}")).collect();
        if self.embassy {
            reach.push("embassy".to_owned());
        }
        if self.missing > 0 {
            reach.push(styled(WARN, format_args!("missing {}", self.missing)));
        }
        let id = styled(BOLD, format_args!("{:id_width$}", self.id));
        let standing = styled(style, format_args!("{:standing_width$}", self.standing()));
        if id_width == 0 {
            print_words(id)?;
            print_words(format_args!("  {}  {}", styled(style, self.standing()), reach.join(", ")))?;
        } else {
            print_words(format_args!("{id}  {standing}  {}", reach.join(", ")))?;
        }
        print_words(format_args!("{:id_width$}  {}", "", self.title))?;
        print_words(format_args!("{:id_width$}  {}", "", provenance(self.signature)))
    }
}

fn is_signers_embassy(recipient: &Recipient) -> bool {
    recipient.embassy == Some(EmbassyIn::SignerCountry)
}
