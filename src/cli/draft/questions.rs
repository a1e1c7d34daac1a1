use super::answers::Answers;
use super::own_words;
use crate::campaign::{self, Campaign, Demand, Recipient};
use crate::cli::arguments::ChoiceArguments;
use crate::cli::arguments::SignerArguments;
use crate::cli::context::Context;
use crate::cli::dispatch::reachable;
use crate::cli::terminal::ask;
use crate::cli::terminal::screen::say;
use crate::cli::view::way;
use crate::letter::{Choice, Reach, Selected, is_default, select, template_languages};
use crate::signer::{Localized, Signer};
use crate::source::{Library, create_private_folder};
use crate::vocabulary::{EmailAddress, Language, Line};

/// The questions of a draft. One whose answer was given as a flag is not asked.
pub(super) struct Questions<'a> {
    pub context: &'a Context,
    pub library: &'a Library,
    pub campaign: &'a Campaign,
    pub choice: &'a ChoiceArguments,
    pub given: &'a SignerArguments,
}

/// Asks which campaign it is.
pub(super) fn campaign(context: &Context) -> anyhow::Result<String> {
    let own = context.own_addresses()?;
    let mut ids = context.library.names("campaigns", "toml");
    let title = |id: &String| {
        let loaded = campaign::load(&context.library, id, &own);
        loaded.map_or("(has mistakes, see `protest-letter check`)".to_owned(), |(campaign, ..)| {
            campaign.title.nearest(Language::ENGLISH).to_owned()
        })
    };
    let items: Vec<_> = ids.iter().map(|id| format!("{id}  {}", title(id))).collect();
    Ok(ids.swap_remove(ask::search("Campaign", &items)?))
}

impl Questions<'_> {
    /// Asks everything, with the earlier answers to begin from, and keeps the draft after each answer.
    pub(super) fn ask(&self, answers: &mut Answers) -> anyhow::Result<()> {
        self.signer(answers)?;
        answers.keep(self.context)?;
        if self.choice.recipients.is_none() {
            answers.recipients = Some(self.recipients(answers)?);
            answers.keep(self.context)?;
        }
        if self.choice.demands.is_none() && !self.campaign.demands.is_empty() {
            answers.demands = Some(self.demands(answers)?);
            answers.keep(self.context)?;
        }
        if self.choice.language.is_none() {
            answers.language = self.language(answers)?;
            answers.keep(self.context)?;
        }
        own_words::ask(self.given, &self.languages(answers)?, answers, self.context)
    }

    fn recipients(&self, answers: &Answers) -> anyhow::Result<Vec<String>> {
        let all = self.selected(answers, None)?;
        let reached = |Selected { reach, .. }: &Selected<'_>| matches!(reach, Reach::By(_));
        let items: Vec<_> = all
            .iter()
            .map(|selected| {
                let recipient = &selected.recipient;
                let how = match &selected.reach {
                    Reach::By(_) | Reach::OnlyBy(_) => reachable_at_all(selected),
                    Reach::NoAddress if !reachable(&recipient.addresses).is_empty() => reachable_at_all(selected),
                    reach => way(reach),
                };
                let chosen = match &answers.recipients {
                    Some(ids) => ids.contains(&recipient.id),
                    None => reached(selected),
                };
                let office = recipient.office.nearest(self.language_to_ask_in(answers));
                (ask::with_note(office, &format!(": {how}")), chosen)
            })
            .collect();
        loop {
            let chosen = ask::some("Recipients", &items)?;
            if !chosen.is_empty() {
                let ids: Vec<_> = chosen.into_iter().map(|index| all[index].recipient.id.as_str()).collect();
                ask::say_chosen("Recipients", &ids);
                return Ok(ids.into_iter().map(str::to_owned).collect());
            }
            say("choose at least one recipient with the space bar");
        }
    }

    fn demands(&self, answers: &Answers) -> anyhow::Result<Vec<String>> {
        let demands = &self.campaign.demands;
        let written_to =
            |recipient: &Recipient| answers.recipients.as_ref().is_none_or(|to| to.contains(&recipient.id));
        let recipients: Vec<_> = self.campaign.recipients.iter().filter(|recipient| written_to(recipient)).collect();
        let items: Vec<_> = demands
            .iter()
            .map(|demand| {
                let text = demand.text.nearest(self.language_to_ask_in(answers));
                let chosen = match &answers.demands {
                    Some(ids) => ids.contains(&demand.id),
                    None => {
                        is_default(demand, self.campaign) && recipients.iter().any(|recipient| demand.is_for(recipient))
                    }
                };
                (ask::with_note(text, &meant_for(demand)), chosen)
            })
            .collect();
        let ids: Vec<_> = ask::some("Demands", &items)?.into_iter().map(|index| demands[index].id.as_str()).collect();
        ask::say_chosen("Demands", &ids);
        Ok(ids.into_iter().map(str::to_owned).collect())
    }

    fn language(&self, answers: &Answers) -> anyhow::Result<Option<Language>> {
        let template = answers.template.as_ref().unwrap_or(&self.campaign.template);
        let exists = template_languages(self.library, template);
        let possible: Vec<_> = self.campaign.languages.iter().copied().filter(|code| exists.contains(code)).collect();
        if possible.len() < 2 {
            return Ok(None);
        }
        let names = possible.iter().map(|language| language.name().to_owned());
        let items: Vec<_> = names.chain(["what each office reads, where that is known".to_owned()]).collect();
        let chosen = self.selected(answers, answers.recipients.clone())?;
        let mut read = chosen.iter().filter_map(|selected| selected.recipient.language);
        let default = if answers.language.is_none() && read.any(|language| possible.contains(&language)) {
            possible.len()
        } else {
            let current = answers.language.or_else(|| answers.signer.as_ref().and_then(|signer| signer.language));
            possible.iter().position(|language| Some(*language) == current).unwrap_or(0)
        };
        Ok(possible.get(ask::one("Language", &items, default)?).copied())
    }

    /// The languages of the letters that these answers make, each once.
    fn languages(&self, answers: &Answers) -> anyhow::Result<Vec<Language>> {
        let Some(signer) = &answers.signer else { return Ok(Vec::new()) };
        let exists = template_languages(self.library, answers.template.as_ref().unwrap_or(&self.campaign.template));
        let selected = select(self.campaign, signer, &answers.choice(), |language| exists.contains(&language))?;
        let mut languages = Vec::new();
        for Selected { language, .. } in selected {
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
        Ok(languages)
    }

    /// The recipients with these ids, or all, each as it is for the signer.
    fn selected(&self, answers: &Answers, recipients: Option<Vec<String>>) -> anyhow::Result<Vec<Selected<'_>>> {
        let signer = answers.signer.clone().unwrap_or_else(|| Signer::named(Line::example()));
        let choice = Choice { recipients, channel: answers.channel, ..Choice::default() };
        Ok(select(self.campaign, &signer, &choice, |_| true)?)
    }

    fn language_to_ask_in(&self, answers: &Answers) -> Language {
        answers.language.unwrap_or(self.campaign.languages[0])
    }

    fn signer(&self, answers: &mut Answers) -> anyhow::Result<()> {
        if let Some(signer) = &answers.signer {
            let email = signer.email.as_ref().map(|email| format!(" <{email}>")).unwrap_or_default();
            let known = self.given.signer.is_some() || self.given.name.is_some();
            if known || ask::confirm(&format!("Sign as {}{email}?", signer.name), true)? {
                return Ok(());
            }
        }
        let signer = self.given.over(ask_signer(answers.signer.as_ref())?)?;
        answers.signer = Some(signer.clone());
        answers.keep(self.context)?;
        let path = self.context.folders.profile();
        if ask::confirm("Save this profile for next time?", !path.exists())? {
            create_private_folder(&self.context.folders.config)?;
            signer.save(&path)?;
            say(format_args!("saved {}", path.display()));
        }
        Ok(())
    }
}

/// Asks for everything about the signer.
pub(in crate::cli) fn ask_signer(known: Option<&Signer>) -> anyhow::Result<Signer> {
    let was = |value: Option<&dyn std::fmt::Display>| value.map(ToString::to_string);
    let name: Line = ask::needed("Your name", known.map(|known| known.name.to_string()))?;
    let known = known.cloned().unwrap_or_else(|| Signer::named(name.clone()));
    let display = |value: &Option<Line>| was(value.as_ref().map(|line| line as &dyn std::fmt::Display));
    Ok(Signer {
        name,
        email: ask_email("Your e-mail address (needed for sending)", known.email.as_ref())?,
        role: Localized::with_other(
            known.role.clone(),
            ask::line(
                "What you are (teacher, secretary; may be left empty)",
                known.role.as_ref().and_then(Localized::other).map(ToString::to_string),
            )?,
        ),
        organisation: ask::line("Your organisation (may be left empty)", display(&known.organisation))?,
        city: ask::line("Where you write from (may be left empty)", display(&known.city))?,
        country: ask::line(
            "The country you live in (needed for the embassy)",
            known.country.map(|country| country.name_in(Language::ENGLISH).to_owned()),
        )?,
        ..known
    })
}

/// Asks for an e-mail address, and again about one that may be misspelt.
fn ask_email(question: &str, former: Option<&EmailAddress>) -> anyhow::Result<Option<EmailAddress>> {
    let email: Option<EmailAddress> = ask::line(question, former.map(ToString::to_string))?;
    email.map(ask::about_doubt).transpose()
}

/// Whom a demand is meant for, when not for everyone.
fn meant_for(demand: &Demand) -> String {
    let names: Vec<_> = demand.audience.iter().map(ToString::to_string).collect();
    if names.is_empty() { String::new() } else { format!(" (for {})", names.join(", ")) }
}

/// Every way to reach a recipient, with its addresses.
fn reachable_at_all(selected: &Selected<'_>) -> String {
    let email = selected.recipient.addresses.email.iter().map(|address| format!("e-mail {address}"));
    let others = Some(reachable(&selected.recipient.addresses)).filter(|others| !others.is_empty());
    email.chain(others).collect::<Vec<_>>().join(", ")
}
