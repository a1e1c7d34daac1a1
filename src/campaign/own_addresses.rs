use std::collections::BTreeSet;
use std::path::Path;

use super::directory::Embassy;
use super::id::Id;
use super::text_reader::TextReader;
use super::{Addresses, Campaign, Copies, Recipient};
use crate::source::{Fields, Place, Problem, Problems, Report, TextFile, Value, one_of};
use crate::vocabulary::{Country, Language};

/// What only the person at the keyboard knows: addresses that a published appeal hides, the embassy in their country.
/// It adds to campaigns without touching their files.
#[derive(Debug, Default)]
pub struct OwnAddresses {
    additions: Vec<Addition>,
    embassies: Vec<(Country, Embassy)>,
}

/// Addresses for one recipient, one office or one campaign's copies.
#[derive(Debug)]
struct Addition {
    place: Place,
    campaign: Option<String>,
    recipient: Option<String>,
    office: Option<String>,
    addresses: Addresses,
    copies: Copies,
}

impl OwnAddresses {
    /// Reads the address file; nothing is known when there is none.
    ///
    /// # Errors
    ///
    /// Every mistake in it.
    pub fn load(path: &Path) -> Result<Self, Problems> {
        if !path.exists() {
            return Ok(Self::default());
        }
        let file = TextFile::read(path)?;
        let report = Report::default();
        let own = Fields::of_file(&file, &report, |fields| Some(Self::read(fields)));
        report.finish(own).map(|(own, _)| own)
    }

    fn read(fields: &Fields<'_>) -> Self {
        let texts = TextReader::any_language(vec![Language::ENGLISH]);
        let additions = fields.tables("addresses", |fields| Some(Addition::read(fields, &texts)));
        let embassies = fields.tables("embassies", |fields| {
            let of = fields.require("of");
            let embassy = Embassy::read(fields, &texts);
            of.zip(embassy)
        });
        Self { additions, embassies }
    }

    /// Adds to a recipient what is known of it.
    pub(super) fn add_to(&self, campaign: &str, recipient: &mut Recipient) {
        for addition in &self.additions {
            if addition.is_for(campaign, recipient) {
                recipient.addresses.add(&addition.addresses);
                recipient.copies.reveal(&addition.copies);
            }
        }
    }

    /// Warns of additions that are for no recipient of these campaigns: an id may be misspelt.
    pub fn warn_of_idle(&self, campaigns: &[Campaign]) -> Vec<Problem> {
        let idle = |addition: &Addition| {
            let warning = addition.why_idle(campaigns)?;
            Some(warning.at(addition.place.clone()))
        };
        self.additions.iter().filter_map(idle).collect()
    }

    /// Adds to the copies that a campaign requires with every letter.
    pub(super) fn add_to_copies(&self, campaign: &str, copies: &mut Copies) {
        for addition in self.additions.iter().filter(|addition| addition.is_for_copies_of(campaign)) {
            copies.reveal(&addition.copies);
        }
    }

    /// The embassies of a country.
    pub(super) fn embassies_of(&self, country: Country) -> impl Iterator<Item = &Embassy> {
        self.embassies.iter().filter(move |(of, _)| *of == country).map(|(_, embassy)| embassy)
    }
}

impl Addition {
    fn read(fields: &Fields<'_>, texts: &TextReader) -> Self {
        let copies = fields.value("copies").and_then(Value::table);
        let addition = Self {
            place: fields.this().place(),
            campaign: fields.get::<Id>("campaign").map(|id| id.0),
            recipient: fields.get::<Id>("recipient").map(|id| id.0),
            office: fields.get("office"),
            addresses: Addresses::read(fields, texts, None),
            copies: copies.and_then(|copies| copies.read(|c| Some(Copies::read(c, texts, None)))).unwrap_or_default(),
        };
        if addition.recipient.is_some() && addition.campaign.is_none() {
            let problem = Problem::error("a `recipient` is known by its `campaign`");
            fields.report(problem.hint("add `campaign`, or name an `office` of the directory"));
        }
        if addition.campaign.is_none() && addition.office.is_none() {
            fields.report(Problem::error("this says neither `campaign` nor `office`"));
        }
        let of_every_letter = addition.recipient.is_none() && addition.office.is_none();
        if of_every_letter && addition.addresses != Addresses::default() {
            let problem = Problem::error("whose addresses are these?");
            fields.report(problem.hint("name the `recipient`; without one only `copies` can be added"));
        }
        addition
    }

    /// Why it adds to none of these campaigns, if it does not: an id that none of them knows.
    fn why_idle(&self, campaigns: &[Campaign]) -> Option<Problem> {
        let is_named = |campaign: &&Campaign| self.campaign.as_ref().is_none_or(|id| *id == campaign.id);
        let named: Vec<_> = campaigns.iter().filter(is_named).collect();
        let recipients: Vec<_> = named
            .iter()
            .flat_map(|campaign| campaign.recipients.iter().map(|recipient| (&campaign.id, recipient)))
            .collect();
        if named.iter().any(|campaign| self.is_for_copies_of(&campaign.id))
            || recipients.iter().any(|(campaign, recipient)| self.is_for(campaign, recipient))
        {
            return None;
        }
        let (what, unknown, known): (_, _, BTreeSet<_>) = match (&self.campaign, &self.recipient, &self.office) {
            (Some(id), ..) if named.is_empty() => (
                format!("no campaign `{id}` is known"),
                id.as_str(),
                campaigns.iter().map(|campaign| campaign.id.as_str()).collect(),
            ),
            (Some(id), Some(recipient), None) => (
                format!("{id} has no recipient `{recipient}`"),
                recipient.as_str(),
                recipients.iter().map(|(_, known)| known.id.as_str()).collect(),
            ),
            (.., office) => {
                let office = office.as_deref().unwrap_or_default();
                let used = recipients.iter().filter_map(|(_, known)| known.directory_entry.as_deref());
                (format!("the office `{office}` is not written to"), office, used.collect())
            }
        };
        let problem = Problem::warning(format!("this adds to no letter: {what}"));
        Some(problem.hint(one_of(unknown, known)))
    }

    fn is_for_copies_of(&self, campaign: &str) -> bool {
        self.campaign.as_deref() == Some(campaign) && self.recipient.is_none() && self.office.is_none()
    }

    fn is_for(&self, campaign: &str, recipient: &Recipient) -> bool {
        let fits = |wanted: &Option<String>, found: Option<&str>| wanted.is_none() || wanted.as_deref() == found;
        (self.recipient.is_some() || self.office.is_some())
            && fits(&self.campaign, Some(campaign))
            && fits(&self.recipient, Some(&recipient.id))
            && fits(&self.office, recipient.directory_entry.as_deref())
    }
}
