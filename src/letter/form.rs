use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use serde_json::json;

use super::alternatives::Alternatives;
use super::blank::Blank;
use super::context::{PersonalNames, SignerNames};
use super::frame::Frame;
use super::template::Names;
use super::texts::Texts;
use super::{Reach, RequiredCopies, Selected, Signatories, Templates};
use crate::campaign::{Campaign, Demand, Recipient};
use crate::signer::Signer;
use crate::source::Problem;
use crate::vocabulary::{Channel, Country, Language};

/// All of a letter that does not depend on who signs it: a letter to one recipient, in one language, with these demands.
#[derive(Debug, Clone)]
pub struct Form {
    /// What tells it from the other forms of all campaigns.
    pub name: String,
    /// The id of the campaign.
    pub campaign: String,
    /// Whom it goes to.
    pub recipient: Recipient,
    /// How it is reached.
    pub reach: Reach,
    /// The language it is in.
    pub language: Language,
    /// The demands, in the campaign's order.
    pub demands: Vec<Demand>,
    /// The subject line.
    pub subject: String,
    /// The copies it owes.
    pub copies: RequiredCopies,
    /// Who signs beside the signer, where it is a joint letter.
    pub signatories: Option<Arc<Signatories>>,
    /// The day of its letters, as the language writes it.
    pub(super) date: String,
    /// Who stands below a joint letter.
    pub(super) listed: Vec<String>,
    frame: Option<Frame>,
    alternatives: Alternatives,
    letter: Blank,
    /// What is said beside a letter that goes by another channel than e-mail.
    note: Option<Blank>,
    /// What the template can use; what is the signer's is put in for each letter.
    names: Arc<Mutex<Names>>,
}

impl Form {
    /// The form of a letter of today that was selected, with days written as in that country.
    ///
    /// # Errors
    ///
    /// When a text is missing in the letter's language.
    pub fn new(
        campaign: &Campaign,
        selected: Selected<'_>,
        country: Option<Country>,
        today: Date,
        Templates { letter, note }: Templates,
        signatories: Option<Arc<Signatories>>,
    ) -> Result<Self, Problem> {
        let copies = RequiredCopies::of(campaign, &selected.recipient);
        let texts = Texts { campaign, language: selected.language, country, today };
        let names = texts.names(&selected, &copies, signatories.as_deref())?;
        let names = Arc::new(Mutex::new(json!(names).into()));
        let subject = texts.get(campaign.subject_for(&selected.recipient), || "subject".to_owned())?;
        let listed = signatories.as_ref().map(|signatories| signatories.listed(selected.language)).unwrap_or_default();
        // What is said on the telephone has neither heading nor signature.
        let frame = match selected.reach.channel() {
            Some(Channel::Phone) => None,
            _ => Some(Frame::new(&selected.recipient, selected.language, subject, &listed)),
        };
        Ok(Self {
            name: name(campaign, &selected, country),
            campaign: campaign.id.clone(),
            subject: subject.to_owned(),
            recipient: selected.recipient.into_owned(),
            reach: selected.reach,
            language: selected.language,
            demands: selected.demands.into_iter().cloned().collect(),
            copies,
            signatories,
            date: texts.today(),
            listed,
            frame,
            alternatives: Alternatives::of(campaign, texts.language),
            letter: Blank::of(letter),
            note: note.map(Blank::of),
            names,
        })
    }

    /// The same form with these words in place of the day: nobody knows yet when somebody will write.
    #[must_use]
    pub fn dated(&self, date: &str) -> Self {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(of_letter) = names.data_mut().pointer_mut("/letter/date") {
            *of_letter = json!(date);
        }
        Self {
            date: date.to_owned(),
            letter: Blank::of(Arc::clone(&self.letter.template)),
            note: self.note.as_ref().map(|note| Blank::of(Arc::clone(&note.template))),
            names: Arc::new(Mutex::new(names)),
            ..self.clone()
        }
    }

    /// The channel; `None` when no address is known and the letter can only be printed.
    pub fn channel(&self) -> Option<Channel> {
        self.reach.channel()
    }

    /// The text of a letter: the form, filled in by a signer; and where in it the body stands.
    ///
    /// # Errors
    ///
    /// When the template prints what is not known of this signer.
    pub(super) fn text(&self, signer: &Signer) -> Result<(String, Range<usize>), Problem> {
        let body = self.filled(&self.letter, signer)?;
        let all = 0..body.len();
        Ok(self.frame.as_ref().map(|frame| frame.around(&body, signer, &self.date)).unwrap_or((body, all)))
    }

    /// What is said beside a letter that goes by another channel than e-mail.
    ///
    /// # Errors
    ///
    /// As [`Form::text`].
    pub(super) fn note(&self, signer: &Signer) -> Result<Option<String>, Problem> {
        self.note.as_ref().map(|note| self.filled(note, signer)).transpose()
    }

    fn filled(&self, blank: &Blank, signer: &Signer) -> Result<String, Problem> {
        let personal = PersonalNames {
            signer: SignerNames::of(signer, self.language),
            variants: self.alternatives.for_signer(signer),
            extra: &signer.extra,
        };
        blank.fill(&personal, |personal| {
            // Everything that is the signer's is written anew, so it does not matter how the last letter ended.
            let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(names) = names.data_mut().as_object_mut() {
                names.extend(personal);
            }
            blank.template.render(&names)
        })
    }

    /// All that its letters are made from: when this changes between two runs, so do the letters.
    pub fn wording(&self) -> String {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner).data().clone();
        if let Some(names) = names.as_object_mut() {
            // Neither who signs nor what day it is makes it another form.
            for name in ["letter", "signer", "variants", "extra"] {
                names.shift_remove(name);
            }
        }
        let frame = self.frame.as_ref().map(Frame::wording).unwrap_or_default();
        format!("{names}\n{}\n{frame}\n{}", self.alternatives.wording(), self.letter.template.source())
    }
}

fn name(campaign: &Campaign, selected: &Selected<'_>, country: Option<Country>) -> String {
    let Selected { recipient, language, demands, reach } = selected;
    let demands = demands.iter().map(|demand| demand.id.as_str()).collect::<Vec<_>>().join(",");
    let country = country.map_or("-", Country::code);
    let channel = reach.channel().map_or("-", Channel::name);
    format!("{} {} {channel} {language} {country} {demands}", campaign.id, recipient.id)
}
