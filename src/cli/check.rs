use clap::Args;
use serde_json::json;

use super::Done;
use super::context::Context;
use super::terminal::screen::{count, print, say, say_problem};
use crate::check::{self, Findings};

/// Check campaign files, directories and letter templates: every error and warning in one run
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Campaigns by id, or files by path; everything when left out
    #[arg(value_name = "CAMPAIGN|FILE")]
    names: Vec<String>,
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
}
