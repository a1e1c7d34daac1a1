use std::sync::Arc;

use jiff::civil::Date;

use super::names::{LanguageNames, LetterNames, MailNames};
use super::page::FOLDER;
use super::way::Way;
use crate::campaign::{Campaign, Recipient};
use crate::letter::{Choice, Form, Forms, Letter, Pending, template_languages};
use crate::mail::{Composer, LONGEST_MAILTO, Role, mailto};
use crate::signer::{Localized, Signer};
use crate::source::{Library, Problem, Problems};
use crate::vocabulary::{Channel, Country, Language, Words};

/// The template of letters in few words.
const SHORT: &str = "short";

/// The letters of an appeal, with gaps where their signer will stand.
pub(super) struct Letters<'a> {
    library: &'a Library,
    campaign: &'a Campaign,
    words: &'a Words,
    forms: Forms<'a>,
    composer: Composer,
}

impl<'a> Letters<'a> {
    pub(super) fn new(library: &'a Library, campaign: &'a Campaign, words: &'a Words, today: Date) -> Self {
        let forms = Forms::new(library, campaign, today);
        Self { library, campaign, words, forms, composer: Composer::default() }
    }

    /// The letter to a recipient by someone from that country.
    ///
    /// # Errors
    ///
    /// What the templates of letters tell.
    pub(super) fn to(&mut self, recipient: &Recipient, country: Option<Country>) -> Result<Option<Letter>, Problems> {
        self.chosen(recipient, country, Choice::default())
    }

    fn chosen(
        &mut self,
        recipient: &Recipient,
        country: Option<Country>,
        choice: Choice,
    ) -> Result<Option<Letter>, Problems> {
        let choice = Choice { recipients: Some(vec![recipient.id.clone()]), ..choice };
        let signer = Signer { country, ..signer_of(self.words, self.words.language)? };
        let forms = self.forms.of(&signer, &choice)?;
        forms.first().map(|form| self.fill(form, country)).transpose()
    }

    fn fill(&self, form: &Form, country: Option<Country>) -> Result<Letter, Problems> {
        let own = Words::load(self.library, FOLDER, form.language);
        let words = own.as_ref().unwrap_or(self.words);
        let signer = Signer { country, ..signer_of(words, form.language)? };
        let form = Arc::new(form.dated(words.get("gap_date")));
        let fill = |signer: Signer| Pending { form: Arc::clone(&form), signer: Arc::new(signer) }.fill();
        // A template may need more of its signer than all others do.
        let whole = Signer {
            organisation: words.get("gap_organisation").parse().ok(),
            role: words.get("gap_role").parse().ok(),
            city: words.get("gap_city").parse().ok(),
            ..signer.clone()
        };
        let mut letter = fill(signer).or_else(|problem| fill(whole).map_err(|_| problem))?;
        // The note of a letter tells that its page is attached to the copy, which a link cannot do.
        let by = match letter.form.channel() {
            Some(Channel::Fax) => "copy_by_fax",
            Some(Channel::Post) => "copy_by_post",
            _ => "copy_by_phone",
        };
        let office = letter.form.recipient.office.nearest(letter.form.language);
        letter.note = letter.note.is_some().then(|| format!("{}{} {office}", words.get(by), words.get("colon")));
        Ok(letter)
    }

    /// The link that opens a letter in a mail program: with all of it where mail programs take so much, else in its short
    /// form, else with who gets it and its subject; for a letter that goes another way, to those who get a copy.
    ///
    /// # Errors
    ///
    /// What the templates of letters tell.
    pub(super) fn mail(&mut self, letter: &Letter) -> Result<Option<MailNames>, Problems> {
        let recipients = self.composer.recipients(letter, 0);
        if recipients.is_empty() {
            return Ok(None);
        }
        let copy = recipients.iter().all(|recipient| recipient.role != Role::Addressee);
        let link = mailto(letter, &recipients);
        if link.len() <= LONGEST_MAILTO {
            return Ok(Some(MailNames { link, whole: true, short: false, copy }));
        }
        let short = if copy { None } else { self.short(letter)? };
        let link = short.map(|short| mailto(&short, &recipients)).filter(|link| link.len() <= LONGEST_MAILTO);
        if let Some(link) = link {
            return Ok(Some(MailNames { link, whole: false, short: true, copy }));
        }
        let mut without_text = letter.clone();
        without_text.text.clear();
        without_text.note = None;
        Ok(Some(MailNames { link: mailto(&without_text, &recipients), whole: false, short: false, copy }))
    }

    /// The letter in few words, where there is a template for it.
    fn short(&mut self, letter: &Letter) -> Result<Option<Letter>, Problems> {
        let language = letter.form.language;
        if !template_languages(self.library, SHORT).contains(&language) {
            return Ok(None);
        }
        let choice = Choice { template: Some(SHORT.to_owned()), language: Some(language), ..Choice::default() };
        self.chosen(&letter.form.recipient, letter.signer.country, choice)
    }

    /// The language of a letter, where it is not that of the page.
    pub(super) fn other_language(&self, letter: &Letter) -> Option<LanguageNames> {
        let language = letter.form.language;
        let name = || Words::load(self.library, FOLDER, language).map(|own| own.get("language").to_owned());
        (language != self.words.language).then(|| LanguageNames {
            code: language.code(),
            direction: direction(language),
            name: name().unwrap_or_else(|_| language.name().to_owned()),
        })
    }

    /// A letter as it is read and printed, under that id.
    pub(super) fn names(&self, letter: &Letter, id: String) -> LetterNames {
        let Letter { form, text, .. } = letter;
        let language = self.words.language;
        let copies = [&form.recipient.copies, &self.campaign.copies];
        let copies =
            copies.iter().flat_map(|copies| Way::copies(copies, self.campaign.copied_as(copies), language, self.words));
        let copies = copies.filter(|way| !way.is_withheld());
        LetterNames {
            id,
            office: form.recipient.office.nearest(language).to_owned(),
            language: form.language.to_string(),
            direction: direction(form.language),
            other_language: self.other_language(letter),
            spoken: form.channel() == Some(Channel::Phone),
            subject: form.subject.clone(),
            paragraphs: text.split("\n\n").map(|lines| lines.lines().map(str::to_owned).collect()).collect(),
            copies: copies.collect(),
        }
    }
}

/// Whoever will sign: what they answer is a gap.
fn signer_of(words: &Words, language: Language) -> Result<Signer, Problem> {
    let gap = |name: &str| Problem::error(format!("`{name}` in the words of {} is no text", words.language.name()));
    let name = words.get("gap_name").parse().map_err(|unfit| gap("gap_name").because(unfit))?;
    Ok(Signer {
        address: words.get("gap_address").parse().ok(),
        statement: words.get("gap_sentence").parse::<Localized<_>>().ok(),
        language: Some(language),
        ..Signer::named(name)
    })
}

/// In which direction a language is written, as HTML names it.
pub(super) fn direction(language: Language) -> &'static str {
    if language.is_right_to_left() { "rtl" } else { "ltr" }
}
