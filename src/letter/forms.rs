use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Choice, Form, Letter, Pending, Selected, Signatories, Template, Templates, select, template_languages};
use crate::campaign::Campaign;
use crate::signer::Signer;
use crate::source::{Library, Problem, Problems, is_name};
use crate::vocabulary::{Channel, Country, Language};

/// The template of what is said on the telephone.
const SCRIPT: &str = "phone";

/// The template of what is said beside a letter that goes by another channel than e-mail.
const NOTE: &str = "note";

/// The most groups of signers whose forms are kept.
const LIMIT: usize = 500;

/// The forms of a campaign. Each is made once for all signers that it is the same for.
#[derive(Debug)]
pub struct Forms<'c> {
    library: &'c Library,
    campaign: &'c Campaign,
    today: Date,
    /// Who signs beside the signer, where the letters are joint ones.
    signatories: Option<Arc<Signatories>>,
    templates: HashMap<(String, Language), Arc<Template>>,
    groups: HashMap<Group, Arc<[Arc<Form>]>>,
}

/// What of a signer, and of their choice, decides which forms they fill in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Group {
    country: Option<Country>,
    language: Option<Language>,
    choice: Choice,
}

impl<'c> Forms<'c> {
    /// The forms of a campaign for the letters of today, with the templates of that library.
    pub fn new(library: &'c Library, campaign: &'c Campaign, today: Date) -> Self {
        Self { library, campaign, today, signatories: None, templates: HashMap::new(), groups: HashMap::new() }
    }

    /// The forms of joint letters.
    #[must_use]
    pub fn joint(self, signatories: Signatories) -> Self {
        Self { signatories: Some(Arc::new(signatories)), ..self }
    }

    /// The forms that a signer fills in, in the campaign's order.
    ///
    /// # Errors
    ///
    /// Every mistake in the templates that are needed; a recipient, a demand or a text that is not there.
    pub fn of(&mut self, signer: &Signer, choice: &Choice) -> Result<Arc<[Arc<Form>]>, Problems> {
        let group = Group { country: signer.country, language: signer.language, choice: choice.clone() };
        if let Some(forms) = self.groups.get(&group) {
            return Ok(Arc::clone(forms));
        }
        let forms: Arc<[Arc<Form>]> = self.make(signer, choice)?.into();
        if self.groups.len() >= LIMIT {
            self.groups.clear();
        }
        self.groups.insert(group, Arc::clone(&forms));
        Ok(forms)
    }

    /// The letters that a signer writes, filled in.
    ///
    /// # Errors
    ///
    /// As [`Forms::of`], and when a template prints what is not known of this signer.
    pub fn fill(&mut self, signer: &Arc<Signer>, choice: &Choice) -> Result<Vec<Letter>, Problems> {
        let fill = |form: &Arc<Form>| Pending { form: Arc::clone(form), signer: Arc::clone(signer) }.fill();
        Ok(self.of(signer, choice)?.iter().map(fill).collect::<Result<_, _>>()?)
    }

    fn make(&mut self, signer: &Signer, choice: &Choice) -> Result<Vec<Arc<Form>>, Problems> {
        let name = choice.template.as_ref().unwrap_or(&self.campaign.template);
        if !is_name(name) {
            let problem = Problem::error(format!("`{name}` cannot be the name of a letter template"));
            return Err(problem.hint("name it without folder, language and ending: formal").into());
        }
        let languages = template_languages(self.library, name);
        let selected = select(self.campaign, signer, choice, |language| languages.contains(&language))?;
        let forms = selected.into_iter().map(|selected| {
            let templates = self.templates(name, &selected)?;
            Ok(Arc::new(Form::new(
                self.campaign,
                selected,
                signer.country,
                self.today,
                templates,
                self.signatories.clone(),
            )?))
        });
        forms.collect()
    }

    /// The template of that name; what is said on the telephone has one of its own, where there is one in that language.
    fn templates(&mut self, name: &str, selected: &Selected<'_>) -> Result<Templates, Problems> {
        let channel = selected.reach.channel();
        let language = selected.language;
        let exists = |name| template_languages(self.library, name).contains(&language);
        let name = if channel == Some(Channel::Phone) && exists(SCRIPT) { SCRIPT } else { name };
        let is_other = channel.is_some_and(|channel| channel != Channel::Email);
        let note = if is_other && exists(NOTE) { Some(self.template(NOTE, language)?) } else { None };
        Ok(Templates { letter: self.template(name, language)?, note })
    }

    fn template(&mut self, name: &str, language: Language) -> Result<Arc<Template>, Problems> {
        let key = (name.to_owned(), language);
        if let Some(template) = self.templates.get(&key) {
            return Ok(Arc::clone(template));
        }
        let template = Arc::new(Template::load(self.library, name, language)?);
        self.templates.insert(key, Arc::clone(&template));
        Ok(template)
    }
}
