use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::Localized;
use crate::source::{Fields, Problem, Problems, Report, TextFile, Value, to_toml, write_private};
use crate::vocabulary::{Country, EmailAddress, Language, Line, Prose};

/// The person who signs a letter. Whatever stands here may appear in the letter, so it holds what they chose to tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signer {
    /// The name under the letter.
    pub name: Line,
    /// Where answers go; needed for sending.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// What they are: "secretary", "teacher", as letters in each language say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Localized<Line>>,
    /// The organisation they write for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<Line>,
    /// The postal address, line by line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Prose>,
    /// Where they write from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<Line>,
    /// Where they live; needed to find the embassy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// The language they write in when the recipient's is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Their own sentences, as they stand in letters in each language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement: Option<Localized<Prose>>,
    /// What else is known of them, for templates made for it: `extra.membership` in a template is `membership` here.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

impl Signer {
    /// Someone of whom no more than the name is known.
    pub fn named(name: Line) -> Self {
        Self {
            name,
            email: None,
            role: None,
            organisation: None,
            address: None,
            city: None,
            country: None,
            language: None,
            statement: None,
            extra: BTreeMap::new(),
        }
    }

    /// Someone of whom everything is known, and who does not exist: letters are tried out on them.
    pub fn example() -> Self {
        // What is written here is right, so nothing is lost in `ok`.
        Self {
            email: "alex@example.org".parse().ok(),
            role: "teacher".parse().ok(),
            organisation: "Example Union".parse().ok(),
            address: "1 Example Street\nExampleville".parse().ok(),
            city: "Exampleville".parse().ok(),
            country: "DE".parse().ok(),
            statement: "I have friends in your country.".parse().ok(),
            ..Self::named(Line::example())
        }
    }

    /// What they are, in a letter in that language.
    pub fn role_in(&self, language: Language) -> Option<&str> {
        self.role.as_ref()?.get(language).map(|role| &**role)
    }

    /// Their own sentences, in a letter in that language.
    pub fn statement_in(&self, language: Language) -> Option<&str> {
        self.statement.as_ref()?.get(language).map(|statement| &**statement)
    }

    /// What tells them from others: their address in lower case, its domain in ASCII; the name of a signer without one.
    pub fn identity(&self) -> String {
        let address = self.email.as_ref().map(|email| format!("{}@{}", email.local_part(), email.ascii_domain()));
        address.unwrap_or_else(|| self.name.to_string()).to_lowercase()
    }

    /// Reads a profile.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or every mistake in it.
    pub fn load(path: &Path) -> Result<Self, Problems> {
        let file = TextFile::read(path)?;
        let report = Report::default();
        let signer = Fields::of_file(&file, &report, Self::read);
        report.finish(signer).map(|(signer, _)| signer)
    }

    /// Saves the profile where only its owner can read it.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), Problem> {
        let failed = |error: std::io::Error| Problem::error(format!("cannot save {}", path.display())).because(error);
        write_private(path, to_toml(self).as_bytes()).map_err(failed)
    }

    /// Reads the keys of a profile.
    pub fn read(fields: &Fields<'_>) -> Option<Self> {
        let name = fields.require("name");
        let email = fields.get("email");
        let role = fields.get("role");
        let organisation = fields.get("organisation");
        let address = fields.get("address");
        let city = fields.get("city");
        let country = fields.get("country");
        let language = fields.get("language");
        let statement = fields.get("statement");
        let extra = fields.value("extra").and_then(Value::table).map(|table| {
            let entry =
                |(_, key, value): (_, &str, Value<'_>)| Some((key.to_owned(), value.parse::<Prose>()?.to_string()));
            table.entries().filter_map(entry).collect()
        });
        let extra = extra.unwrap_or_default();
        Some(Self { name: name?, email, role, organisation, address, city, country, language, statement, extra })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Signer, Problems> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("signer.toml");
        std::fs::write(&path, text).unwrap();
        Signer::load(&path)
    }

    #[test]
    fn a_profile_reads_back_as_it_was_saved() {
        let signer =
            load("name = \"{{x}} O'Brien\"\naddress = \"1 Street\\nTown\"\ncountry = \"DE\"\n[extra]\nshirt = \"L\"\n")
                .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("saved.toml");
        signer.save(&path).unwrap();
        assert_eq!(Signer::load(&path).unwrap(), signer);
    }

    #[test]
    fn words_by_language_read_back_as_they_were_saved() {
        let text = "name = \"Alex\"\nrole = { de = \"Lehrer\", other = \"teacher\" }\ncity = \"Berlin\"\n\
                    statement = { en = \"Me\\ntoo.\", de = \"Ich auch.\" }\n[extra]\nshirt = \"L\"\n";
        let signer = load(text).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("saved.toml");
        signer.save(&path).unwrap();
        assert_eq!(Signer::load(&path).unwrap(), signer);
    }

    #[test]
    fn a_signer_without_words_by_language_is_written_as_ever() {
        // Ledgers keep a fingerprint of it.
        let signer = load("name = \"Alex\"\nrole = \"teacher\"\nstatement = \"Me too.\"\n").unwrap();
        let written = r#"{"name":"Alex","role":"teacher","statement":"Me too."}"#;
        assert_eq!(serde_json::to_string(&signer).unwrap(), written);
    }

    #[test]
    fn a_name_cannot_add_a_header() {
        let problems = load("name = \"Eve\\r\\nBcc: eve@example.org\"\n").unwrap_err().to_string();
        assert!(problems.contains(":1:8: ") && problems.contains("line break"), "{problems}");
    }
}
