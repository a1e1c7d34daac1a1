use clap::Args;

use crate::cli::context::Context;
use crate::config::Relay;
use crate::source::Problems;
use crate::vocabulary::{EmailAddress, Line};

/// Who sends for others.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Sending for others")]
pub(crate) struct RelayArguments {
    /// The address that letters come from; answers go to who signs. That of your settings when left out
    #[arg(long, value_name = "ADDRESS")]
    from: Option<EmailAddress>,
    /// Whose address that is, as it stands behind the name of who signs
    #[arg(long, value_name = "NAME")]
    from_organisation: Option<Line>,
}

impl RelayArguments {
    /// The relay, if letters are sent for others.
    ///
    /// # Errors
    ///
    /// Every mistake in the settings.
    pub(crate) fn relay(&self, context: &Context) -> Result<Option<Relay>, Problems> {
        let settled = context.settings()?.relay;
        let organisation = self.from_organisation.clone();
        Ok(match (&self.from, settled) {
            (Some(from), _) => Some(Relay { from: from.clone(), organisation }),
            (None, Some(relay)) => Some(Relay { organisation: organisation.or(relay.organisation), ..relay }),
            (None, None) => None,
        })
    }
}
