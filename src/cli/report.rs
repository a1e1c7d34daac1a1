use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use clap::Args;
use dialoguer::console::Term;

use super::Done;
use super::arguments::LedgerArguments;
use super::context::Context;
use super::terminal::is_plain;
use super::terminal::screen::{print, say};
use crate::campaign::{self, Campaign, Recipient};
use crate::report::{Report, Wording};
use crate::source::{Problem, write_private};
use crate::vocabulary::Language;

/// Show in figures without persons what became of letters
///
/// They are for everybody to see: small figures are left out.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The campaign, by its id
    campaign: String,
    /// Make a page with charts
    #[arg(long, conflicts_with_all = ["json", "csv"])]
    html: bool,
    /// Print JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print CSV, a figure on a line
    #[arg(long)]
    csv: bool,
    /// The language of the page, or of the text
    #[arg(long, short, value_name = "CODE", default_value = "en", conflicts_with_all = ["json", "csv"])]
    language: Language,
    /// Show small figures too, which may tell of single people
    #[arg(long)]
    exact: bool,
    /// Write to that file, over one that is there; only you can read it
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    ledger: LedgerArguments,
}

/// The columns of what is no terminal.
const COLUMNS: usize = 80;

impl Arguments {
    pub(super) fn execute(self) -> anyhow::Result<Done> {
        let context = Context::open()?;
        let ledger = super::ledger::existing(&self.ledger, &context)?;
        let figures = ledger.figures(&self.campaign)?;
        if figures.is_empty() {
            let problem = Problem::error(format!("no letter of {} is in the ledger", self.campaign));
            anyhow::bail!(problem.hint(super::ledger::known_campaigns(&ledger, &self.campaign)?));
        }
        let report = Report::of(&self.campaign, &figures, self.exact);
        let text = if self.html {
            let campaign = self.campaign(&context);
            let title = campaign.as_ref().map_or(&*self.campaign, |campaign| campaign.title.nearest(self.language));
            let offices = campaign.iter().flat_map(|campaign| &campaign.recipients);
            let office = |office: &Recipient| (office.id.clone(), office.office.nearest(self.language).to_owned());
            let wording = Wording::load(&context.library, self.language, offices.map(office).collect())?;
            report.html(title, &wording, context.today())?
        } else if self.json {
            format!("{:#}\n", report.json())
        } else if self.csv {
            let mut table = csv::Writer::from_writer(Vec::new());
            table.write_record(["by", "name", "what", "letters"])?;
            report.lines().try_for_each(|line| table.write_record(line))?;
            String::from_utf8(table.into_inner()?)?
        } else {
            let columns = Term::stdout().size_checked().map(|(_, columns)| columns.into());
            let wording = Wording::load(&context.library, self.language, BTreeMap::new())?;
            let columns = columns.filter(|_| self.output.is_none()).unwrap_or(COLUMNS);
            report.text(&wording, columns, !is_plain())
        };
        match &self.output {
            None => print(text.trim_end())?,
            Some(path) => {
                let failed =
                    |error: io::Error| Problem::error(format!("cannot write {}", path.display())).because(error);
                write_private(path, text.as_bytes()).map_err(failed)?;
                say(format_args!("{} written", path.display()));
            }
        }
        Ok(Done::Entirely)
    }

    /// The campaign, where its file is to be had.
    fn campaign(&self, context: &Context) -> Option<Campaign> {
        let own = context.own_addresses().unwrap_or_default();
        campaign::load(&context.library, &self.campaign, &own).ok().map(|(campaign, ..)| campaign)
    }
}
