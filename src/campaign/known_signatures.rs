use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::Serialize;

use super::Campaign;
use super::id::Id;
use crate::signature::{Provenance, PublicKey};
use crate::source::{Fields, Problem, Problems, Report, TextFile, create_private_folder, to_toml, write_private};
use crate::vocabulary::Line;

/// Who signed which campaign when it was last seen, kept in the user's state folder, so that a file without its signature
/// does not pass for the one that had it. A later day takes the place of an earlier one; another key never does.
#[derive(Debug)]
pub struct KnownSignatures {
    path: PathBuf,
    known: BTreeMap<String, Known>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Known {
    campaign: String,
    by: String,
    key: PublicKey,
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<Date>,
}

impl KnownSignatures {
    /// Reads what is known; nothing is where there is no file.
    ///
    /// # Errors
    ///
    /// Every mistake in it.
    pub fn load(path: &Path) -> Result<Self, Problems> {
        let mut known = Vec::new();
        if path.exists() {
            let file = TextFile::read(path)?;
            let report = Report::default();
            let read = Fields::of_file(&file, &report, |fields| Some(fields.tables("signed", Known::read)));
            known = report.finish(read)?.0;
        }
        let known = known.into_iter().map(|known| (known.campaign.clone(), known)).collect();
        Ok(Self { path: path.to_owned(), known })
    }

    /// Notes by whom campaigns are signed, those that are.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn note<'c>(&mut self, campaigns: impl IntoIterator<Item = &'c Campaign>) -> Result<(), Problem> {
        let mut is_news = false;
        for seen in campaigns.into_iter().filter_map(Known::of) {
            let is_newer =
                self.known.get(&seen.campaign).is_none_or(|known| known.key == seen.key && known.day < seen.day);
            if is_newer {
                self.known.insert(seen.campaign.clone(), seen);
                is_news = true;
            }
        }
        if is_news { self.save() } else { Ok(()) }
    }

    /// Forgets by whom a campaign was signed; tells whether it was known.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn forget(&mut self, id: &str) -> Result<bool, Problem> {
        let was_known = self.known.remove(id).is_some();
        if was_known {
            self.save()?;
        }
        Ok(was_known)
    }

    fn save(&self) -> Result<(), Problem> {
        let text = to_toml(&BTreeMap::from([("signed", self.known.values().collect::<Vec<_>>())]));
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let written = create_private_folder(folder).and_then(|()| write_private(&self.path, text.as_bytes()));
        written.map_err(|error| Problem::error(format!("cannot write {}", self.path.display())).because(error))
    }

    /// Why letters of a campaign are not sent as long as nobody vouches for its files, if they are not: signatures are
    /// `required` of every campaign, or this one was signed before.
    pub fn refusal(&self, campaign: &Campaign, required: bool) -> Option<Problem> {
        let known = self.known.get(&campaign.id);
        if known.is_none() && !required {
            return None;
        }
        let reason = known.and_then(|known| known.contradicts(&campaign.signature));
        let files = [(&campaign.file, &campaign.signature)].into_iter().chain(&campaign.directories);
        let unvouched = files.into_iter().find(|(_, provenance)| !provenance.is_vouched_for());
        let (file, reason) = match (unvouched, reason) {
            (Some((file, provenance)), _) => (file, provenance.to_string()),
            (None, Some(reason)) => (&campaign.file, reason),
            (None, None) => return None,
        };
        let problem = Problem::error(format!("{} is not sent: {file} is {reason}", campaign.id));
        let sign =
            "get it with its .minisig from whoever made it, or read it and sign it yourself: protest-letter sign FILE";
        Some(match known {
            Some(known) if *file == campaign.file => {
                let forget = format!("protest-letter verify --forget {}", campaign.id);
                let hint =
                    format!("get the file and its .minisig anew from {}; if it is meant to be so: {forget}", known.by);
                problem.because(format!("this campaign was {known} before")).hint(hint)
            }
            Some(known) => problem
                .because(format!("this campaign is {known}, and the directories that it uses have to be signed too"))
                .hint(sign),
            None => problem.because("`require_signature` is set in your settings").hint(sign),
        })
    }
}

impl Known {
    fn of(campaign: &Campaign) -> Option<Self> {
        let Provenance::Signed { by, key, day, signed_as: None } = &campaign.signature else { return None };
        Some(Self { campaign: campaign.id.clone(), by: by.clone(), key: key.clone(), day: *day })
    }

    fn read(fields: &Fields<'_>) -> Option<Self> {
        let campaign = fields.require::<Id>("campaign");
        let by = fields.require::<Line>("by");
        let key = fields.require("key");
        let day = fields.get("day");
        Some(Self { campaign: campaign?.0, by: by?.to_string(), key: key?, day })
    }

    /// What is not as it was, if the file is signed: by another key, or on an earlier day. What is part of the program is well.
    fn contradicts(&self, signature: &Provenance) -> Option<String> {
        match signature {
            Provenance::Signed { by, key, .. } if *key != self.key => {
                Some(format!("signed by another key ({by}, {key})"))
            }
            Provenance::Signed { day, .. } if *day < self.day => Some(format!("an older one ({signature})")),
            _ => None,
        }
    }
}

impl std::fmt::Display for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "signed by {}", self.by)?;
        self.day.iter().try_for_each(|day| write!(f, ", {day}"))
    }
}
