use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use crate::signer::Signer;
use crate::vocabulary::{Country, EmailAddress, Language};

/// What a template can use that is the same for all signers. What is not known is left out, so that a template that prints
/// it fails and one that asks for it with `{{#if}}` does not.
#[derive(Debug, Serialize)]
pub(super) struct FormNames<'a> {
    pub letter: LetterNames<'a>,
    pub subject: &'a str,
    pub summary: &'a str,
    pub campaign: CampaignNames<'a>,
    pub recipient: RecipientNames<'a>,
    pub people: Vec<PersonNames<'a>>,
    pub incidents: Vec<IncidentNames<'a>>,
    pub demands: Vec<DemandNames<'a>>,
    /// The mailboxes that receive a copy which the recipient sees.
    pub copies: Vec<&'a str>,
    /// There is such a thing in what is pasted on a social network alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub social: Option<SocialNames<'a>>,
    /// There is such a thing in joint letters alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joint: Option<JointNames>,
}

/// What a template can use that is the signer's.
#[derive(Debug, Serialize)]
pub(super) struct PersonalNames<'a> {
    pub signer: SignerNames<'a>,
    /// One of the campaign's alternatives for each place; any name can be asked for.
    pub variants: BTreeMap<&'a str, &'a str>,
    /// The columns of a roll that have no meaning of their own; any name can be asked for.
    pub extra: &'a BTreeMap<String, String>,
}

/// A value that is the signer's, with white space neither before nor behind it.
#[derive(Debug, Clone, Copy)]
pub(super) struct PersonalValue<'a> {
    /// What stands before the dot in a template: `signer`.
    pub group: &'static str,
    /// What stands behind it: `name`.
    pub name: &'a str,
    pub text: &'a str,
}

impl PersonalNames<'_> {
    /// All that is known of the signer.
    pub(super) fn values(&self) -> Vec<PersonalValue<'_>> {
        let Self { signer, variants, extra } = self;
        let SignerNames { name, email, role, organisation, address, city, country, statement } = *signer;
        let signer = [
            ("name", Some(name)),
            ("email", email),
            ("role", role),
            ("organisation", organisation),
            ("address", address),
            ("city", city),
            ("country", country),
            ("statement", statement),
        ];
        let value = |group| move |(name, text)| PersonalValue { group, name, text };
        let signer = signer.into_iter().filter_map(|(name, text)| Some((name, text?))).map(value("signer"));
        let variants = variants.iter().map(|(place, text)| (*place, *text)).map(value("variants"));
        let extra = extra.iter().map(|(name, text)| (name.as_str(), text.as_str())).map(value("extra"));
        signer.chain(variants).chain(extra).collect()
    }
}

#[derive(Debug, Serialize)]
pub(super) struct LetterNames<'a> {
    pub date: String,
    pub language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<&'a str>,
}

#[derive(Debug, Serialize)]
pub(super) struct CampaignNames<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub issued: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceNames<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct SourceNames<'a> {
    pub title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<&'a str>,
}

#[derive(Debug, Serialize)]
pub(super) struct RecipientNames<'a> {
    pub id: &'a str,
    pub kind: &'static str,
    pub office: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    /// `female`, `male`, or empty where the form of address is to be neutral.
    pub gender: &'static str,
    /// What the person is by their office (`minister`, `judge`, …), or empty.
    pub title: &'static str,
    /// The name without "Ms", "Frau" and the like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_name: Option<&'a str>,
    /// The family name, where it is sure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_name: Option<&'a str>,
    /// Given name and patronymic, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<&'a str>,
    /// The first line of the letter, with its punctuation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salutation: Option<String>,
    /// The postal address, line by line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<&'a str>,
    /// Its numbers, in a letter by fax or telephone as they are dialled where the signer lives.
    pub fax: Vec<String>,
    pub phone: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct SignerNames<'a> {
    pub name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement: Option<&'a str>,
}

impl<'a> SignerNames<'a> {
    pub(super) fn of(signer: &'a Signer, language: Language) -> Self {
        Self {
            name: &signer.name,
            email: signer.email.as_ref().map(EmailAddress::as_str),
            role: signer.role_in(language),
            organisation: signer.organisation.as_deref(),
            address: signer.address.as_deref(),
            city: signer.city.as_deref(),
            country: signer.country.map(|country| in_text(country, language)),
            statement: signer.statement_in(language),
        }
    }
}

/// A country as a text names it: English gives some an article.
fn in_text(country: Country, language: Language) -> &'static str {
    if language == Language::ENGLISH { country.name() } else { country.name_in(language) }
}

#[derive(Debug, Serialize)]
pub(super) struct PersonNames<'a> {
    pub name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<&'a str>,
    pub situation: &'a str,
}

#[derive(Debug, Serialize)]
pub(super) struct IncidentNames<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<&'a str>,
    pub text: &'a str,
}

#[derive(Debug, Serialize)]
pub(super) struct DemandNames<'a> {
    pub number: usize,
    pub id: &'a str,
    pub text: &'a str,
}

/// The account of an office on a social network.
#[derive(Debug, Serialize)]
pub(super) struct SocialNames<'a> {
    pub network: &'a str,
    pub handle: &'a str,
}

/// Who signs a joint letter.
#[derive(Debug, Serialize)]
pub(super) struct JointNames {
    /// How many they are, as the language writes it.
    pub number: String,
    /// Whether they are too many to stand below the letter, so that the list is attached to it.
    pub attached: bool,
}

/// A context in which everything is known: its names are the names that exist.
pub(super) fn everything() -> Value {
    let some = Some("");
    let form = FormNames {
        letter: LetterNames { date: String::new(), language: "", channel: some },
        subject: "",
        summary: "",
        campaign: CampaignNames {
            id: "",
            title: "",
            issued: String::new(),
            issued_by: some,
            source: Some(SourceNames { title: "", publisher: some, published: Some(String::new()), url: some }),
        },
        recipient: RecipientNames {
            id: "",
            kind: "",
            office: "",
            position: some,
            name: some,
            gender: "",
            title: "",
            full_name: some,
            family_name: some,
            given_name: some,
            salutation: Some(String::new()),
            post: some,
            fax: vec![String::new()],
            phone: vec![String::new()],
        },
        people: vec![PersonNames { name: "", role: some, situation: "" }],
        incidents: vec![IncidentNames { date: Some(String::new()), place: some, text: "" }],
        demands: vec![DemandNames { number: 1, id: "", text: "" }],
        copies: vec![""],
        social: Some(SocialNames { network: "", handle: "" }),
        joint: Some(JointNames { number: String::new(), attached: true }),
    };
    let personal = PersonalNames {
        signer: SignerNames {
            name: "",
            email: some,
            role: some,
            organisation: some,
            address: some,
            city: some,
            country: some,
            statement: some,
        },
        variants: BTreeMap::new(),
        extra: &BTreeMap::new(),
    };
    let (mut everything, personal) = (json!(form), json!(personal));
    if let (Some(everything), Value::Object(personal)) = (everything.as_object_mut(), personal) {
        everything.extend(personal);
    }
    everything
}
