use jiff::civil::Date;

use super::{provenance, social_lines};
use crate::campaign::{self, Audience, Campaign, Copies, Demand, Incident, Kind, Person, Recipient, Text};
use crate::cli::terminal::screen::{BOLD, DIM, WARN, columns, print_words, styled};
use crate::letter::{Choice, Reach, Selected, WIDTH, select, wrap};
use crate::signer::Signer;
use crate::source::Library;
use crate::vocabulary::{Channel, Country, Language, Line, Number};

/// A campaign on the screen, in one language.
pub(crate) struct CampaignPage<'c> {
    pub(crate) campaign: &'c Campaign,
    pub(crate) library: &'c Library,
    pub(crate) language: Language,
    pub(crate) today: Date,
}

impl CampaignPage<'_> {
    pub(crate) fn print(&self, country: Option<Country>) -> anyhow::Result<()> {
        self.head()?;
        self.story()?;
        heading("Demands")?;
        for demand in &self.campaign.demands {
            self.demand(demand)?;
        }
        heading("Recipients")?;
        let signer = Signer { country, ..Signer::named(Line::example()) };
        // Whom a letter reaches does not hang on the language it could be written in.
        for selected in select(self.campaign, &signer, &Choice::default(), |_| true)? {
            self.recipient(&selected)?;
        }
        self.copies("Copies of every letter", &self.campaign.copies)?;
        Ok(())
    }

    fn head(&self) -> anyhow::Result<()> {
        let campaign = self.campaign;
        print_words(styled(BOLD, self.text(&campaign.title)))?;
        let languages = campaign.languages.iter().map(|language| language.name()).collect::<Vec<_>>().join(", ");
        let country = campaign.country.name();
        print_words(format_args!("{}: {}, issued {}, letters in {languages}", campaign.id, country, campaign.issued))?;
        if let Some(source) = &campaign.source {
            let published = source.published.map(|day| day.to_string());
            let publisher = source.publisher.as_ref().map(|publisher| self.text(publisher).to_owned());
            let parts = [Some(format!("“{}”", self.text(&source.title))), publisher, published, source.url.clone()];
            print_words(format_args!("source: {}", parts.into_iter().flatten().collect::<Vec<_>>().join(", ")))?;
        }
        if let Some(issuer) = &campaign.issued_by {
            print_words(format_args!("appeal by: {}", self.text(issuer)))?;
        }
        print_words(format_args!("file: {}, {}", campaign.file, provenance(&campaign.signature)))?;
        for (file, signature) in &campaign.directories {
            print_words(format_args!("offices from: {file}, {}", provenance(signature)))?;
        }
        match (campaign.refusal(self.today), campaign.respond_by) {
            (Some(problem), _) => print_words(styled(WARN, problem))?,
            (None, Some(last)) => print_words(format_args!("open until {last}"))?,
            (None, None) => print_words("open")?,
        }
        if let Some(note) = &campaign.note {
            print_words(wrap(&format!("\n{}", self.text(note)), width()))?;
        }
        for writer in campaign.signers.nearest(self.language) {
            print_words(format_args!("asked to write: {writer}"))?;
        }
        for link in &campaign.links {
            print_words(format_args!("see also: {}: {}", self.text(&link.title), link.url))?;
        }
        Ok(())
    }

    fn story(&self) -> anyhow::Result<()> {
        let campaign = self.campaign;
        heading("What happened")?;
        print_words(wrap(self.text(&campaign.summary), width()))?;
        for Incident { date, until, place, text, details, audience } in &campaign.incidents {
            let days: Vec<_> = [date, until].into_iter().flatten().map(ToString::to_string).collect();
            let days = Some(days.join(" to ")).filter(|days| !days.is_empty());
            let place = place.as_ref().map(|place| self.text(place).to_owned());
            let head = [days, place].into_iter().flatten().collect::<Vec<_>>().join(", ");
            let head = if head.is_empty() { head } else { head + ": " };
            let told = [text, details].into_iter().flatten().map(|text| self.text(text)).collect::<Vec<_>>().join(" ");
            print_words(wrap(&format!("– {head}{told}{}", only_for(audience)), width()))?;
        }
        if !campaign.people.is_empty() {
            heading("People")?;
        }
        for Person { name, also, role, situation, details, audience } in &campaign.people {
            let also = (!also.is_empty()).then(|| format!("(also {})", also.join(", ")));
            let name = [Some(self.text(name).to_owned()), also].into_iter().flatten().collect::<Vec<_>>().join(" ");
            let rest = [role, situation].into_iter().flatten().map(|text| self.text(text));
            let line = [name.as_str()].into_iter().chain(rest).collect::<Vec<_>>().join(", ");
            let details = details.as_ref().map(|details| format!(". {}", self.text(details))).unwrap_or_default();
            print_words(wrap(&format!("– {line}{details}{}", only_for(audience)), width()))?;
        }
        Ok(())
    }

    fn demand(&self, demand: &Demand) -> anyhow::Result<()> {
        let mark = if demand.core { "*" } else { " " };
        let audience: Vec<_> = demand.audience.iter().map(ToString::to_string).collect();
        let audience = if audience.is_empty() { String::new() } else { format!(", for {}", audience.join(", ")) };
        print_words(format_args!("{mark} {}{}", styled(BOLD, &demand.id), styled(DIM, audience)))?;
        Ok(print_words(indent(&wrap(self.text(&demand.text), width() - 4)))?)
    }

    fn recipient(&self, selected: &Selected<'_>) -> anyhow::Result<()> {
        let Selected { recipient, reach, .. } = selected;
        let Recipient { id, office, position, name, addresses, .. } = &**recipient;
        print_words(format_args!("{}  {}", styled(BOLD, id), self.text(office)))?;
        let person = [name, position].into_iter().flatten().map(|text| self.text(text)).collect::<Vec<_>>().join(", ");
        if !person.is_empty() {
            print_words(indent(&person))?;
        }
        for address in &addresses.email {
            channel_line(Channel::Email, address)?;
        }
        for (channel, numbers) in [(Channel::Fax, &addresses.fax), (Channel::Phone, &addresses.phone)] {
            for number in numbers {
                channel_line(channel, number_line(number))?;
            }
        }
        if let Some(post) = &addresses.post {
            channel_line(Channel::Post, self.text(post).replace('\n', ", "))?;
        }
        for web in &addresses.web {
            print_words(format_args!("    web    {web}"))?;
        }
        let selected = Selected { language: self.language, ..selected.clone() };
        for (account, text) in social_lines(self.library, self.campaign, &selected, self.today) {
            print_words(format_args!("    social {account}"))?;
            text.iter().try_for_each(|text| print_words(indent(&indent(text))))?;
        }
        for missing in recipient.missing() {
            let what = format_args!("    {missing:6} withheld: the published appeal hides the address");
            print_words(styled(WARN, what))?;
        }
        match reach {
            Reach::NeedsCountry => {
                print_words(styled(WARN, "    needs your country: --country COUNTRY, or `country` in your profile"))?;
            }
            Reach::UnknownEmbassy(host) => {
                let what = format!("    no address in {} is known: add one to addresses.toml", host.name());
                print_words(styled(WARN, what))?;
            }
            Reach::NoAddress if recipient.kind != Kind::Embassy && addresses.social.is_empty() => {
                print_words(styled(WARN, "    no address is known"))?;
            }
            _ => {}
        }
        for (what, text) in [("subject", &recipient.subject), ("summary", &recipient.summary)] {
            if let Some(text) = text {
                print_words(indent(&wrap(&format!("{what}: {}", self.text(text)), width() - 4)))?;
            }
        }
        if let Some(source) = &recipient.source {
            print_words(styled(DIM, format_args!("    published in {source}")))?;
        }
        if let Some(note) = &recipient.note {
            print_words(styled(DIM, indent(&wrap(self.text(note), width() - 4))))?;
        }
        if !recipient.copies.is_empty() {
            self.copies_lines("    ", &recipient.copies)?;
        }
        Ok(())
    }

    fn copies(&self, title: &str, copies: &Copies) -> anyhow::Result<()> {
        if !copies.is_empty() {
            heading(title)?;
            self.copies_lines("", copies)?;
        }
        Ok(())
    }

    fn copies_lines(&self, margin: &str, copies: &Copies) -> anyhow::Result<()> {
        let how = match self.campaign.copied_as(copies) {
            campaign::CopiedAs::Cc => "copy",
            campaign::CopiedAs::Bcc => "blind copy",
        };
        for address in &copies.email {
            print_words(format_args!("{margin}{how} to {address}"))?;
        }
        for number in &copies.fax {
            print_words(format_args!("{margin}copy by fax to {}", number_line(number)))?;
        }
        for post in &copies.post {
            print_words(format_args!("{margin}copy by post to {}", self.text(post).replace('\n', ", ")))?;
        }
        for channel in &copies.withheld {
            let what = format!("{margin}copy by {channel} withheld: the published appeal hides the address");
            print_words(styled(WARN, what))?;
        }
        Ok(())
    }

    fn text<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.language).unwrap_or_else(|| text.nearest(self.campaign.languages[0]))
    }
}

pub(crate) fn heading(title: &str) -> std::io::Result<()> {
    print_words(format_args!("\n{}", styled(BOLD, title)))
}

/// Whom a letter goes to that tells this, where it is not everyone.
fn only_for(audience: &[Audience]) -> String {
    let names: Vec<_> = audience.iter().map(ToString::to_string).collect();
    if names.is_empty() { String::new() } else { format!(" (for {})", names.join(", ")) }
}

fn number_line(number: &Number) -> String {
    match number.e164() {
        Some(e164) if e164 != number.written() => format!("{number} ({e164})"),
        _ => number.to_string(),
    }
}

fn indent(text: &str) -> String {
    textwrap::indent(text, "    ")
}

fn channel_line(channel: Channel, address: impl std::fmt::Display) -> std::io::Result<()> {
    print_words(format_args!("    {:6} {address}", channel.name()))
}

/// The columns of texts.
fn width() -> usize {
    columns(WIDTH)
}
