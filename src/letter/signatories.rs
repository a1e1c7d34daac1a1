use super::context::{JointNames, SignatoryNames};
use crate::signer::Signer;
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
    role: Option<Line>,
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
    pub fn attachment(&self) -> Option<String> {
        (self.all.len() > LISTED).then(|| {
            let lines = self.all.iter().zip(1..).map(|(signatory, number)| format!("{number}. {}\n", signatory.line()));
            lines.collect()
        })
    }

    pub(super) fn names(&self, _language: Language) -> JointNames<'_> {
        let listed = if self.all.len() > LISTED { &[] } else { &*self.all };
        JointNames {
            number: self.all.len(),
            attached: self.all.len() > LISTED,
            signatories: listed.iter().zip(1..).map(|(signatory, number)| signatory.names(number)).collect(),
        }
    }
}

impl Signatory {
    fn names(&self, number: usize) -> SignatoryNames<'_> {
        SignatoryNames {
            number,
            name: &self.name,
            role: self.role.as_deref(),
            organisation: self.organisation.as_deref(),
            city: self.city.as_deref(),
            country: self.country.map(Country::name),
            line: self.line(),
        }
    }

    /// Everything on one line, separated by commas.
    fn line(&self) -> String {
        let parts = [Some(&*self.name), self.role.as_deref(), self.organisation.as_deref(), self.city.as_deref()];
        let country = self.country.map(Country::name);
        parts.into_iter().chain([country]).flatten().collect::<Vec<_>>().join(", ")
    }
}
