use std::path::{Path, PathBuf};

use clap::Args;
use url::Url;

use super::Done;
use super::arguments::warn_of;
use super::context::Context;
use super::terminal::screen::{print, say};
use super::view::say_provenance;
use crate::campaign::{self, Campaign, OwnAddresses};
use crate::publish::{Format, publish};
use crate::source::{Problem, write_public};
use crate::vocabulary::Language;

/// Publish a campaign as a page or a text, for all who would write
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The campaign, by its id or the path of its file
    campaign: String,
    #[command(flatten)]
    format: FormatArguments,
    /// A language of the campaign; may be repeated. All of them when left out
    #[arg(long, short, value_name = "CODE", value_delimiter = ',')]
    language: Vec<Language>,
    /// Where to write: a file that ends as its format does, or a folder for ID.LANGUAGE.html; standard output when left out
    #[arg(long, short, value_name = "FILE|FOLDER")]
    output: Option<PathBuf>,
    /// Write over files that are there
    #[arg(long, requires = "output")]
    overwrite: bool,
    /// Where the page will be found, for its QR code; one that ends in / is the folder of --output
    #[arg(long, value_name = "URL", value_parser = web_address)]
    url: Option<String>,
    /// Publish also the addresses that only you know (addresses.toml)
    #[arg(long)]
    own_addresses: bool,
}

/// How files end that are no folders.
const ENDINGS: [&str; 6] = ["html", "htm", "txt", "text", "md", "markdown"];

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct FormatArguments {
    /// A page for the web: it needs no script, and loads nothing
    #[arg(long)]
    html: bool,
    /// A text for a mail or a messenger
    #[arg(long)]
    text: bool,
    /// Markdown for a site
    #[arg(long)]
    markdown: bool,
}

impl FormatArguments {
    fn format(&self) -> Format {
        match self {
            Self { html: true, .. } => Format::Html,
            Self { markdown: true, .. } => Format::Markdown,
            Self { .. } => Format::Text,
        }
    }
}

impl Arguments {
    pub(super) fn execute(self) -> anyhow::Result<Done> {
        let context = Context::open()?;
        let own = if self.own_addresses { context.own_addresses()? } else { OwnAddresses::default() };
        let (campaign, library, _) = campaign::load(&context.library, &self.campaign, &own)?;
        context.note_signatures([&campaign])?;
        say_provenance(format_args!("{}: ", campaign.id), &campaign);
        warn_of(context.signature_refusal(&campaign)?);
        let format = self.format.format();
        let languages = self.languages(&campaign)?;
        let files = self.files(&campaign, &languages, format)?;
        // All are made before the first is written: what cannot be made is told before anything is there.
        let urls = self.urls(&files, languages.len())?;
        let make = |(language, url): (&Language, Option<String>)| {
            publish(&library, &campaign, *language, format, url.as_deref(), context.today())
        };
        let pages = languages.iter().zip(urls).map(make).collect::<Result<Vec<_>, _>>()?;
        if files.is_empty() {
            for page in &pages {
                print(page.trim_end())?;
            }
            return Ok(Done::Entirely);
        }
        for (file, page) in files.iter().zip(&pages) {
            self.write(file, page)?;
            say(format_args!("saved {}", file.display()));
        }
        Ok(Done::Entirely)
    }

    fn languages(&self, campaign: &Campaign) -> Result<Vec<Language>, Problem> {
        let known = &campaign.languages;
        if let Some(other) = self.language.iter().find(|language| !known.contains(language)) {
            let codes = known.iter().map(|language| language.code()).collect::<Vec<_>>().join(", ");
            let problem = Problem::error(format!("{} is not written in {}", campaign.id, other.name()));
            return Err(problem.hint(format!("it is written in: {codes}")));
        }
        let wanted = |language: &&Language| self.language.is_empty() || self.language.contains(language);
        Ok(known.iter().filter(wanted).copied().collect())
    }

    /// The files that are written, one for each language; none where all goes to standard output.
    fn files(&self, campaign: &Campaign, languages: &[Language], format: Format) -> Result<Vec<PathBuf>, Problem> {
        let ending = format.ending();
        let ends_in = |file: &Path, ending: &str| file.extension().is_some_and(|end| end.eq_ignore_ascii_case(ending));
        let one_place = |place: &str| {
            let problem = Problem::error(format!("{} is written in {} languages", campaign.id, languages.len()));
            problem.hint(format!("{place} takes one: choose it with --language, or name a folder with --output"))
        };
        let files = match &self.output {
            None if languages.len() > 1 => return Err(one_place("standard output")),
            None => Vec::new(),
            Some(file) if !file.is_dir() && ENDINGS.iter().any(|other| *other != ending && ends_in(file, other)) => {
                let problem = Problem::error(format!("{} is no name for what is made", file.display()));
                return Err(problem.hint(format!("name a file that ends in .{ending}, or a folder")));
            }
            Some(file) if !file.is_dir() && ends_in(file, ending) => {
                if languages.len() > 1 {
                    return Err(one_place("a file"));
                }
                vec![file.clone()]
            }
            Some(folder) => {
                languages.iter().map(|language| folder.join(format!("{}.{language}.{ending}", campaign.id))).collect()
            }
        };
        match files.iter().find(|file| !self.overwrite && file.symlink_metadata().is_ok()) {
            Some(file) => Err(Problem::error(format!("there is a file {} already", file.display()))
                .hint("choose another name, or write over it with --overwrite")),
            None => Ok(files),
        }
    }

    /// Where each page will be found.
    fn urls(&self, files: &[PathBuf], pages: usize) -> Result<Vec<Option<String>>, Problem> {
        let Some(url) = &self.url else { return Ok(vec![None; pages]) };
        let named_by_us = files.iter().filter(|file| self.output.as_ref() != Some(file));
        let names: Vec<_> = named_by_us.filter_map(|file| file.file_name()?.to_str()).collect();
        match url.ends_with('/') && !names.is_empty() {
            true => Ok(names.iter().map(|name| Some(format!("{url}{name}"))).collect()),
            false if pages == 1 => Ok(vec![Some(url.clone())]),
            false => Err(Problem::error(format!("{url} is the address of one page, and there are {pages}"))
                .hint("choose a --language, or give the address of their folder, which ends in /")),
        }
    }

    /// Writes a file that everybody may read: it is there to be published.
    fn write(&self, file: &Path, page: &str) -> Result<(), Problem> {
        let failed = |error| Problem::error(format!("cannot write {}", file.display())).because(error);
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        write_public(file, page.as_bytes(), self.overwrite).map_err(failed)
    }
}

/// A web address that a telephone opens.
fn web_address(text: &str) -> Result<String, String> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(url.into()),
        _ => Err("write it as https://example.org/appeal.html".to_owned()),
    }
}
