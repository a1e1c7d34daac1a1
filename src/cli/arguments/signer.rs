use std::path::PathBuf;

use clap::Args;

use crate::cli::context::Context;
use crate::signer::Signer;
use crate::source::{Problem, TextFile};
use crate::vocabulary::{Country, EmailAddress, Line, Prose};

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
    /// What you are: "teacher", "secretary"
    #[arg(long)]
    pub role: Option<Line>,
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
    /// Your own sentences
    #[arg(long, value_name = "TEXT", conflicts_with = "statement_file")]
    pub statement: Option<Prose>,
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
            role: self.role.clone().or(known.role),
            organisation: self.organisation.clone().or(known.organisation),
            address: self.address.clone().or(known.address),
            city: self.city.clone().or(known.city),
            country: self.country.or(known.country),
            language: known.language,
            statement: self.statement()?.or(known.statement),
            extra: known.extra,
        })
    }

    /// The sentences that these arguments give.
    pub(crate) fn statement(&self) -> anyhow::Result<Option<Prose>> {
        let Some(path) = &self.statement_file else { return Ok(self.statement.clone()) };
        let file = TextFile::read(path)?;
        let unfit = |error| Problem::error(format!("{} cannot stand in a letter", file.name)).because(error);
        Ok(Some(file.text.parse().map_err(unfit)?))
    }
}
