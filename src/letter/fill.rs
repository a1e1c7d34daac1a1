use jiff::civil::Date;

use super::context::{
    CampaignNames, Context, DemandNames, IncidentNames, LetterNames, PersonNames, RecipientNames, SignerNames,
    SourceNames,
};
use super::{Letter, RequiredCopies, Selected, Template, wording};
use crate::campaign::{Campaign, CopiedAs, Incident, Origin, Text};
use crate::signer::Signer;
use crate::source::Problem;
use crate::vocabulary::{Channel, Country, Day, EmailAddress, Language};

/// Fills a template in.
///
/// # Errors
///
/// When a text is missing in the letter's language, or the template prints what is not known.
pub fn fill(
    template: &Template,
    campaign: &Campaign,
    selected: &Selected<'_>,
    signer: &Signer,
    today: Date,
) -> Result<Letter, Problem> {
    let Selected { recipient, reach, language, demands } = selected;
    let language = *language;
    let missing = |what: String| {
        Problem::error(format!("{} has no {what} in {}", campaign.id, language.name()))
            .hint("write the letter in another language, or add the text to the campaign file")
    };
    let texts = Texts { language, missing: &missing };
    let day = |day: Day| wording::day(day, language, signer.country);
    let copies = RequiredCopies::of(campaign, recipient);
    let context = Context {
        subject: texts.get(&campaign.subject, || "subject".to_owned())?,
        summary: texts.get(&campaign.summary, || "summary".to_owned())?,
        letter: LetterNames {
            date: day(Day::Date(today)),
            language: language.code(),
            channel: reach.channel().map(Channel::name),
        },
        campaign: CampaignNames {
            id: &campaign.id,
            title: campaign.title.nearest(language),
            issued: day(campaign.issued),
            issued_by: nearest(campaign.issued_by.as_ref(), language),
            source: campaign.source.as_ref().map(|source| source_names(source, language, day)),
        },
        recipient: RecipientNames {
            id: &recipient.id,
            kind: recipient.kind.name(),
            office: recipient.office.nearest(language),
            position: nearest(recipient.position.as_ref(), language),
            name: nearest(recipient.name.as_ref(), language),
            salutation: wording::salutation(recipient, language),
            post: nearest(recipient.addresses.post.as_ref(), language)
                .map(|post| without_office(post, recipient.office.nearest(language))),
        },
        signer: signer_names(signer),
        people: (campaign.people.iter())
            .filter_map(|person| Some((person, person.situation.as_ref()?)))
            .map(|(person, situation)| {
                let name = person.name.nearest(language);
                let situation = texts.get(situation, || format!("situation of {name}"))?;
                Ok(PersonNames { name, role: nearest(person.role.as_ref(), language), situation })
            })
            .collect::<Result<_, Problem>>()?,
        incidents: (campaign.incidents.iter())
            .filter_map(|incident| Some((incident, incident.text.as_ref()?)))
            .map(|(incident, text)| {
                let text = texts.get(text, || "text of an incident".to_owned())?;
                let place = nearest(incident.place.as_ref(), language);
                Ok(IncidentNames { date: incident_date(incident, language, signer.country), place, text })
            })
            .collect::<Result<_, Problem>>()?,
        demands: (demands.iter().zip(1..))
            .map(|(demand, number)| {
                let text = texts.get(&demand.text, || format!("text of the demand `{}`", demand.id))?;
                Ok(DemandNames { number, id: &demand.id, text })
            })
            .collect::<Result<_, Problem>>()?,
        copies: (copies.email.iter())
            .filter(|copy| copy.copied_as == CopiedAs::Cc)
            .map(|copy| copy.address.as_str())
            .collect(),
        variants: (campaign.variants.iter())
            .filter_map(|(place, list)| Some((place, list.get(language).first()?.as_str())))
            .collect(),
        extra: std::collections::BTreeMap::new(),
    };
    Ok(Letter {
        text: tidy(&template.render(&context)?),
        subject: context.subject.to_owned(),
        campaign: campaign.id.clone(),
        recipient: recipient.clone().into_owned(),
        channel: reach.channel(),
        signer: signer.clone(),
        language,
        copies,
    })
}

/// Finds the texts of a letter in its language, and says which one is missing.
struct Texts<'a> {
    language: Language,
    missing: &'a dyn Fn(String) -> Problem,
}

impl Texts<'_> {
    fn get<'t>(&self, text: &'t Text, what: impl FnOnce() -> String) -> Result<&'t str, Problem> {
        text.get(self.language).ok_or_else(|| (self.missing)(what()))
    }
}

fn nearest(text: Option<&Text>, language: Language) -> Option<&str> {
    text.map(|text| text.nearest(language))
}

/// A postal address without a first line that repeats the office, which stands above it.
fn without_office<'a>(post: &'a str, office: &str) -> &'a str {
    match post.split_once('\n') {
        Some((first, rest)) if office.to_lowercase().contains(&first.to_lowercase()) => rest,
        _ => post,
    }
}

fn source_names(source: &Origin, language: Language, day: impl Fn(Day) -> String) -> SourceNames<'_> {
    SourceNames {
        title: source.title.nearest(language),
        publisher: nearest(source.publisher.as_ref(), language),
        published: source.published.map(day),
        url: source.url.as_deref(),
    }
}

fn signer_names(signer: &Signer) -> SignerNames<'_> {
    SignerNames {
        name: &signer.name,
        email: signer.email.as_ref().map(EmailAddress::as_str),
        role: signer.role.as_deref(),
        organisation: signer.organisation.as_deref(),
        address: signer.address.as_deref(),
        city: signer.city.as_deref(),
        country: signer.country.map(Country::name),
        statement: signer.statement.as_deref(),
    }
}

/// The day of an incident, or its first and last day.
fn incident_date(incident: &Incident, language: Language, country: Option<Country>) -> Option<String> {
    let first = incident.date?;
    Some(match incident.until {
        Some(last) => wording::days(first, last, language, country),
        None => wording::day(first, language, country),
    })
}

/// Takes away what blocks of a template leave behind: spaces at the end of a line, more than one empty line.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && (tidy.is_empty() || tidy.ends_with("\n\n"))) {
            tidy.push_str(line);
            tidy.push('\n');
        }
    }
    tidy.truncate(tidy.trim_end().len());
    tidy
}
