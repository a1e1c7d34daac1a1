use std::borrow::Cow;
use std::collections::BTreeMap;
use std::iter;

use jiff::civil::Date;
use serde::Serialize;

use super::directory::Embassy;
use super::{
    CopiedAs, Copies, Demand, EmbassyIn, Incident, Link, Origin, Pace, Person, Recipient, Status, Text, TextList,
    Variants,
};
use crate::signature::Provenance;
use crate::source::Problem;
use crate::vocabulary::{Country, Day, Language};

/// One appeal: what happened, the demands, the recipients, the copies, its dates and its status.
#[derive(Debug, Clone, Serialize)]
pub struct Campaign {
    /// Its name in commands, which is that of its file.
    pub id: String,
    /// The file it was read from.
    pub file: String,
    /// Who vouches for that file.
    pub signature: Provenance,
    /// The directories that its offices come from, by file, and who vouches for each.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub directories: BTreeMap<String, Provenance>,
    /// What the appeal is called in a list.
    pub title: Text,
    /// When it was issued.
    pub issued: Day,
    /// Who made the appeal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_by: Option<Text>,
    /// The last day on which letters are sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub respond_by: Option<Date>,
    /// Whether letters are still asked for.
    pub status: Status,
    /// Why it was stopped or closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
    /// The earlier version of this appeal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<String>,
    /// The later version of this appeal, when the library has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<String>,
    /// Whose authorities are written to.
    pub country: Country,
    /// The languages in which letters can be written, the appeal's own first.
    pub languages: Vec<Language>,
    /// The letter template.
    pub template: String,
    /// Where the appeal was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Origin>,
    /// The subject line.
    pub subject: Text,
    /// What happened, in a paragraph.
    pub summary: Text,
    /// A note for the person who writes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// Who in particular is asked to write.
    #[serde(skip_serializing_if = "TextList::is_empty")]
    pub signers: TextList,
    /// Reading and pictures.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// Who the letter speaks of.
    pub people: Vec<Person>,
    /// What happened when.
    pub incidents: Vec<Incident>,
    /// What is asked for.
    pub demands: Vec<Demand>,
    /// Who is written to.
    pub recipients: Vec<Recipient>,
    /// Copies of every letter.
    pub copies: Copies,
    /// Alternatives for places in a template.
    pub variants: Variants,
    /// How fast letters may go.
    #[serde(skip_serializing_if = "Pace::is_default")]
    pub pace: Pace,
    #[serde(skip)]
    pub(super) embassies: Vec<Embassy>,
}

impl Campaign {
    /// The letter template of a campaign that names none.
    pub const DEFAULT_TEMPLATE: &str = "formal";

    /// The recipient as it is for a signer from `country`: the embassy there is filled in, when its address is known.
    pub fn recipient_for<'a>(&self, recipient: &'a Recipient, country: Option<Country>) -> Cow<'a, Recipient> {
        let host = match recipient.embassy {
            Some(EmbassyIn::SignerCountry) => country,
            Some(EmbassyIn::Country(host)) => Some(host),
            None => None,
        };
        let known = self.embassies.iter().filter(|embassy| Some(embassy.host) == host);
        known.fold(Cow::Borrowed(recipient), |recipient, embassy| Cow::Owned(recipient.completed_by(&embassy.entry)))
    }

    /// The recipient as it is for each signer, wherever they live.
    pub fn recipient_for_anyone<'a>(&'a self, recipient: &'a Recipient) -> impl Iterator<Item = Cow<'a, Recipient>> {
        let hosts = self.embassies.iter().filter(|_| recipient.embassy.is_some()).map(|embassy| embassy.host);
        iter::once(Cow::Borrowed(recipient)).chain(hosts.map(|host| self.recipient_for(recipient, Some(host))))
    }

    /// The countries in which an embassy of the campaign's country is known.
    pub fn embassy_hosts(&self) -> impl Iterator<Item = Country> + '_ {
        self.embassies.iter().map(|embassy| embassy.host)
    }

    /// The subject line of letters to that recipient.
    pub fn subject_for<'a>(&'a self, recipient: &'a Recipient) -> &'a Text {
        recipient.subject.as_ref().unwrap_or(&self.subject)
    }

    /// What happened, as letters to that recipient tell it.
    pub fn summary_for<'a>(&'a self, recipient: &'a Recipient) -> &'a Text {
        recipient.summary.as_ref().unwrap_or(&self.summary)
    }

    /// Whom letters to that recipient name, each with what became of them.
    pub fn people_for(&self, recipient: &Recipient) -> impl Iterator<Item = (&Person, &Text)> {
        let meant = self.people.iter().filter(|person| person.is_for(recipient));
        meant.filter_map(|person| Some((person, person.situation.as_ref()?)))
    }

    /// The incidents that letters to that recipient tell, each with its sentence.
    pub fn incidents_for(&self, recipient: &Recipient) -> impl Iterator<Item = (&Incident, &Text)> {
        let meant = self.incidents.iter().filter(|incident| incident.is_for(recipient));
        meant.filter_map(|incident| Some((incident, incident.text.as_ref()?)))
    }

    /// Whether every text that a letter to that recipient is made of is there in that language, the demands apart.
    pub fn is_told_in(&self, language: Language, recipient: &Recipient) -> bool {
        let situations = self.people_for(recipient).map(|(_, situation)| situation);
        let incidents = self.incidents_for(recipient).map(|(_, text)| text);
        let texts = [self.subject_for(recipient), self.summary_for(recipient)].into_iter();
        texts.chain(situations).chain(incidents).all(|text| text.get(language).is_some())
    }

    /// How copies of letters to this recipient are made when neither says so.
    pub fn copied_as(&self, copies: &Copies) -> CopiedAs {
        copies.copied_as.or(self.copies.copied_as).unwrap_or_default()
    }

    /// Whether the last day on which letters were asked for has gone by.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.respond_by.is_some_and(|last| today > last)
    }

    /// Why letters of this campaign are not sent to a real server on that day, if they are not.
    pub fn refusal(&self, today: Date) -> Option<Problem> {
        let refused = |why: String| {
            let problem = Problem::error(format!("{} is not sent: {why}", self.id));
            Some(problem.hint("it can still be shown, drafted, printed, and tried with --dry-run"))
        };
        let reason = self.reason.as_ref().map(|reason| reason.nearest(self.languages[0]));
        if let Some(later) = &self.superseded_by {
            return refused(format!("it was superseded by {later}"));
        }
        match (self.status, reason, self.respond_by) {
            (Status::Open, _, Some(last)) if self.is_overdue(today) => {
                refused(format!("letters were asked for until {last}"))
            }
            (Status::Open, ..) => None,
            (status, Some(reason), _) => refused(format!("the campaign is {status}: {reason}")),
            (status, None, _) => refused(format!("the campaign is {status}")),
        }
    }
}
