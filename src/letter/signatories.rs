use super::context::JointNames;
use super::wording;
use crate::signer::{Localized, Signer};
use crate::vocabulary::{Country, Language, Line};

/// The most names that stand in a joint letter itself; more go into an attachment.
const LISTED: usize = 30;

/// All who sign a joint letter.
#[derive(Debug, Clone, Default)]
pub struct Signatories {
    all: Vec<Signatory>,
}

/// What a joint letter tells of one of those who sign it. Their addresses are not among it.
#[derive(Debug, Clone)]
struct Signatory {
    name: Line,
    role: Option<Localized<Line>>,
    organisation: Option<Line>,
    city: Option<Line>,
    country: Option<Country>,
}

impl Signatories {
    /// Adds somebody.
    pub fn add(&mut self, signer: &Signer) {
        self.all.push(Signatory {
            name: signer.name.clone(),
            role: signer.role.clone(),
            organisation: signer.organisation.clone(),
            city: signer.city.clone(),
            country: signer.country,
        });
    }

    /// How many they are.
    pub fn number(&self) -> usize {
        self.all.len()
    }

    /// The list that is attached to the letter, a line each, when they are too many to stand in it.
    pub fn attachment(&self, language: Language) -> Option<String> {
        self.is_attached().then(|| self.lines(language).map(|line| line + "\n").collect())
    }

    /// Those who stand in the letter itself, a line each.
    pub(super) fn listed(&self, language: Language) -> Vec<String> {
        if self.is_attached() { Vec::new() } else { self.lines(language).collect() }
    }

    pub(super) fn names(&self, language: Language) -> JointNames {
        JointNames { number: wording::number(self.number(), language), attached: self.is_attached() }
    }

    fn is_attached(&self) -> bool {
        self.number() > LISTED
    }

    fn lines(&self, language: Language) -> impl Iterator<Item = String> + '_ {
        self.all.iter().zip(1..).map(move |(signatory, number)| format!("{number}. {}", signatory.line(language)))
    }
}

impl Signatory {
    /// Everything on one line, separated by commas.
    fn line(&self, language: Language) -> String {
        let role = self.role.as_ref().and_then(|role| role.get(language)).map(|role| &**role);
        let parts = [Some(&*self.name), role, self.organisation.as_deref(), self.city.as_deref()];
        let country = self.country.map(|country| country.name_in(language));
        parts.into_iter().chain([country]).flatten().collect::<Vec<_>>().join(", ")
    }
}
