use std::collections::BTreeMap;

use serde::Serialize;

/// All that a template can use. What is not known is left out, so that a template that prints it fails and one that
/// asks for it with `{{#if}}` does not.
#[derive(Debug, Serialize)]
pub(super) struct Context<'a> {
    pub subject: &'a str,
    pub summary: &'a str,
    pub letter: LetterNames<'a>,
    pub campaign: CampaignNames<'a>,
    pub recipient: RecipientNames<'a>,
    pub signer: SignerNames<'a>,
    pub people: Vec<PersonNames<'a>>,
    pub incidents: Vec<IncidentNames<'a>>,
    pub demands: Vec<DemandNames<'a>>,
    /// The mailboxes that receive a copy which the recipient sees.
    pub copies: Vec<&'a str>,
    /// One of the campaign's alternatives for each place; any name can be asked for.
    pub variants: BTreeMap<&'a str, &'a str>,
    /// The columns of a roll that have no meaning of their own; any name can be asked for.
    pub extra: BTreeMap<&'a str, &'a str>,
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
    /// The first line of the letter, with its punctuation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salutation: Option<String>,
    /// The postal address, line by line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<&'a str>,
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

impl Context<'static> {
    /// A context in which everything is known: its names are the names that exist.
    pub(super) fn with_everything() -> Self {
        Self {
            subject: "",
            summary: "",
            letter: LetterNames { date: String::new(), language: "", channel: Some("") },
            campaign: CampaignNames {
                id: "",
                title: "",
                issued: String::new(),
                issued_by: Some(""),
                source: Some(SourceNames {
                    title: "",
                    publisher: Some(""),
                    published: Some(String::new()),
                    url: Some(""),
                }),
            },
            recipient: RecipientNames {
                id: "",
                kind: "",
                office: "",
                position: Some(""),
                name: Some(""),
                salutation: Some(String::new()),
                post: Some(""),
            },
            signer: SignerNames {
                name: "",
                email: Some(""),
                role: Some(""),
                organisation: Some(""),
                address: Some(""),
                city: Some(""),
                country: Some(""),
                statement: Some(""),
            },
            people: vec![PersonNames { name: "", role: Some(""), situation: "" }],
            incidents: vec![IncidentNames { date: Some(String::new()), place: Some(""), text: "" }],
            demands: vec![DemandNames { number: 1, id: "", text: "" }],
            copies: vec![""],
            variants: BTreeMap::new(),
            extra: BTreeMap::new(),
        }
    }
}
