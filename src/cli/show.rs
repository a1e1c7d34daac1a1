use clap::Args;
use serde_json::json;

use super::Done;
use super::arguments::LedgerArguments;
use super::context::Context;
use super::ledger::{came_back, in_words};
use super::terminal::screen::{print, print_words, say_problem};
use super::view::{CampaignPage, heading, own_disclosure};
use crate::campaign::Campaign;
use crate::ledger::Filter;
use crate::source::Problem;
use crate::vocabulary::{Country, Language};

/// Show one campaign whole: demands, recipients, what is missing
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The campaign, by its id or the path of its file
    campaign: String,
    /// The country you live in, to find the embassy there; that of your profile when left out
    #[arg(long)]
    country: Option<Country>,
    /// The language to show it in; the campaign's own when left out
    #[arg(long, short, value_name = "CODE")]
    language: Option<Language>,
    #[command(flatten)]
    ledger: LedgerArguments,
    /// Tell instead what addressees, copies, providers and others would know of you by your letters
    #[arg(long, conflicts_with = "json")]
    disclosure: bool,
    /// Print JSON: the whole campaign as the program understands it
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(super) fn execute(self) -> anyhow::Result<Done> {
        let context = Context::open()?;
        let (mut campaign, library, warnings) = context.campaign(&self.campaign)?;
        let language = self.language.unwrap_or(campaign.languages[0]);
        if !campaign.languages.contains(&language) {
            let known = campaign.languages.iter().map(|language| language.code()).collect::<Vec<_>>().join(", ");
            let problem = Problem::error(format!("{} is not written in {}", campaign.id, language.name()));
            anyhow::bail!(problem.hint(format!("it is written in: {known}")));
        }
        let country = match self.country {
            Some(country) => Some(country),
            None => context.profile()?.and_then(|profile| profile.country),
        };
        if self.json {
            campaign.recipients = campaign
                .recipients
                .iter()
                .map(|recipient| campaign.recipient_for(recipient, country).into_owned())
                .collect();
            print(serde_json::to_string_pretty(&json!(campaign))?)?;
            return Ok(Done::Entirely);
        }
        warnings.iter().for_each(say_problem);
        if self.disclosure {
            print(own_disclosure(&context, &campaign, &library, self.country, self.language)?)?;
            return Ok(Done::Entirely);
        }
        CampaignPage { campaign: &campaign, library: &library, language, today: context.today() }.print(country)?;
        self.print_letters(&context, &campaign)?;
        Ok(Done::Entirely)
    }

    /// What became of the letters so far.
    fn print_letters(&self, context: &Context, campaign: &Campaign) -> anyhow::Result<()> {
        let Some(ledger) = self.ledger.open_existing(context)? else { return Ok(()) };
        let filter = Filter { campaign: Some(campaign.id.clone()), ..Filter::default() };
        let (counts, back) = (ledger.counts(&filter)?, ledger.came_back(&filter)?);
        if !counts.is_empty() {
            heading("Letters so far")?;
        }
        for of_one in counts.chunk_by(|(_, one, ..), (_, other, ..)| one == other) {
            let states: Vec<_> = of_one.iter().map(|(.., state, number)| (*state, *number)).collect();
            let back = back.iter().find(|back| back.recipient == of_one[0].1);
            let back = back.map(came_back).unwrap_or_default();
            print_words(format_args!("{}: {}{back}", of_one[0].1, in_words(&states)))?;
        }
        Ok(())
    }
}
