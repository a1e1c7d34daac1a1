use super::Addresses;
use super::copies::warn_of_own_copies;
use super::entry::Entry;
use super::id::report_repeated;
use super::text_reader::TextReader;
use crate::signature::Provenance;
use crate::source::{Fields, Library, Problem, Problems, Report, TextFile, one_of};
use crate::vocabulary::{Country, EmailAddress, Language};

/// The offices of one country, written once and used by many campaigns.
#[derive(Debug, Clone)]
pub struct Directory {
    pub(super) file: String,
    pub(super) provenance: Provenance,
    pub(super) country: Country,
    pub(super) offices: Vec<Entry>,
    pub(super) embassies: Vec<Embassy>,
}

/// An embassy, and the country where it stands.
#[derive(Debug, Clone)]
pub(super) struct Embassy {
    pub(super) host: Country,
    pub(super) entry: Entry,
}

impl Directory {
    /// The names of all directories, such as `kazakhstan`.
    pub fn names(library: &Library) -> Vec<String> {
        library.names("campaigns/directory", "toml")
    }

    /// The file of a directory.
    ///
    /// # Errors
    ///
    /// When there is none, or it cannot be read.
    pub fn find(library: &Library, name: &str) -> Result<TextFile, Problem> {
        library.find(&format!("campaigns/directory/{name}.toml"))?.ok_or_else(|| {
            let hint = one_of(name, Self::names(library).iter().map(String::as_str));
            Problem::error(format!("there is no directory `{name}`")).hint(hint)
        })
    }

    /// Reads a directory.
    ///
    /// # Errors
    ///
    /// Every mistake in it.
    pub fn load(file: &TextFile) -> Result<(Self, Vec<Problem>), Problems> {
        let report = Report::default();
        let directory = Fields::of_file(file, &report, |fields| Self::read(fields, file));
        report.finish(directory)
    }

    fn read(fields: &Fields<'_>, file: &TextFile) -> Option<Self> {
        let country = fields.require("country");
        let languages = fields.get("languages").filter(|list: &Vec<Language>| !list.is_empty());
        let texts = TextReader::any_language(languages.unwrap_or_else(|| vec![Language::ENGLISH]));
        let mut ids = Vec::new();
        let offices = fields.tables("offices", |fields| {
            let entry = Entry::read(fields, &texts, country);
            report_repeated(fields, entry.id.as_deref(), &mut ids);
            warn_of_own_copies(fields, &entry.addresses.email);
            // What an office lacks in the directory it would lack in every campaign.
            entry.clone().into_recipient(fields)?;
            Some(entry)
        });
        let embassies = fields.tables("embassies", |fields| Embassy::read(fields, &texts));
        let (file, provenance) = (file.name.clone(), file.provenance.clone());
        Some(Self { file, provenance, country: country?, offices, embassies })
    }

    /// The mailboxes of offices by their ids, and of embassies.
    pub fn mailboxes(&self) -> impl Iterator<Item = (String, &EmailAddress)> {
        let offices = self.offices.iter().map(|office| (office.id.clone().unwrap_or_default(), office));
        let embassies =
            self.embassies.iter().map(|embassy| (format!("embassy in {}", embassy.host.name()), &embassy.entry));
        offices
            .chain(embassies)
            .flat_map(|(id, entry)| entry.addresses.email.iter().map(move |email| (id.clone(), email)))
    }

    /// The country of its offices.
    pub fn country(&self) -> Country {
        self.country
    }

    /// The addresses of its offices, by their ids.
    pub fn addresses(&self) -> impl Iterator<Item = (&str, &Addresses)> {
        self.offices.iter().filter_map(|office| Some((office.id.as_deref()?, &office.addresses)))
    }

    pub(super) fn office(&self, id: &str) -> Option<&Entry> {
        self.offices.iter().find(|office| office.id.as_deref() == Some(id))
    }
}

impl Embassy {
    pub(super) fn read(fields: &Fields<'_>, texts: &TextReader) -> Option<Self> {
        let host: Option<Country> = fields.require("in");
        let entry = Entry::read(fields, texts, host);
        warn_of_own_copies(fields, &entry.addresses.email);
        entry.warn_of_person(fields);
        Some(Self { host: host?, entry })
    }
}
