use std::collections::BTreeMap;

use serde::Serialize;

use super::notice::Notice;
use super::qr::Qr;
use super::way::Way;

/// Everything that a template of a published appeal can use.
#[derive(Debug, Serialize)]
pub(super) struct AppealNames<'a> {
    pub words: &'a BTreeMap<String, String>,
    pub language: &'a str,
    /// `ltr` or `rtl`.
    pub direction: &'a str,
    pub title: &'a str,
    pub notice: Option<Notice>,
    pub issued: String,
    pub issued_by: Option<&'a str>,
    pub respond_by: Option<String>,
    pub source: Option<SourceNames<'a>>,
    pub summary: Vec<&'a str>,
    pub note: Vec<&'a str>,
    pub people: Vec<PersonNames<'a>>,
    pub incidents: Vec<IncidentNames<'a>>,
    pub demands: Vec<&'a str>,
    pub signers: &'a [String],
    pub recipients: Vec<RecipientNames<'a>>,
    pub copies: Vec<Way>,
    pub letters: Vec<LetterNames>,
    pub links: Vec<LinkNames<'a>>,
    pub page: Option<PageNames<'a>>,
    /// The style of the page, and what the page may do.
    pub style: String,
    pub policy: String,
}

#[derive(Debug, Serialize)]
pub(super) struct SourceNames<'a> {
    pub title: &'a str,
    pub publisher: Option<&'a str>,
    pub published: Option<String>,
    pub link: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct PersonNames<'a> {
    pub name: &'a str,
    pub role: Option<&'a str>,
    pub situation: Option<&'a str>,
    pub details: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
pub(super) struct IncidentNames<'a> {
    pub date: Option<String>,
    pub place: Option<&'a str>,
    pub text: Option<&'a str>,
    pub details: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
pub(super) struct RecipientNames<'a> {
    pub office: String,
    pub name: Option<String>,
    pub position: Option<String>,
    pub salutation: Option<String>,
    /// Whether it is the embassy in a country that only the reader knows.
    pub embassy: bool,
    /// The country of an embassy that is known.
    pub host: Option<&'a str>,
    pub ways: Vec<Way>,
    pub copies: Vec<Way>,
    pub note: Vec<String>,
    /// What opens in a mail program.
    pub mail: Option<MailNames>,
    /// The id of its letter on the page.
    pub letter: Option<String>,
    /// The language of its letter, where it is not that of the page.
    pub other_language: Option<LanguageNames>,
}

#[derive(Debug, Serialize)]
pub(super) struct MailNames {
    pub link: String,
    /// Whether it holds the letter, and not only who gets it.
    pub whole: bool,
    /// Whether it holds the letter in few words.
    pub short: bool,
    /// Whether it goes to those alone who get a copy.
    pub copy: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct LetterNames {
    pub id: String,
    pub office: String,
    pub language: String,
    pub direction: &'static str,
    /// The same, where it is not that of the page.
    pub other_language: Option<LanguageNames>,
    /// Whether it is what to say on the telephone.
    pub spoken: bool,
    pub subject: String,
    /// The letter, paragraph by paragraph, each line by line.
    pub paragraphs: Vec<Vec<String>>,
    /// Everybody who is to get a copy of it.
    pub copies: Vec<Way>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct LanguageNames {
    pub code: &'static str,
    pub direction: &'static str,
    /// Its name in itself, where there are words in it; else in English.
    pub name: String,
}

#[derive(Debug, Serialize)]
pub(super) struct LinkNames<'a> {
    pub title: &'a str,
    pub url: &'a str,
    pub link: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct PageNames<'a> {
    pub url: &'a str,
    pub link: Option<String>,
    pub qr: Option<Qr>,
}
