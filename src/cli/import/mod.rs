use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::Done;
use super::context::Context;
use super::terminal::ask;
use super::terminal::screen::{DIM, WARN, count, print, say, styled};
use crate::import::{self, Appeal, Find, Finds, Outline, Owner, Part};
use crate::source::{Problem, is_id};
use crate::vocabulary::{Country, Line, Prose};

/// Make a campaign file from a published appeal: a text, a saved page, a mail
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The appeal; `-` is standard input
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
    /// The campaign's id: small letters, digits, hyphens; made from the title when left out
    #[arg(long)]
    id: Option<String>,
    /// Where to write it; `campaigns/ID.toml` when left out
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Letters are asked for now: write `status = "open"`
    #[arg(long)]
    open: bool,
    /// The country whose authorities are written to, where the appeal does not tell it
    #[arg(long, value_name = "COUNTRY")]
    country: Option<Country>,
    /// Ask nothing: write all that was found, and list what is doubtful
    #[arg(long, short)]
    yes: bool,
    /// Print what was found as JSON, and write no file
    #[arg(long, conflicts_with_all = ["output", "id", "open", "yes", "country"])]
    json: bool,
}

/// What a person says to one find.
enum Answer {
    Keep,
    Change,
    Drop,
    KeepRest,
}

impl Arguments {
    pub(super) fn execute(self) -> anyhow::Result<Done> {
        let context = Context::open()?;
        let appeal = self.read()?;
        let mut finds = import::find(&appeal)?;
        if self.json {
            let found = json!({ "file": appeal.file, "language": finds.language, "finds": finds.list });
            print(serde_json::to_string_pretty(&found)?)?;
            return Ok(Done::Entirely);
        }
        let from_pipe = self.file == Path::new("-");
        let asks = context.asks && !self.yes && !from_pipe;
        let mut outline = Outline { open: self.open, country: self.country, ..Outline::default() };
        if asks {
            go_through(&mut finds)?;
            ask_rest(&finds, &mut outline)?;
        }
        let path = self.path(&finds, asks)?;
        let text = import::write(&appeal, &finds, &outline)?;
        create(&path, &text)?;
        if !asks {
            list_doubtful(&appeal, &finds);
        }
        print(path.display())?;
        sum_up(&finds);
        say(format_args!("fill in what is left, then: protest-letter check {}", path.display()));
        Ok(Done::Entirely)
    }

    fn read(&self) -> Result<Appeal, Problem> {
        if self.file == Path::new("-") { Appeal::read("-", std::io::stdin().lock()) } else { Appeal::open(&self.file) }
    }

    fn path(&self, finds: &Finds, asks: bool) -> anyhow::Result<PathBuf> {
        if let Some(output) = &self.output {
            return Ok(output.clone());
        }
        let id = match &self.id {
            Some(id) => id.clone(),
            None if asks => ask::needed("The id of the campaign", Some(finds.id()))?,
            None => finds.id(),
        };
        if !is_id(&id) {
            let problem = Problem::error(format!("`{id}` cannot be the id of a campaign"));
            anyhow::bail!(problem.hint("use small letters, digits and hyphens: printers-2026"));
        }
        Ok(Path::new("campaigns").join(format!("{id}.toml")))
    }
}

/// Writes a file that is not there yet.
fn create(path: &Path, text: &str) -> Result<(), Problem> {
    let failed = |error: std::io::Error| {
        let problem = Problem::error(format!("cannot write {}", path.display()));
        match error.kind() {
            std::io::ErrorKind::AlreadyExists => {
                problem.because("there is such a file already").hint("give another name with --id or --output")
            }
            _ => problem.because(error),
        }
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}

/// Asks about each find in its context.
fn go_through(finds: &mut Finds) -> anyhow::Result<()> {
    let is_asked = |find: &Find| !find.value.is_empty() && !matches!(find.part, Part::Kind | Part::Nobody);
    let number = finds.list.iter().filter(|find| is_asked(find)).count();
    let (mut kept, mut asked, mut keep_rest) = (Vec::new(), 0, false);
    for mut find in std::mem::take(&mut finds.list) {
        if keep_rest || !is_asked(&find) {
            kept.push(find);
            continue;
        }
        asked += 1;
        say("");
        say(styled(DIM, format_args!("{asked} of {number}, line {}: {}", find.line, find.context)));
        if let Some(doubt) = &find.doubt {
            say(styled(WARN, format_args!("not sure: {doubt}")));
        }
        let question = format!("{}{}: {}", find.part, whose(find.of), find.value.replace('\n', " / "));
        let answers = ["keep", "change", "drop", "keep this and all the rest"];
        let answer = match ask::one(&question, &answers, 0)? {
            0 => Answer::Keep,
            1 => Answer::Change,
            2 => Answer::Drop,
            _ => Answer::KeepRest,
        };
        match answer {
            Answer::Drop => continue,
            Answer::Change => {
                change(&mut find)?;
            }
            Answer::KeepRest => keep_rest = true,
            Answer::Keep => {}
        }
        kept.push(find);
    }
    finds.list = kept;
    Ok(())
}

/// Asks what a find should say instead.
fn change(find: &mut Find) -> anyhow::Result<()> {
    if let (Part::Issued | Part::Deadline, Some(day)) = (find.part, find.day) {
        find.day = Some(ask::needed("The day, as 2026-11-23", Some(day.to_string()))?);
    } else {
        let changed: Line = ask::needed("It should say", Some(find.value.clone()))?;
        find.value = changed.to_string();
    }
    find.doubt = Some("changed by hand".to_owned());
    Ok(())
}

/// Asks what no appeal tells.
fn ask_rest(finds: &Finds, outline: &mut Outline) -> anyhow::Result<()> {
    say("");
    outline.open = outline.open || ask::confirm("Are letters asked for now?", false)?;
    let has_country = finds.list.iter().any(|find| find.part == Part::Country);
    if outline.country.is_none() && !has_country {
        outline.country = ask::line("The country whose authorities are written to (Enter: later)", None)?;
    }
    let subject: Option<Line> = ask::line("The subject line, a plain request (Enter: later)", None)?;
    outline.subject = subject.map(|subject| subject.to_string());
    let summary: Option<Prose> = ask::line("What happened, in a sentence or more of your own (Enter: later)", None)?;
    outline.summary = summary.map(|summary| summary.to_string());
    Ok(())
}

fn whose(of: Owner) -> String {
    match of {
        Owner::Campaign => String::new(),
        Owner::Recipient(number) => format!(" of recipient {}", number + 1),
        Owner::CopiesOf(number) => format!(" for copies of letters to recipient {}", number + 1),
        Owner::Copies => " for copies of every letter".to_owned(),
    }
}

fn list_doubtful(appeal: &Appeal, finds: &Finds) {
    for find in finds.list.iter().filter(|find| find.part != Part::Nobody) {
        if let Some(doubt) = &find.doubt {
            let value = find.value.replace('\n', " / ");
            let place = format_args!("{}:{}:{}", appeal.file, find.line, find.column);
            say(format_args!("{} {place}: {} `{value}`: {doubt}", styled(WARN, "not sure:"), find.part));
        }
    }
}

fn sum_up(finds: &Finds) {
    let number = |part: Part| finds.list.iter().filter(|find| find.part == part && !find.value.is_empty()).count();
    let copies = finds.list.iter().filter(|find| matches!(find.of, Owner::Copies | Owner::CopiesOf(_))).count();
    say(format_args!(
        "found: {}, {}, {}, {}",
        count(finds.recipients().len(), "recipient"),
        count(copies, "copy"),
        count(number(Part::Demand), "demand"),
        count(number(Part::Incident), "incident"),
    ));
}
