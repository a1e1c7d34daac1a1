use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::Done;
use super::arguments::LedgerArguments;
use super::context::Context;
use super::failure::Usage;
use super::terminal::screen::{count, print, say, say_problem};
use crate::campaign::{self, OwnAddresses};
use crate::check::{self, Findings};
use crate::import::{self, Appeal};
use crate::source::{Library, Problem, Severity};

/// Check campaign files, directories and templates for mistakes
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Campaigns by id, or files by path; everything when left out
    #[arg(value_name = "CAMPAIGN|FILE")]
    names: Vec<String>,
    /// Compare one campaign with the appeal it was made from: a text, a saved page, a mail; `-` is standard input
    #[arg(long, value_name = "APPEAL")]
    against: Option<PathBuf>,
    #[command(flatten)]
    ledger: LedgerArguments,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(super) fn execute(self) -> anyhow::Result<Done> {
        let context = Context::open()?;
        let own = context.own_addresses()?;
        let findings = if self.names.is_empty() {
            check::everything(&context.library, &own, context.today())
        } else {
            let one = |name: &String| check::one(&context.library, name, &own, context.today());
            self.names.iter().map(one).fold(Findings::default(), |mut all, one| {
                all.files += one.files;
                all.problems.extend(one.problems);
                all
            })
        };
        let mut findings = match &self.against {
            Some(appeal) => self.compare(appeal, &context.library, findings)?,
            None => findings,
        };
        if let Err(problem) = self.add_returned(&context, &own, &mut findings) {
            let what = format!("{}: addresses that returned are not known", problem.what);
            findings.problems.push(Problem { what, severity: Severity::Warning, ..problem });
        }
        let (errors, warnings) = (findings.errors(), findings.warnings());
        if self.json {
            print(serde_json::to_string_pretty(&json!({ "files": findings.files, "problems": findings.problems }))?)?;
        } else {
            findings.problems.iter().for_each(say_problem);
            let found = format!("{}, {}", count(errors, "error"), count(warnings, "warning"));
            say(format_args!("{} checked: {found}", count(findings.files, "file")));
        }
        Ok(if errors > 0 { Done::WithErrors } else { Done::Entirely })
    }

    /// Adds addresses that do not work any more, which only what comes back tells.
    fn add_returned(&self, context: &Context, own: &OwnAddresses, findings: &mut Findings) -> Result<(), Problem> {
        match self.ledger.open_to_read(context)? {
            Some(ledger) if ledger.has_returns()? => {
                findings.add_returned(&context.library, &self.names, own, |address| ledger.returned(address))
            }
            _ => Ok(()),
        }
    }

    /// Adds what a campaign has and its appeal does not, and the other way round. What only this person knows is left out.
    fn compare(&self, appeal: &Path, library: &Library, mut findings: Findings) -> anyhow::Result<Findings> {
        let [name] = &self.names[..] else {
            let what = "an appeal is compared with one campaign".to_owned();
            return Err(Usage { what, missing: vec!["the campaign's id, or its file".to_owned()] }.into());
        };
        let appeal = match appeal {
            path if path == Path::new("-") => Appeal::read("-", std::io::stdin().lock())?,
            path => Appeal::open(path)?,
        };
        let (file, id, library) = campaign::find(library, name)?;
        // What cannot be read has been told.
        if let Ok((campaign, _)) = campaign::load_file(&file, &id, &library, &OwnAddresses::default()) {
            findings.problems.extend(import::compare(&file, &campaign, &library, &appeal));
        }
        Ok(findings)
    }
}
