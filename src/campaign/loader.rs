use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::audience::Readers;
use super::copies::warn_of_own_copies;
use super::directory::{Directory, Embassy};
use super::entry::Entry;
use super::id::report_repeated;
use super::supersession::{superseded_by, supersedes};
use super::text_reader::TextReader;
use super::{
    Campaign, Copies, Demand, EmbassyIn, Incident, Link, Origin, OwnAddresses, Pace, Person, Recipient, Status, Text,
    Variants,
};
use crate::signature::Provenance;
use crate::source::{
    Fields, FromValue, Library, Problem, Problems, Report, TextFile, Unfit, Value, is_id, is_name, one_of,
};
use crate::vocabulary::{Country, Language};

/// What reading a campaign needs beside its file.
pub(super) struct Loader<'l> {
    id: &'l str,
    library: &'l Library,
    own: &'l OwnAddresses,
    report: &'l Report,
    /// Those that were needed so far, each read once.
    directories: RefCell<BTreeMap<String, Result<Rc<Directory>, Problems>>>,
    /// Those that something was taken from, by file.
    used: RefCell<BTreeMap<String, Provenance>>,
}

impl<'l> Loader<'l> {
    pub(super) fn new(id: &'l str, library: &'l Library, own: &'l OwnAddresses, report: &'l Report) -> Self {
        Self { id, library, own, report, directories: RefCell::default(), used: RefCell::default() }
    }

    /// Reads the keys of a campaign.
    pub(super) fn read(&self, fields: &Fields<'_>, file: &TextFile) -> Option<Campaign> {
        let languages = languages(fields);
        let country = fields.require::<Country>("country");
        let texts = TextReader::new(languages.clone().unwrap_or_else(|| vec![Language::ENGLISH]));
        // Everything is read before anything is given up: one run reports every mistake.
        let title = texts.require_line(fields, "title");
        let issued = fields.require("issued");
        let issued_by = texts.line(fields, "issued_by");
        let respond_by = fields.get("respond_by");
        let (status, reason) = standing(fields, &texts);
        let supersedes = supersedes(fields, self.id, self.library);
        let template = template(fields);
        let source = fields.value("source").and_then(Value::table);
        let source = source.and_then(|source| source.read(|fields| Origin::read(fields, &texts)));
        let subject = texts.require_letter_line(fields, "subject");
        let summary = texts.require_letter_prose(fields, "summary");
        let note = texts.prose(fields, "note");
        let signers = fields.value("signers").and_then(|value| texts.list(value)).unwrap_or_default();
        let links = fields.tables("links", |fields| Link::read(fields, &texts));
        let readers = self.recipients(fields, &texts, country);
        let people = fields.tables("people", |fields| Person::read(fields, &texts, &readers));
        let incidents = fields.tables("incidents", |fields| Some(Incident::read(fields, &texts, &readers)));
        let demands = demands(fields, &texts, &readers);
        let recipients = readers.recipients;
        let copies = self.copies(fields, &texts, country);
        warn_of_own_copies(fields, recipients.iter().flat_map(|recipient| &recipient.addresses.email));
        let variants = fields.value("variants").and_then(Value::table);
        let variants = variants.map(|table| Variants::read(&table, &texts)).unwrap_or_default();
        let pace =
            fields.value("pace").and_then(Value::table).and_then(|pace| pace.read(|pace| Some(Pace::read(pace))));
        let embassies = self.embassies(country, &recipients);
        Some(Campaign {
            id: self.id.to_owned(),
            file: file.name.clone(),
            signature: file.provenance.clone(),
            directories: self.used.take(),
            title: title?,
            issued: issued?,
            issued_by,
            respond_by,
            status: status?,
            reason,
            supersedes,
            superseded_by: superseded_by(self.id, self.library, self.report),
            country: country?,
            languages: languages?,
            template,
            source,
            subject: subject?,
            summary: summary?,
            note,
            signers,
            links,
            people,
            incidents,
            demands,
            recipients,
            copies,
            variants,
            pace: pace.unwrap_or_default(),
            embassies,
        })
    }

    fn recipients(&self, fields: &Fields<'_>, texts: &TextReader, country: Option<Country>) -> Readers {
        let (mut ids, mut are_all) = (Vec::new(), true);
        let recipients = fields.tables("recipients", |fields| {
            let (id, recipient) = self.recipient(fields, texts, country);
            report_repeated(fields, id.as_deref(), &mut ids);
            are_all &= recipient.is_some();
            recipient
        });
        if !fields.has("recipients") {
            fields.report(Problem::error("the campaign has no recipient").hint("add a [[recipients]] table"));
        }
        Readers { recipients, ids, are_all }
    }

    /// A recipient, and its id even where the rest has mistakes.
    fn recipient(
        &self,
        fields: &Fields<'_>,
        texts: &TextReader,
        country: Option<Country>,
    ) -> (Option<String>, Option<Recipient>) {
        let entry = Entry::read(fields, texts, country);
        let subject = texts.letter_line(fields, "subject");
        let summary = texts.letter_prose(fields, "summary");
        let directory_entry = fields.value("use");
        let embassy = fields.value("embassy");
        let embassy_in = embassy.and_then(EmbassyIn::from_value);
        if let (Some(value), Some(_)) = (directory_entry, embassy) {
            let problem = Problem::error("`use` and `embassy` do not go together");
            value.report(problem.hint("an embassy is found in the directory by itself: take `use` out"));
        }
        let id = entry.id.clone();
        let entry = match (directory_entry, embassy) {
            (Some(value), _) => self.with_directory(value, entry),
            // Without its country, which was missed where it should stand, nothing is known of it.
            (None, Some(_)) => country.map(|country| entry.over(&Entry::embassy_of(country))),
            (None, None) => Some(entry),
        };
        let Some(entry) = entry else { return (id, None) };
        let id = entry.id.clone();
        let Some(mut recipient) = entry.into_recipient(fields) else { return (id, None) };
        (recipient.subject, recipient.summary) = (subject, summary);
        recipient.directory_entry = directory_entry.and_then(String::from_value);
        recipient.embassy = embassy_in;
        self.own.add_to(self.id, &mut recipient);
        warn_if_unreachable(&recipient, fields);
        warn_of_own_copies(fields, &recipient.addresses.email);
        (id, Some(recipient))
    }

    /// The entry with what its `use` supplies.
    fn with_directory(&self, value: Value<'_>, entry: Entry) -> Option<Entry> {
        let path = value.string()?;
        let parts = path.split_once('/').filter(|(country, office)| is_id(country) && is_id(office));
        let Some((name, office)) = parts else {
            let unfit = Unfit::no("office of a directory", path).hint("write it as `kazakhstan/foreign-ministry`");
            value.report(unfit.into());
            return None;
        };
        let directory = match self.directory(name) {
            Ok(directory) => directory,
            Err(Problems(problems)) => {
                for problem in problems {
                    // What is wrong in the directory has its place there.
                    if problem.place.is_some() { self.report.add(problem) } else { value.report(problem) }
                }
                return None;
            }
        };
        let Some(base) = directory.office(office) else {
            let known = directory.offices.iter().filter_map(|office| office.id.as_deref());
            let problem = Problem::error(format!("there is no office `{office}` in {}", directory.file));
            value.report(problem.hint(one_of(office, known)));
            return None;
        };
        self.note_use(&directory);
        Some(entry.over(base))
    }

    fn note_use(&self, directory: &Directory) {
        self.used.borrow_mut().insert(directory.file.clone(), directory.provenance.clone());
    }

    /// A directory, read when it is first needed.
    fn directory(&self, name: &str) -> Result<Rc<Directory>, Problems> {
        let read = || {
            let (directory, _) = Directory::load(&Directory::find(self.library, name)?)?;
            Ok(Rc::new(directory))
        };
        self.directories.borrow_mut().entry(name.to_owned()).or_insert_with(read).clone()
    }

    fn copies(&self, fields: &Fields<'_>, texts: &TextReader, country: Option<Country>) -> Copies {
        let table = fields.value("copies").and_then(Value::table);
        let copies = table.and_then(|table| table.read(|fields| Some(Copies::read(fields, texts, country))));
        let mut copies = copies.unwrap_or_default();
        self.own.add_to_copies(self.id, &mut copies);
        copies
    }

    /// The embassies of the country, when a letter may go to one; the person's own knowledge comes first.
    fn embassies(&self, country: Option<Country>, recipients: &[Recipient]) -> Vec<Embassy> {
        let Some(country) = country else { return Vec::new() };
        if recipients.iter().all(|recipient| recipient.embassy.is_none()) {
            return Vec::new();
        }
        let mut embassies: Vec<_> = self.own.embassies_of(country).cloned().collect();
        for name in Directory::names(self.library) {
            match self.directory(&name) {
                Ok(directory) if directory.country == country => {
                    self.note_use(&directory);
                    embassies.extend(directory.embassies.iter().cloned());
                }
                Ok(_) => {}
                Err(_) => match Directory::find(self.library, &name) {
                    // A file that cannot be read, or is not what was signed, may hide the embassy that is meant.
                    Err(problem) => self.report.add(problem),
                    Ok(_) => self.report.add(
                        Problem::warning(format!("the directory `{name}` has mistakes: its embassies are not known"))
                            .hint("`protest-letter check` tells them"),
                    ),
                },
            }
        }
        embassies
    }
}

fn languages(fields: &Fields<'_>) -> Option<Vec<Language>> {
    let value = fields.required("languages")?;
    let languages = Vec::<Language>::from_value(value)?;
    if languages.is_empty() && value.items().is_some_and(|items| items.is_empty()) {
        value.report(Problem::error("`languages` names no language"));
    }
    (!languages.is_empty()).then_some(languages)
}

fn warn_if_unreachable(recipient: &Recipient, fields: &Fields<'_>) {
    let addresses = &recipient.addresses;
    let reached = addresses.channels().next().is_some() || !addresses.web.is_empty() || !addresses.social.is_empty();
    if !reached && recipient.withheld.is_empty() && recipient.embassy.is_none() {
        let problem = Problem::warning(format!("`{}` has no address at all", recipient.id));
        fields.report(problem.hint("give one, or name the channel in `withheld` if the appeal hides its address"));
    }
}

fn standing(fields: &Fields<'_>, texts: &TextReader) -> (Option<Status>, Option<Text>) {
    let status = fields.require("status");
    let reason = texts.prose(fields, "reason");
    if status == Some(Status::Stopped) && reason.is_none() {
        let problem = Problem::warning("a stopped campaign does not say why");
        fields.report(problem.hint("add `reason.en = \"…\"`"));
    }
    (status, reason)
}

fn template(fields: &Fields<'_>) -> String {
    let formal = || Campaign::DEFAULT_TEMPLATE.to_owned();
    let Some(value) = fields.value("template") else { return formal() };
    match value.string() {
        Some(name) if is_name(name) => name.to_owned(),
        Some(name) => {
            let unfit = Unfit::no("name of a letter template", name);
            value.report(unfit.hint("name it without folder, language and ending: `formal`").into());
            formal()
        }
        None => formal(),
    }
}

fn demands(fields: &Fields<'_>, texts: &TextReader, readers: &Readers) -> Vec<Demand> {
    let mut ids = Vec::new();
    let demands = fields.tables("demands", |fields| {
        let demand = Demand::read(fields, texts, readers)?;
        report_repeated(fields, Some(&demand.id), &mut ids);
        Some(demand)
    });
    if !fields.has("demands") {
        let problem = Problem::warning("the campaign demands nothing");
        fields.report(problem.hint("add a [[demands]] table: a letter without a request is seldom answered"));
    }
    demands
}
