//! What `check` finds: every error and warning of campaign files, directories and templates, in one run.

mod returned;

use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use crate::campaign::{self, Campaign, Directory, OwnAddresses, Recipient};
use crate::letter::{
    Choice, Form, Letter, Pending, SocialPost, Template, is_default, select, template_languages, template_names,
};
use crate::sheet::{Paper, Sheet, Typesetter};
use crate::signer::Signer;
use crate::source::{Fields, FromValue, Library, Place, Problem, Problems, Report, TextFile, Value, is_name, one_of};
use crate::vocabulary::{Channel, Day, Language};

/// What was looked at, and what was found.
#[derive(Debug, Default)]
pub struct Findings {
    /// The files that were looked at.
    pub files: usize,
    /// Errors and warnings, in the order of the files.
    pub problems: Vec<Problem>,
}

impl Findings {
    /// The number of errors.
    pub fn errors(&self) -> usize {
        self.problems.iter().filter(|problem| problem.is_error()).count()
    }

    /// The number of warnings.
    pub fn warnings(&self) -> usize {
        self.problems.len() - self.errors()
    }

    fn add(&mut self, problems: Vec<Problem>) {
        for problem in problems {
            // A mistake in a directory is found from every campaign that uses it, and told once.
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
    }

    fn take<T>(&mut self, result: Result<(T, Vec<Problem>), Problems>) -> Option<T> {
        match result {
            Ok((value, warnings)) => {
                self.add(warnings);
                Some(value)
            }
            Err(problems) => {
                self.add(problems.0);
                None
            }
        }
    }
}

/// Checks everything in the library.
pub fn everything(library: &Library, own: &OwnAddresses, today: Date) -> Findings {
    let mut findings = Findings::default();
    for name in Directory::names(library) {
        findings.files += 1;
        let file = Directory::find(library, &name).map_err(Problems::from);
        findings.take(file.and_then(|file| Directory::load(&file)));
    }
    for name in template_names(library) {
        for language in template_languages(library, &name) {
            findings.files += 1;
            findings.take(Template::load(library, &name, language).map(|template| (template, Vec::new())));
        }
    }
    let mut campaigns = Vec::new();
    for name in library.names("campaigns", "toml") {
        findings.files += 1;
        campaigns.extend(check_campaign(library, &name, own, today, &mut findings));
    }
    findings.add(own.warn_of_idle(&campaigns));
    findings
}

/// Checks one campaign by its id, or one file by its path: a campaign, a directory, or a template.
pub fn one(library: &Library, name: &str, own: &OwnAddresses, today: Date) -> Findings {
    let mut findings = Findings { files: 1, ..Findings::default() };
    let path = Path::new(name);
    let in_folder = |folder| path.parent().is_some_and(|parent| parent.ends_with(folder));
    if path.extension().is_some_and(|extension| extension == "hbs") {
        check_template(library, path, &mut findings);
    } else if path.extension().is_some() && in_folder("directory") {
        let file = library.read(path).map_err(Problems::from);
        findings.take(file.and_then(|file| Directory::load(&file)));
    } else {
        check_campaign(library, name, own, today, &mut findings);
    }
    findings
}

fn check_template(library: &Library, path: &Path, findings: &mut Findings) {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let named = stem.rsplit_once('.').and_then(|(name, code)| Some((name, code.parse::<Language>().ok()?)));
    let Some((name, language)) = named else {
        let problem = Problem::error(format!("the name of {} does not tell its language", path.display()));
        return findings.add(vec![problem.hint("call it like formal.en.hbs; partials are checked with the templates")]);
    };
    if let Err(problem) = library.read(path) {
        return findings.add(vec![problem]);
    }
    let library = library.with_template_folder(path);
    findings.take(Template::load(&library, name, language).map(|template| (template, Vec::new())));
}

fn check_campaign(
    library: &Library,
    name: &str,
    own: &OwnAddresses,
    today: Date,
    findings: &mut Findings,
) -> Option<Campaign> {
    let (file, id, library) = match campaign::find(library, name) {
        Ok(found) => found,
        Err(problem) => {
            findings.add(vec![problem]);
            return None;
        }
    };
    let (campaign, problems) = match campaign::load_file(&file, &id, &library, own) {
        Ok((campaign, warnings)) => (Some(campaign), warnings),
        Err(Problems(problems)) => (None, problems),
    };
    let report = Report::default();
    for problem in problems {
        report.add(problem);
    }
    check_file(&file, &library, today, &report);
    findings.add(report.into_problems());
    let campaign = campaign?;
    check_letters(&campaign, &library, today, findings);
    findings.add(recipients_to_look_at(&campaign).map(|problem| problem.at(Place::file(&campaign.file))).collect());
    Some(campaign)
}

/// Checks what can be told of a campaign whatever else is wrong with it: its day of issue and its letter template.
fn check_file(file: &TextFile, library: &Library, today: Date, report: &Report) {
    // What cannot be read was reported where the campaign was loaded.
    Fields::of_file(file, &Report::default(), |fields| {
        // Where the day begins first, it is tomorrow already.
        if let (Some(issued), Ok(tomorrow)) = (fields.value("issued"), today.tomorrow())
            && Day::from_value(issued).is_some_and(|day| day.first() > tomorrow)
        {
            let problem = Problem::warning("this day is still to come").at(issued.place());
            report.add(problem.hint(format!("it is {today}: is the year right?")));
        }
        let template = fields.value("template");
        let name = template.and_then(Value::string).filter(|name| is_name(name)).unwrap_or(Campaign::DEFAULT_TEMPLATE);
        let existing = template_languages(library, name);
        let place = template.map_or_else(|| Place::file(&file.name), |template| template.place());
        if existing.is_empty() {
            let problem = Problem::error(format!("there is no letter template `{name}`"));
            let known = one_of(name, template_names(library).iter().map(String::as_str));
            report.add(problem.at(place).hint(format!("{known}; or write {name}.en.hbs")));
            return Some(());
        }
        for item in fields.value("languages").and_then(Value::items).unwrap_or_default() {
            let Some(language) = Language::from_value(item).filter(|code| !existing.contains(code)) else { continue };
            let problem = Problem::warning(format!("there is no letter template `{name}` in {}", language.name()));
            report.add(problem.at(item.place()).hint(format!("write {name}.{language}.hbs")));
        }
        Some(())
    });
}

/// Checks that letters can be written: the templates, and every letter in every language on trial.
fn check_letters(campaign: &Campaign, library: &Library, today: Date, findings: &mut Findings) {
    let name = &campaign.template;
    let existing = template_languages(library, name);
    if existing.is_empty() {
        return;
    }
    let (possible, _): (Vec<Language>, Vec<_>) = campaign.languages.iter().partition(|code| existing.contains(code));
    let is_told = |language| campaign.recipients.iter().any(|recipient| campaign.is_told_in(language, recipient));
    if !possible.iter().any(|language| is_told(*language)) {
        let problem = Problem::error("no letter can be written: no language has both the texts and a letter template");
        let problem = problem.at(Place::file(&campaign.file));
        findings.add(vec![problem.hint("`docs/letter-template.md` tells how to write a template")]);
    }
    for &language in &possible {
        match Template::load(library, name, language) {
            Err(Problems(problems)) => findings.add(problems),
            Ok(template) => findings.add(trial(campaign, &Arc::new(template), language, today)),
        }
        findings.add(posts(campaign, library, language, today));
    }
}

/// Fills in a letter to each recipient, signed by someone of whom everything is known.
fn trial(campaign: &Campaign, template: &Arc<Template>, language: Language, today: Date) -> Vec<Problem> {
    let choice = Choice { language: Some(language), ..Choice::default() };
    let signer = Arc::new(Signer::example());
    let letters = select(campaign, &signer, &choice, |_| true).unwrap_or_default();
    // A text that is missing in a language was warned of where it stands.
    let forms = letters.into_iter().filter_map(|selected| {
        Form::new(campaign, selected, signer.country, today, Arc::clone(template).into(), None).ok()
    });
    let letters = forms.map(|form| Pending { form: Arc::new(form), signer: Arc::clone(&signer) });
    let mut typesetter = Typesetter::bundled();
    let problem = |letter: Pending| match letter.fill() {
        Ok(letter) => too_long(&letter, &mut typesetter).map(|problem| problem.at(Place::file(&campaign.file))),
        Err(problem) => Some(problem),
    };
    letters.filter_map(problem).collect()
}

/// Warns of a letter that takes a second page: what is sent by mail may have to go by post or fax, and is read like it.
fn too_long(letter: &Letter, typesetter: &mut Typesetter) -> Option<Problem> {
    let form = &letter.form;
    let sheet = Sheet::of(letter, form.recipient.addresses.fax.first());
    if form.channel() == Some(Channel::Phone) || typesetter.pages(&sheet, Paper::A4) <= 1 {
        return None;
    }
    let what = format!("the letter to `{}` in {} is longer than a page", form.recipient.id, form.language.name());
    Some(
        Problem::warning(what)
            .hint("say in `for` which people, incidents and demands concern it, or sum up in fewer words"),
    )
}

/// What is wrong with the posts for the accounts of recipients on social networks.
fn posts(campaign: &Campaign, library: &Library, language: Language, today: Date) -> Vec<Problem> {
    let choice = Choice { language: Some(language), ..Choice::default() };
    let selected = select(campaign, &Signer::example(), &choice, |_| true).unwrap_or_default();
    // A text that is missing in a language was warned of where it stands.
    let told = selected.iter().filter(|selected| campaign.is_told_in(language, &selected.recipient));
    told.filter_map(|selected| SocialPost::each(library, campaign, selected, today).err())
        .flat_map(|found| found.0)
        .collect()
}

/// Warns of recipients of whom nothing is demanded, and of those who get a letter twice.
fn recipients_to_look_at(campaign: &Campaign) -> impl Iterator<Item = Problem> {
    let recipients = &campaign.recipients;
    let spared = recipients.iter().filter(|recipient| {
        let mut demands = campaign.demands.iter();
        !campaign.demands.is_empty() && !demands.any(|demand| is_default(demand, campaign) && demand.is_for(recipient))
    });
    let spared = spared.map(|recipient| {
        Problem::warning(format!("nothing is demanded of `{}`", recipient.id)).hint("look at `for` and `core`")
    });
    let twice = recipients.iter().enumerate().filter_map(|(index, recipient)| {
        let shares = |other: &&Recipient| {
            recipient.addresses.email.iter().any(|a| other.addresses.email.iter().any(|b| a.is_same_mailbox(b)))
        };
        let other = recipients[..index].iter().find(shares)?;
        let problem = Problem::warning(format!("`{}` and `{}` have the same mailbox", other.id, recipient.id));
        Some(problem.hint("it would get two letters: leave one of them out"))
    });
    spared.chain(twice)
}
