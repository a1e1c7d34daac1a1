use jiff::civil::Date;

use super::letters::{Letters, direction};
use super::link;
use super::names::{
    AppealNames, IncidentNames, LetterNames, LinkNames, PageNames, PersonNames, RecipientNames, SourceNames,
};
use super::notice::Notice;
use super::qr::Qr;
use super::way::Way;
use crate::campaign::{Campaign, EmbassyIn, Incident, Recipient, Text};
use crate::letter::{self, Letter};
use crate::source::{Library, Problems};
use crate::vocabulary::{Country, Day, Language, Words};

/// Tells what a campaign file tells, in one language.
pub(super) struct Teller<'a> {
    pub campaign: &'a Campaign,
    pub words: &'a Words,
    pub today: Date,
}

impl<'a> Teller<'a> {
    fn language(&self) -> Language {
        self.words.language
    }

    fn text(&self, text: &'a Text) -> &'a str {
        text.nearest(self.language())
    }

    fn some(&self, text: Option<&'a Text>) -> Option<&'a str> {
        text.map(|text| self.text(text))
    }

    fn paragraphs(&self, text: Option<&'a Text>) -> Vec<&'a str> {
        self.some(text).map(|text| text.split("\n\n").collect()).unwrap_or_default()
    }

    fn day(&self, day: Day) -> String {
        letter::day(day, self.language(), None)
    }

    /// All that a template can use.
    ///
    /// # Errors
    ///
    /// What the templates of letters tell.
    pub(super) fn names(&self, library: &Library, url: Option<&'a str>) -> Result<AppealNames<'a>, Problems> {
        let campaign = self.campaign;
        let (recipients, letters) = self.recipients(library)?;
        let copies = &campaign.copies;
        Ok(AppealNames {
            words: &self.words.all,
            language: self.language().code(),
            direction: direction(self.language()),
            title: self.text(&campaign.title),
            notice: Notice::of(campaign, self.today, self.words),
            issued: self.day(campaign.issued),
            issued_by: self.some(campaign.issued_by.as_ref()),
            respond_by: campaign.respond_by.map(|day| self.day(Day::Date(day))),
            source: campaign.source.as_ref().map(|source| SourceNames {
                title: self.text(&source.title),
                publisher: self.some(source.publisher.as_ref()),
                published: source.published.map(|day| self.day(day)),
                link: source.url.as_deref().and_then(link::web),
            }),
            summary: self.paragraphs(Some(&campaign.summary)),
            note: self.paragraphs(campaign.note.as_ref()),
            people: self.people(),
            incidents: campaign.incidents.iter().map(|incident| self.incident(incident)).collect(),
            demands: campaign.demands.iter().map(|demand| self.text(&demand.text)).collect(),
            signers: campaign.signers.nearest(self.language()),
            recipients,
            copies: Way::copies(copies, campaign.copied_as(copies), self.language(), self.words),
            letters,
            links: campaign
                .links
                .iter()
                .map(|known| LinkNames { title: self.text(&known.title), url: &known.url, link: link::web(&known.url) })
                .collect(),
            page: url.map(|url| PageNames { url, link: link::web(url), qr: Qr::of(url) }),
            style: String::new(),
            policy: String::new(),
        })
    }

    fn people(&self) -> Vec<PersonNames<'a>> {
        let people = self.campaign.people.iter().map(|person| PersonNames {
            name: self.text(&person.name),
            role: self.some(person.role.as_ref()),
            situation: self.some(person.situation.as_ref()),
            details: self.paragraphs(person.details.as_ref()),
        });
        people.collect()
    }

    fn incident(&self, incident: &'a Incident) -> IncidentNames<'a> {
        let date = incident.date.map(|first| match incident.until {
            Some(last) => letter::days(first, last, self.language(), None),
            None => self.day(first),
        });
        let mut details = self.paragraphs(incident.details.as_ref());
        // What stands behind the day is what happened: where the letters say nothing of it, the details begin there.
        let text = self.some(incident.text.as_ref()).or_else(|| (!details.is_empty()).then(|| details.remove(0)));
        IncidentNames { date, place: self.some(incident.place.as_ref()), text, details }
    }

    /// Everybody who is written to, and their letters; the embassy in the reader's country also as each that is known.
    fn recipients(&self, library: &Library) -> Result<(Vec<RecipientNames<'a>>, Vec<LetterNames>), Problems> {
        let mut letters = Letters::new(library, self.campaign, self.words, self.today);
        let (mut recipients, mut written) = (Vec::new(), Vec::new());
        for recipient in &self.campaign.recipients {
            let hosts: Vec<_> = match recipient.embassy {
                Some(EmbassyIn::SignerCountry) => self.campaign.embassy_hosts().map(Some).collect(),
                Some(EmbassyIn::Country(_)) | None => Vec::new(),
            };
            for host in std::iter::once(None).chain(hosts) {
                let id = match host {
                    // No id of a recipient has a point.
                    Some(host) => format!("letter-{}.{}", recipient.id, host.code().to_lowercase()),
                    None => format!("letter-{}", recipient.id),
                };
                let letter = letters.to(recipient, host)?;
                recipients.push(self.recipient(recipient, host, letter.as_ref(), &mut letters, &id)?);
                written.extend(letter.map(|letter| letters.names(&letter, id)));
            }
        }
        Ok((recipients, written))
    }

    fn recipient(
        &self,
        recipient: &Recipient,
        host: Option<Country>,
        letter: Option<&Letter>,
        letters: &mut Letters<'_>,
        id: &str,
    ) -> Result<RecipientNames<'a>, Problems> {
        let known = self.campaign.recipient_for(recipient, host);
        let language = self.language();
        let text = |text: &Option<Text>| text.as_ref().map(|text| text.nearest(language).to_owned());
        let note = text(&known.note).map(|note| note.split("\n\n").map(str::to_owned).collect());
        let embassy = host.is_none() && known.embassy == Some(EmbassyIn::SignerCountry);
        // Nobody but the reader knows whom a mail to that embassy goes to.
        let mail = letter.filter(|_| !embassy).map(|letter| letters.mail(letter)).transpose()?.flatten();
        Ok(RecipientNames {
            office: known.office.nearest(language).to_owned(),
            name: text(&known.name),
            position: text(&known.position),
            salutation: text(&known.salutation),
            embassy,
            host: host.map(|host| host.name_in(language)),
            ways: Way::all(&known.addresses, known.missing(), language, self.words),
            copies: Way::copies(&known.copies, self.campaign.copied_as(&known.copies), language, self.words),
            note: note.unwrap_or_default(),
            mail,
            letter: letter.map(|_| id.to_owned()),
            other_language: letter.and_then(|letter| letters.other_language(letter)),
        })
    }
}
