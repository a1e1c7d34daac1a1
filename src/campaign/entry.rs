use super::id::Id;
use super::personal_name::{has_words, without_form_of_address};
use super::text_reader::TextReader;
use super::{Addresses, Copies, Gender, Kind, Recipient, Text, Title};
use crate::source::{Fields, Problem, Value};
use crate::vocabulary::{Channel, Country, Language};

/// An office as one file writes it: every key may be left out, because another file can supply it.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry {
    pub(super) id: Option<String>,
    kind: Option<Kind>,
    office: Option<Text>,
    pub(super) position: Option<Text>,
    pub(super) name: Option<Text>,
    pub(super) gender: Option<Gender>,
    pub(super) family_name: Option<Text>,
    pub(super) salutation: Option<Text>,
    pub(super) language: Option<Language>,
    pub(super) addresses: Addresses,
    pub(super) copies: Option<Copies>,
    pub(super) withheld: Vec<Channel>,
    pub(super) note: Option<Text>,
    pub(super) source: Option<String>,
}

impl Entry {
    pub(super) fn read(fields: &Fields<'_>, texts: &TextReader, country: Option<Country>) -> Self {
        let copies = fields.value("copies").and_then(Value::table);
        Self {
            id: fields.get::<Id>("id").map(|id| id.0),
            kind: fields.get("kind"),
            office: texts.line(fields, "office"),
            position: texts.line(fields, "position"),
            name: texts.line(fields, "name"),
            gender: fields.get("gender"),
            family_name: texts.line(fields, "family_name"),
            salutation: texts.line(fields, "salutation"),
            language: fields.get("language"),
            addresses: Addresses::read(fields, texts, country),
            copies: copies.and_then(|copies| copies.read(|fields| Some(Copies::read(fields, texts, country)))),
            withheld: fields.get("withheld").unwrap_or_default(),
            note: texts.prose(fields, "note"),
            source: fields.get("source"),
        }
    }

    /// What is known of any embassy of a country.
    pub(super) fn embassy_of(country: Country) -> Self {
        // Other languages decline the country's name: there the campaign names the office.
        let in_kazakh = |language| (language, format!("{} елшілігі", country.name_in(language)));
        let in_spanish = |language| (language, format!("Embajada de {}", country.name_in(language)));
        let offices = [
            Some((Language::ENGLISH, format!("Embassy of {}", country.name()))),
            "kk".parse().ok().map(in_kazakh),
            "es".parse().ok().map(in_spanish),
        ];
        let office = Text::new(offices.into_iter().flatten());
        Self { id: Some("embassy".to_owned()), kind: Some(Kind::Embassy), office, ..Self::default() }
    }

    /// This entry, and for every key that it leaves out, that of `base`.
    pub(super) fn over(self, base: &Self) -> Self {
        // Another person is not addressed as the one of the base.
        let is_other = self.name.is_some();
        Self {
            id: self.id.or_else(|| base.id.clone()),
            kind: self.kind.or(base.kind),
            office: self.office.or_else(|| base.office.clone()),
            position: self.position.or_else(|| base.position.clone()),
            name: self.name.or_else(|| base.name.clone()),
            gender: self.gender.or(base.gender.filter(|_| !is_other)),
            family_name: self.family_name.or_else(|| base.family_name.clone().filter(|_| !is_other)),
            salutation: self.salutation.or_else(|| base.salutation.clone()),
            language: self.language.or(base.language),
            addresses: self.addresses.or(&base.addresses),
            copies: self.copies.or_else(|| base.copies.clone()),
            withheld: if self.withheld.is_empty() { base.withheld.clone() } else { self.withheld },
            note: self.note.or_else(|| base.note.clone()),
            source: self.source.or_else(|| base.source.clone()),
        }
    }

    /// The recipient it describes; what it lacks is reported at `fields`.
    pub(super) fn into_recipient(self, fields: &Fields<'_>) -> Option<Recipient> {
        for (key, missing) in
            [("id", self.id.is_none()), ("kind", self.kind.is_none()), ("office", self.office.is_none())]
        {
            if missing && !fields.has(key) {
                let problem = Problem::error(format!("`{key}` is missing"));
                fields.report(problem.hint(format!("add it here: {key} = …")));
            }
        }
        self.warn_of_person(fields);
        Some(Recipient {
            id: self.id?,
            kind: self.kind?,
            office: self.office?,
            position: self.position,
            name: self.name,
            gender: self.gender,
            family_name: self.family_name,
            salutation: self.salutation,
            language: self.language,
            subject: None,
            summary: None,
            addresses: self.addresses,
            copies: self.copies.unwrap_or_default(),
            withheld: self.withheld,
            note: self.note,
            source: self.source,
            directory_entry: None,
            embassy: None,
        })
    }

    /// Warns of what `fields` say of a person and letters cannot use.
    pub(super) fn warn_of_person(&self, fields: &Fields<'_>) {
        let warn = |key, what: String, hint: &str| {
            if let Some(value) = fields.value(key) {
                value.report(Problem::warning(what).hint(hint));
            }
        };
        let Some(name) = &self.name else {
            if self.gender.is_some() && self.kind.is_some_and(|kind| Title::of(kind, self.position.as_ref()).is_none())
            {
                let what = "`gender` does nothing here: no person is named, and letters address all who work there";
                warn("gender", what.to_owned(), "add the person's `name`, or take it out");
            }
            if self.family_name.is_some() {
                warn(
                    "family_name",
                    "`family_name` stands without a `name`".to_owned(),
                    "add the person's whole `name`",
                );
            }
            return;
        };
        if let Some(family) = &self.family_name {
            let texts = family.languages().filter_map(|language| Some((family.get(language)?, name.nearest(language))));
            for (family, name) in texts.filter(|(family, name)| !has_words(name, family)) {
                let what = format!("the family name `{family}` does not stand in the name `{name}`");
                warn("family_name", what, "write it as it is spelt there, by language where that differs");
            }
        }
        let names = name.languages().filter_map(|language| name.get(language));
        for name in names.filter(|name| without_form_of_address(name).len() < name.len()) {
            let what = format!("the name `{name}` holds a form of address");
            warn("name", what, "write the name alone, and beside it gender = \"female\" or \"male\"");
        }
    }
}
