use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::cli::arguments::ChoiceArguments;
use crate::cli::context::Context;
use crate::cli::failure::set_farewell;
use crate::cli::terminal::screen::{say, say_problem};
use crate::letter::Choice;
use crate::signer::Signer;
use crate::source::{Fields, Problem, Problems, Report, TextFile, create_private_folder, to_toml, write_private};
use crate::vocabulary::{Channel, Language};

/// What somebody is told who leaves a draft that is kept.
pub(super) const FAREWELL: &str = "the draft is kept: protest-letter draft --resume";

/// All that a person has answered. It is kept after each answer, so that a draft that was left can be taken up again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Answers {
    /// The campaign, as it was named.
    pub campaign: String,
    #[serde(rename = "to", skip_serializing_if = "Option::is_none")]
    pub recipients: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub demands: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signer: Option<Signer>,
}

impl Answers {
    /// No answers yet.
    pub(super) fn new(campaign: String) -> Self {
        Self { campaign, recipients: None, demands: None, language: None, template: None, channel: None, signer: None }
    }

    /// What flags and a profile answer; a flag goes before what was answered earlier.
    pub(super) fn take(&mut self, choice: &ChoiceArguments, signer: Option<Signer>) {
        fn take<T>(answer: &mut Option<T>, given: Option<T>) {
            if given.is_some() {
                *answer = given;
            }
        }
        take(&mut self.recipients, choice.recipients.clone());
        take(&mut self.demands, choice.demands.clone());
        take(&mut self.language, choice.language);
        take(&mut self.template, choice.template.clone());
        take(&mut self.channel, choice.via);
        self.signer = self.signer.take().or(signer);
    }

    /// The choice these answers make.
    pub(super) fn choice(&self) -> Choice {
        Choice {
            recipients: self.recipients.clone(),
            demands: self.demands.clone(),
            channel: self.channel,
            language: self.language,
            template: self.template.clone(),
        }
    }

    /// Keeps the answers for another time.
    pub(super) fn keep(&self, context: &Context) -> Result<(), Problem> {
        let path = self.path(context);
        create_private_folder(&context.folders.drafts)
            .and_then(|()| write_private(&path, to_toml(self).as_bytes()))
            .map_err(|error| {
                Problem::error(format!("the draft cannot be kept in {}", path.display())).because(error)
            })?;
        set_farewell(Some(FAREWELL));
        Ok(())
    }

    /// Forgets the answers that were kept.
    pub(super) fn forget(&self, context: &Context) {
        // There may be none, when nothing was asked.
        let _ = std::fs::remove_file(self.path(context));
        set_farewell(None);
    }

    /// Puts a draft that is not taken up where the next one does not write over it.
    pub(super) fn put_aside(&self, context: &Context) -> Result<(), Problem> {
        let (path, aside) = (self.path(context), self.path(context).with_extension("old"));
        std::fs::rename(&path, &aside)
            .map_err(|error| Problem::error(format!("cannot put {} aside", path.display())).because(error))?;
        set_farewell(None);
        say(format_args!("it was put aside as {}", aside.display()));
        Ok(())
    }

    /// The answers kept last, for that campaign or for any. A draft that cannot be read is told and passed over.
    pub(super) fn kept(context: &Context, campaign: Option<&str>) -> Option<Self> {
        let files = std::fs::read_dir(&context.folders.drafts).into_iter().flatten().flatten();
        let mut files: Vec<_> =
            files.filter_map(|file| Some((file.metadata().ok()?.modified().ok()?, file.path()))).collect();
        files.sort();
        for (_, path) in files.into_iter().rev().filter(|(_, path)| path.extension().is_some_and(|end| end == "toml")) {
            match Self::load(&path) {
                Ok(answers) if campaign.is_none_or(|campaign| campaign == answers.campaign) => {
                    set_farewell(Some(FAREWELL));
                    return Some(answers);
                }
                Ok(_) => {}
                Err(Problems(problems)) => problems.iter().for_each(say_problem),
            }
        }
        None
    }

    fn load(path: &Path) -> Result<Self, Problems> {
        let file = TextFile::read(path)?;
        let report = Report::default();
        let answers = Fields::of_file(&file, &report, |fields| {
            let campaign = fields.require("campaign");
            let answers = Self {
                campaign: String::new(),
                recipients: fields.get("to"),
                demands: fields.get("demands"),
                language: fields.get("language"),
                template: fields.get("template"),
                channel: fields.get("channel"),
                signer: fields.value("signer").and_then(|signer| signer.table()?.read(Signer::read)),
            };
            Some(Self { campaign: campaign?, ..answers })
        });
        report.finish(answers).map(|(answers, _)| answers)
    }

    fn path(&self, context: &Context) -> PathBuf {
        // A campaign that was named by its path is a draft of its own; the name stays in one folder.
        let name: String = self.campaign.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        context.folders.drafts.join(name + ".toml")
    }
}
