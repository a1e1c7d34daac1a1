use std::path::PathBuf;

use clap::Args;

use crate::cli::context::Context;
use crate::config::Relay;
use crate::deliver::has_sendfax;
use crate::mail::{Composer, FaxLine};
use crate::sheet::Paper;
use crate::source::Problems;

/// Letters on paper.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "On paper")]
pub(crate) struct PageArguments {
    /// Put the letters on paper: a PDF file for all of them, or a folder for a file of each
    #[arg(long, value_name = "FILE|FOLDER")]
    pub pdf: Option<PathBuf>,
    /// The paper: a4 or letter; the one that is usual in the signer's country when left out
    #[arg(long, value_name = "PAPER")]
    pub paper: Option<Paper>,
}

impl PageArguments {
    /// What makes letters into mails and pages. A dry run rings at nobody's.
    ///
    /// # Errors
    ///
    /// Every mistake in the settings.
    pub(crate) fn composer(
        &self,
        context: &Context,
        relay: Option<Relay>,
        dry_run: bool,
    ) -> Result<Composer, Problems> {
        let fax = match context.settings()?.fax {
            Some(gateway) => FaxLine::Gateway(gateway),
            None if has_sendfax() && !dry_run => FaxLine::Sendfax,
            None => FaxLine::ByHand,
        };
        Ok(Composer::new(relay).with_fax(fax).with_paper(self.paper))
    }
}
