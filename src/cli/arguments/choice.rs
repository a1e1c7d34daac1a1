use clap::Args;

use crate::letter::{Choice, check_template};
use crate::source::{Library, Problem};
use crate::vocabulary::{Channel, Language};

/// What of a campaign goes into letters, and to whom.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "What goes to whom")]
pub(crate) struct ChoiceArguments {
    /// A recipient, by its id; may be repeated. All of them when left out
    #[arg(long = "to", value_name = "ID", value_delimiter = ',')]
    pub recipients: Option<Vec<String>>,
    /// A demand, by its id; may be repeated. The core ones when left out
    #[arg(long = "demand", value_name = "ID", value_delimiter = ',')]
    pub demands: Option<Vec<String>>,
    /// The channel: email, fax, post or phone. `draft` takes the first that has an address when left out, `send` e-mail
    #[arg(long, alias = "channel", value_name = "CHANNEL")]
    pub via: Option<Channel>,
    /// The language; the recipient's, yours or the campaign's own when left out
    #[arg(long, short, value_name = "CODE")]
    pub language: Option<Language>,
    /// The letter template; the campaign's when left out
    #[arg(long, value_name = "NAME")]
    pub template: Option<String>,
}

impl ChoiceArguments {
    /// Checks that the template that is named exists.
    ///
    /// # Errors
    ///
    /// When it does not.
    pub(crate) fn check_template(&self, library: &Library) -> Result<(), Problem> {
        self.template.as_ref().map_or(Ok(()), |template| check_template(library, template))
    }

    /// The choice these arguments make, by that channel.
    pub(crate) fn choice(&self, channel: Option<Channel>) -> Choice {
        Choice {
            recipients: self.recipients.clone(),
            demands: self.demands.clone(),
            channel,
            language: self.language,
            template: self.template.clone(),
        }
    }
}
