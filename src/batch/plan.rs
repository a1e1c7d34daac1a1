use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use super::Rules;
use crate::ledger::{Key, Ledger, State};
use crate::letter::{Form, Letter, Pending, Similarity, Strays};
use crate::signer::Signer;
use crate::source::Problem;
use crate::vocabulary::EmailAddress;

/// How many letters a plan shows one by one.
pub const SHOWN: usize = 12;

/// How many doubtful addresses a plan shows one by one.
const SHOWN_DOUBTFUL: usize = 5;

/// What is going to be sent, in figures.
#[derive(Debug, Default)]
pub struct Plan {
    /// The people who sign.
    pub signers: usize,
    /// The letters that are still owed.
    pub letters: usize,
    /// The letters that are owed to each recipient, by its id.
    pub to_each: BTreeMap<String, usize>,
    /// The mailboxes that receive a copy, counted once for each letter.
    pub copies: usize,
    /// Envelope recipients: mailboxes that receive a letter or a copy, counted once for each letter.
    pub mailboxes: usize,
    /// The most envelope recipients of one letter.
    pub most_mailboxes: usize,
    /// Letters that owe a copy whose address the published appeal withholds.
    pub without_withheld: usize,
    /// The letters that the ledger knows, by what became of them.
    pub known: BTreeMap<State, usize>,
    /// Letters that were settled, and whose signer says something else now.
    pub changed: usize,
    /// The first letters.
    pub first: Vec<Letter>,
    /// Letters that do not go by the channel, one for each recipient.
    pub others: Vec<Letter>,
    /// How many they are in all.
    pub by_other_channels: usize,
    /// How many rows were taken whose e-mail address may be misspelt.
    pub doubtful: usize,
    /// The lines of the first of them, and what was likely meant.
    pub first_doubtful: Vec<(usize, String)>,
    /// How much the letters are alike.
    pub similarity: Similarity,
    /// In how many letters the signers' own words do not fit the language.
    pub strays: Strays,
    /// Forms whose text was another one when letters last went; the first of them.
    pub reworded: Vec<Arc<Form>>,
    /// The names of the forms that were looked at.
    forms: HashSet<String>,
}

impl Plan {
    /// Adds the letters of one signer, each written on trial if it is owed. `Err` is what they lack: then none of them is to
    /// go.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be read.
    pub fn add(
        &mut self,
        letters: impl IntoIterator<Item = Pending>,
        ledger: &impl Ledger,
        rules: &Rules,
    ) -> Result<Result<(), Problem>, Problem> {
        let (mut owed, mut others, mut settled) = (Vec::new(), Vec::new(), Vec::new());
        for pending in letters {
            if pending.form.channel() == Some(rules.channel) && !ledger.is_blank() {
                let known = ledger.look_up(&Key::of(&pending.form, &pending.signer), &pending.signer)?;
                if let Some(known) = known.filter(|known| !rules.is_owed(known.state)) {
                    settled.push(known);
                    continue;
                }
            }
            match pending.fill() {
                Ok(letter) if letter.form.channel() == Some(rules.channel) => owed.push(letter),
                Ok(letter) => others.push(letter),
                Err(problem) => return Ok(Err(problem)),
            }
        }
        self.signers += 1;
        for known in settled {
            *self.known.entry(known.state).or_default() += 1;
            self.changed += usize::from(known.changed);
        }
        for letter in owed {
            self.compare(&letter.form, ledger)?;
            let mailboxes = rules.composer.number_of_recipients(&letter.form);
            self.mailboxes += mailboxes;
            self.most_mailboxes = self.most_mailboxes.max(mailboxes);
            self.add_owed(letter);
        }
        self.by_other_channels += others.len();
        for letter in others {
            if self.others.iter().all(|other| other.form.recipient.id != letter.form.recipient.id) {
                self.others.push(letter);
            }
        }
        Ok(Ok(()))
    }

    /// Notes a row that was taken and whose e-mail address may be misspelt.
    pub(super) fn note_doubt(&mut self, line: usize, signer: &Signer) {
        let Some(doubt) = signer.email.as_ref().and_then(EmailAddress::doubt) else { return };
        self.doubtful += 1;
        if self.first_doubtful.len() < SHOWN_DOUBTFUL {
            self.first_doubtful.push((line, doubt));
        }
    }

    /// How long the letters take, as many as are wanted, of which no more than `per_day` envelope recipients go in 24 hours.
    pub fn takes(&self, rules: &Rules, per_day: Option<u64>) -> Duration {
        let letters = self.wanted(rules);
        // Every recipient has its turn, so a part of the letters is the same part of each one's.
        let part = |number: usize| (number * letters).div_ceil(self.letters.max(1));
        let at_pace = rules.pace.duration(self.to_each.values().map(|number| part(*number)));
        let days = per_day.map_or(0, |most| (part(self.mailboxes) as u64).saturating_sub(1) / most.max(1));
        at_pace.max(Duration::from_hours(24).saturating_mul(u32::try_from(days).unwrap_or(u32::MAX)))
    }

    /// How many letters go, where no more are wanted than that.
    pub fn wanted(&self, rules: &Rules) -> usize {
        rules.most.map_or(self.letters, |most| most.min(self.letters))
    }

    /// Refuses a plan where the appeal requires copies that cannot be made.
    ///
    /// # Errors
    ///
    /// When it does.
    pub fn refuse_withheld_copies(&self) -> Result<(), Problem> {
        let letters = match self.without_withheld {
            0 => return Ok(()),
            1 => "1 letter".to_owned(),
            number => format!("{number} letters"),
        };
        Err(Problem::error(format!("{letters} would go without a required copy"))
            .because("the published appeal hides the address of the copy")
            .hint("add it to addresses.toml, or choose to go without: --without-withheld-copies"))
    }

    /// Refuses a daily limit that does not let a single letter go.
    ///
    /// # Errors
    ///
    /// When it is one.
    pub fn refuse_too_small_a_day(&self, per_day: Option<u64>) -> Result<(), Problem> {
        let most = self.most_mailboxes as u64;
        match per_day.filter(|limit| *limit < most) {
            Some(limit) => Err(Problem::error(format!("--max-per-day {limit} lets no letter go"))
                .because(format!("a letter and its copies are {most} envelope recipients"))),
            None => Ok(()),
        }
    }

    fn add_owed(&mut self, letter: Letter) {
        self.similarity.add(&letter);
        self.strays.add(&letter.form, &letter.signer);
        let form = &letter.form;
        self.letters += 1;
        self.copies += form.copies.email.len();
        self.without_withheld += usize::from(!form.copies.withheld.is_empty());
        match self.to_each.get_mut(&form.recipient.id) {
            Some(letters) => *letters += 1,
            None => drop(self.to_each.insert(form.recipient.id.clone(), 1)),
        }
        if self.first.len() < SHOWN {
            self.first.push(letter);
        }
    }

    /// Notes a form that was used before with another text.
    fn compare(&mut self, form: &Arc<Form>, ledger: &impl Ledger) -> Result<(), Problem> {
        if self.reworded.len() < SHOWN && self.forms.insert(form.name.clone()) {
            let changed = ledger.wording_changed(form)?;
            self.reworded.extend(changed.then(|| Arc::clone(form)));
        }
        Ok(())
    }
}
