use std::borrow::Cow;

use super::Choice;
use crate::campaign::{Campaign, Demand, EmbassyIn, Recipient};
use crate::signer::Signer;
use crate::source::{Problem, one_of};
use crate::vocabulary::{Channel, Country, Language};

/// One letter to be written: to whom, how, in which language, with which demands.
#[derive(Debug, Clone)]
pub struct Selected<'c> {
    /// The recipient, an embassy with its address filled in.
    pub recipient: Cow<'c, Recipient>,
    /// How it is reached.
    pub reach: Reach,
    /// The language of the letter.
    pub language: Language,
    /// The demands, in the campaign's order.
    pub demands: Vec<&'c Demand>,
}

/// How a recipient is reached, or why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// By this channel.
    By(Channel),
    /// Not by the channel asked for, but by these.
    OnlyBy(Vec<Channel>),
    /// The published appeal hides the addresses of these channels.
    Withheld(Vec<Channel>),
    /// It is the embassy in the signer's country, and that country is not known.
    NeedsCountry,
    /// No address of the embassy in that country is known.
    UnknownEmbassy(Country),
    /// There is no address but a form on the web, if that.
    NoAddress,
}

impl Reach {
    /// The channel, when there is one.
    pub fn channel(&self) -> Option<Channel> {
        match self {
            Self::By(channel) => Some(*channel),
            _ => None,
        }
    }
}

/// Selects the letters that a signer writes for a campaign, in the campaign's order.
///
/// `has_template` tells in which languages the letter template exists.
///
/// # Errors
///
/// When a recipient or demand that was chosen does not exist, or the campaign or template lacks the language.
pub fn select<'c>(
    campaign: &'c Campaign,
    signer: &Signer,
    choice: &Choice,
    has_template: impl Fn(Language) -> bool,
) -> Result<Vec<Selected<'c>>, Problem> {
    let recipients = named(&campaign.recipients, choice.recipients.as_deref(), |r| &r.id, "recipient", campaign)?;
    let demands = named(&campaign.demands, choice.demands.as_deref(), |d| &d.id, "demand", campaign)?;
    recipients
        .iter()
        .map(|&recipient| {
            let chosen = |demand: &Demand| match &choice.demands {
                // One that was named and is meant for none of those chosen is there because the signer insists.
                Some(_) => demand.is_for(recipient) || !recipients.iter().any(|other| demand.is_for(other)),
                None => demand.is_for(recipient) && is_default(demand, campaign),
            };
            let demands: Vec<_> = demands.iter().copied().filter(|demand| chosen(demand)).collect();
            let recipient = campaign.recipient_for(recipient, signer.country);
            Ok(Selected {
                reach: reach(&recipient, choice.channel, signer.country),
                language: language(campaign, &recipient, &demands, signer, choice, &has_template)?,
                demands,
                recipient,
            })
        })
        .collect()
}

/// Whether a demand is chosen when nobody chooses: core ones are, and all are where none is core.
pub fn is_default(demand: &Demand, campaign: &Campaign) -> bool {
    demand.core || campaign.demands.iter().all(|demand| !demand.core)
}

/// The items with these ids, in the campaign's order; all of them when no ids are given.
fn named<'c, T>(
    items: &'c [T],
    ids: Option<&[String]>,
    id: impl Fn(&T) -> &String,
    what: &str,
    campaign: &Campaign,
) -> Result<Vec<&'c T>, Problem> {
    let Some(ids) = ids else { return Ok(items.iter().collect()) };
    if let Some(unknown) = ids.iter().find(|wanted| items.iter().all(|item| id(item) != *wanted)) {
        let known = items.iter().map(|item| id(item).as_str());
        let problem = Problem::error(format!("{} has no {what} `{unknown}`", campaign.id));
        return Err(problem.hint(one_of(unknown, known)));
    }
    Ok(items.iter().filter(|item| ids.contains(id(item))).collect())
}

fn reach(recipient: &Recipient, wanted: Option<Channel>, country: Option<Country>) -> Reach {
    let addresses = &recipient.addresses;
    let mut channels = addresses.channels();
    match wanted {
        Some(channel) if addresses.has(channel) => return Reach::By(channel),
        Some(_) if channels.next().is_some() => return Reach::OnlyBy(addresses.channels().collect()),
        _ => {}
    }
    let missing: Vec<_> = recipient.missing().collect();
    match (channels.next(), recipient.embassy, country) {
        (Some(channel), ..) => Reach::By(channel),
        (None, ..) if !missing.is_empty() => Reach::Withheld(missing),
        (None, Some(EmbassyIn::SignerCountry), None) => Reach::NeedsCountry,
        (None, Some(EmbassyIn::SignerCountry), Some(host)) | (None, Some(EmbassyIn::Country(host)), _) => {
            Reach::UnknownEmbassy(host)
        }
        (None, None, _) => Reach::NoAddress,
    }
}

/// The language asked for; else the first in which the letter can be written of the recipient's, the signer's and
/// the campaign's own.
fn language(
    campaign: &Campaign,
    recipient: &Recipient,
    demands: &[&Demand],
    signer: &Signer,
    choice: &Choice,
    has_template: impl Fn(Language) -> bool,
) -> Result<Language, Problem> {
    let template = choice.template.as_ref().unwrap_or(&campaign.template);
    let possible: Vec<_> = campaign.languages.iter().copied().filter(|&language| has_template(language)).collect();
    let known = possible.iter().map(|language| language.code()).collect::<Vec<_>>().join(", ");
    if let Some(language) = choice.language {
        let missing = match (campaign.languages.contains(&language), possible.contains(&language)) {
            (_, true) => return Ok(language),
            (true, false) => format!("there is no letter template `{template}` in {}", language.name()),
            (false, false) => format!("{} is not written in {}", campaign.id, language.name()),
        };
        return Err(Problem::error(missing).hint(format!("letters can be written in: {known}")));
    }
    let is_complete = |language: &Language| {
        campaign.is_told_in(*language, recipient) && demands.iter().all(|demand| demand.text.get(*language).is_some())
    };
    let preferred = [recipient.language, signer.language].into_iter().flatten().filter(|code| possible.contains(code));
    let mut preferred = preferred.chain(possible.iter().copied());
    // Where no language is complete, the letter says what it lacks when it is filled in.
    preferred.find(is_complete).or(possible.first().copied()).ok_or_else(|| {
        let languages = campaign.languages.iter().map(|language| language.name()).collect::<Vec<_>>().join(" or ");
        let problem = Problem::error(format!("there is no letter template `{template}` in {languages}"));
        problem.hint("`protest-letter check` tells what is missing")
    })
}
