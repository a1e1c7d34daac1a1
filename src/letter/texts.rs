use jiff::civil::Date;

use super::context::{
    CampaignNames, DemandNames, FormNames, IncidentNames, LetterNames, PersonNames, RecipientNames, SourceNames,
};
use super::heading::without_office;
use super::{RequiredCopies, Selected, Signatories, wording};
use crate::campaign::{Campaign, CopiedAs, Gender, Incident, Origin, PersonalName, Recipient, Text, Title};
use crate::source::Problem;
use crate::vocabulary::{Channel, Country, Day, Language, Number};

/// The texts of a campaign in one language, with days as they are written in one country.
pub(super) struct Texts<'c> {
    pub campaign: &'c Campaign,
    pub language: Language,
    pub country: Option<Country>,
    pub today: Date,
}

impl<'c> Texts<'c> {
    pub(super) fn get<'t>(&self, text: &'t Text, what: impl FnOnce() -> String) -> Result<&'t str, Problem> {
        text.get(self.language).ok_or_else(|| {
            Problem::error(format!("{} has no {} in {}", self.campaign.id, what(), self.language.name()))
                .hint("write the letter in another language, or add the text to the campaign file")
        })
    }

    fn nearest<'t>(&self, text: Option<&'t Text>) -> Option<&'t str> {
        text.map(|text| text.nearest(self.language))
    }

    pub(super) fn today(&self) -> String {
        self.day(Day::Date(self.today))
    }

    fn day(&self, day: Day) -> String {
        wording::day(day, self.language, self.country)
    }

    pub(super) fn names<'a>(
        &self,
        selected: &'a Selected<'_>,
        copies: &'a RequiredCopies,
        signatories: Option<&'a Signatories>,
    ) -> Result<FormNames<'a>, Problem>
    where
        'c: 'a,
    {
        let campaign = self.campaign;
        Ok(FormNames {
            letter: LetterNames {
                date: self.today(),
                language: self.language.code(),
                channel: selected.reach.channel().map(Channel::name),
            },
            subject: self.get(campaign.subject_for(&selected.recipient), || "subject".to_owned())?,
            summary: self.get(campaign.summary_for(&selected.recipient), || "summary".to_owned())?,
            campaign: CampaignNames {
                id: &campaign.id,
                title: campaign.title.nearest(self.language),
                issued: self.day(campaign.issued),
                issued_by: self.nearest(campaign.issued_by.as_ref()),
                source: campaign.source.as_ref().map(|source| self.source(source)),
            },
            recipient: self.recipient(&selected.recipient, selected.reach.channel()),
            people: self.people(&selected.recipient)?,
            incidents: self.incidents(&selected.recipient)?,
            demands: (selected.demands.iter().zip(1..))
                .map(|(demand, number)| {
                    let text = self.get(&demand.text, || format!("text of the demand `{}`", demand.id))?;
                    Ok(DemandNames { number, id: &demand.id, text })
                })
                .collect::<Result<_, Problem>>()?,
            copies: (copies.email.iter())
                .filter(|copy| copy.copied_as == CopiedAs::Cc)
                .map(|copy| copy.address.as_str())
                .collect(),
            social: None,
            joint: signatories.map(|signatories| signatories.names(self.language)),
        })
    }

    fn source<'t>(&self, source: &'t Origin) -> SourceNames<'t> {
        SourceNames {
            title: source.title.nearest(self.language),
            publisher: self.nearest(source.publisher.as_ref()),
            published: source.published.map(|day| self.day(day)),
            url: source.url.as_deref(),
        }
    }

    fn recipient<'t>(&self, recipient: &'t Recipient, channel: Option<Channel>) -> RecipientNames<'t> {
        let office = recipient.office.nearest(self.language);
        let (name, family) = (self.nearest(recipient.name.as_ref()), self.nearest(recipient.family_name.as_ref()));
        let title = recipient.title();
        // Letters to nobody in particular address everyone.
        let gender = recipient.gender.filter(|_| name.is_some() || title.is_some());
        let person = name.map(|name| PersonalName::new(name, family, self.campaign.country));
        RecipientNames {
            id: &recipient.id,
            kind: recipient.kind.name(),
            office,
            position: self.nearest(recipient.position.as_ref()),
            name,
            gender: gender.map_or("", Gender::name),
            title: title.map_or("", Title::name),
            full_name: person.as_ref().map(|person| person.full),
            family_name: person.as_ref().and_then(|person| person.family),
            given_name: person.as_ref().and_then(|person| person.given),
            salutation: wording::salutation(recipient, self.language),
            post: self.nearest(recipient.addresses.post.as_ref()).map(|post| without_office(post, office)),
            fax: self.numbers(&recipient.addresses.fax, channel == Some(Channel::Fax)),
            phone: self.numbers(&recipient.addresses.phone, channel == Some(Channel::Phone)),
        }
    }

    /// Numbers as they were written; those that are to be dialled as the signer dials them. To know how takes a tenth of a
    /// second once.
    fn numbers(&self, numbers: &[Number], dialled: bool) -> Vec<String> {
        let number = |number: &Number| if dialled { number.dialled_from(self.country) } else { number.to_string() };
        numbers.iter().map(number).collect()
    }

    fn people(&self, recipient: &Recipient) -> Result<Vec<PersonNames<'c>>, Problem> {
        let named = self.campaign.people_for(recipient);
        named
            .map(|(person, situation)| {
                let name = person.name.nearest(self.language);
                let situation = self.get(situation, || format!("situation of {name}"))?;
                Ok(PersonNames { name, role: self.nearest(person.role.as_ref()), situation })
            })
            .collect()
    }

    fn incidents(&self, recipient: &Recipient) -> Result<Vec<IncidentNames<'c>>, Problem> {
        let told = self.campaign.incidents_for(recipient);
        told.map(|(incident, text)| {
            let text = self.get(text, || "text of an incident".to_owned())?;
            Ok(IncidentNames { date: self.incident_date(incident), place: self.nearest(incident.place.as_ref()), text })
        })
        .collect()
    }

    /// The day of an incident, or its first and last day.
    fn incident_date(&self, incident: &Incident) -> Option<String> {
        let first = incident.date?;
        Some(match incident.until {
            Some(last) => wording::days(first, last, self.language, self.country),
            None => self.day(first),
        })
    }
}
