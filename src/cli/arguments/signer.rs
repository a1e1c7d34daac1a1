use std::path::PathBuf;

use clap::Args;

use super::in_language::{InLanguage, over};
use crate::cli::context::Context;
use crate::signer::{Localized, Signer};
use crate::source::{Problem, TextFile};
use crate::vocabulary::{Country, EmailAddress, Language, Line, Prose};

/// Who signs: a profile, the saved one when none is named, and what takes the place of something in it.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Who signs")]
pub(crate) struct SignerArguments {
    /// A profile to sign with; your saved one when left out
    #[arg(long, value_name = "FILE")]
    pub signer: Option<PathBuf>,
    /// Your name
    #[arg(long)]
    pub name: Option<Line>,
    /// Your e-mail address: where answers go
    #[arg(long, value_name = "ADDRESS")]
    pub email: Option<EmailAddress>,
    /// What you are: "teacher", "secretary"; with a language, `de=Lehrer`, in letters in that one alone. May be repeated
    #[arg(long, value_name = "[LANGUAGE=]ROLE")]
    pub role: Vec<InLanguage<Line>>,
    /// The organisation you write for
    #[arg(long, value_name = "NAME")]
    pub organisation: Option<Line>,
    /// Your postal address, lines separated by line breaks
    #[arg(long, value_name = "LINES")]
    pub address: Option<Prose>,
    /// Where you write from
    #[arg(long)]
    pub city: Option<Line>,
    /// The country you live in, to find the embassy there: its name or its code (ISO 3166-1)
    #[arg(long)]
    pub country: Option<Country>,
    /// Your own sentences; with a language, `de=TEXT`, in letters in that one alone. May be repeated
    #[arg(long, value_name = "[LANGUAGE=]TEXT", conflicts_with = "statement_file")]
    pub statement: Vec<InLanguage<Prose>>,
    /// A file with your own sentences
    #[arg(long, value_name = "FILE")]
    pub statement_file: Option<PathBuf>,
}

impl SignerArguments {
    /// The signer, when there is enough to know one: a profile or a name.
    ///
    /// # Errors
    ///
    /// When a file that was named cannot be read.
    pub(crate) fn signer(&self, context: &Context) -> anyhow::Result<Option<Signer>> {
        let profile = match &self.signer {
            Some(path) => Some(Signer::load(path)?),
            None => context.profile()?,
        };
        let named = self.name.clone().map(Signer::named);
        let Some(known) = profile.or(named) else { return Ok(None) };
        Ok(Some(self.over(known)?))
    }

    /// A signer with what these arguments say in place of what was known.
    pub(crate) fn over(&self, known: Signer) -> anyhow::Result<Signer> {
        Ok(Signer {
            name: self.name.clone().unwrap_or(known.name),
            email: self.email.clone().or(known.email),
            role: over("--role", &self.role, known.role)?,
            organisation: self.organisation.clone().or(known.organisation),
            address: self.address.clone().or(known.address),
            city: self.city.clone().or(known.city),
            country: self.country.or(known.country),
            language: known.language,
            statement: self.statement(known.statement)?,
            extra: known.extra,
        })
    }

    /// Whether these arguments say what stands in letters in that language.
    pub(crate) fn has_statement_in(&self, language: Language) -> bool {
        self.statement_file.is_some() || self.statement.iter().any(|given| given.is_for(language))
    }

    /// Whether these arguments say what the signer is in letters in that language.
    pub(crate) fn has_role_in(&self, language: Language) -> bool {
        self.role.iter().any(|given| given.is_for(language))
    }

    fn statement(&self, known: Option<Localized<Prose>>) -> anyhow::Result<Option<Localized<Prose>>> {
        let Some(path) = &self.statement_file else { return Ok(over("--statement", &self.statement, known)?) };
        let file = TextFile::read(path)?;
        let unfit = |error| Problem::error(format!("{} cannot stand in a letter", file.name)).because(error);
        Ok(Some(file.text.parse().map_err(unfit)?))
    }
}
