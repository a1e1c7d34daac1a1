use super::demand::Id;
use super::text_reader::TextReader;
use super::{Addresses, Copies, Kind, Recipient, Text};
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
        Self {
            id: self.id.or_else(|| base.id.clone()),
            kind: self.kind.or(base.kind),
            office: self.office.or_else(|| base.office.clone()),
            position: self.position.or_else(|| base.position.clone()),
            name: self.name.or_else(|| base.name.clone()),
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
        Some(Recipient {
            id: self.id?,
            kind: self.kind?,
            office: self.office?,
            position: self.position,
            name: self.name,
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
}
