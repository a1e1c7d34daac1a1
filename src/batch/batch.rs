use std::cell::RefCell;
use std::collections::HashSet;

use super::dead_mailbox::is_left_out;
use super::{Plan, Rules};
use crate::config::Account;
use crate::ledger::{Key, Ledger, Seen};
use crate::letter::{Choice, Form, Forms, Letter, Pending, Signers, Signing};
use crate::mail::check_from;
use crate::signer::BadRow;
use crate::source::{Problem, Problems};
use crate::vocabulary::{Channel, EmailAddress};

/// The letters of these signers, with this choice, that go by one channel.
#[derive(Debug)]
pub struct Batch<'a> {
    forms: RefCell<Forms<'a>>,
    signers: Signers,
    choice: Choice,
    channel: Channel,
    /// The lines of rows that were taken at first, and whose letters cannot be written.
    refused: HashSet<usize>,
    /// Mailboxes that return letters: who has no other gets none.
    dead: Vec<EmailAddress>,
}

impl<'a> Batch<'a> {
    /// What these signers write in these forms.
    pub fn new(forms: Forms<'a>, signers: Signers, choice: Choice, channel: Channel) -> Self {
        Self { forms: RefCell::new(forms), signers, choice, channel, refused: HashSet::new(), dead: Vec::new() }
    }

    /// Leaves out the letters by e-mail to recipients who have no other mailboxes than these. One that has another is written to
    /// at all of them, and copies stay as they are required.
    pub fn leave_out(&mut self, dead: Vec<EmailAddress>) {
        self.dead = dead;
    }

    /// Whether letters are left out.
    pub fn leaves_out(&self) -> bool {
        !self.dead.is_empty()
    }

    /// By which channel the letters go.
    pub fn channel(&self) -> Channel {
        self.channel
    }

    /// Whether several people sign.
    pub fn is_of_several(&self) -> bool {
        matches!(self.signers, Signers::Roll(_))
    }

    /// Writes every letter on trial, and counts. `refuse` is told of each row of a roll that is not taken; none of its letters goes.
    ///
    /// # Errors
    ///
    /// When the roll or the ledger cannot be read, a letter of a single signer cannot be written, or a mail would claim to come
    /// from another domain than the account's.
    pub fn plan(
        &mut self,
        ledger: &impl Ledger,
        rules: &Rules,
        account: Option<&Account>,
        mut refuse: impl FnMut(&BadRow) -> Result<(), Problem>,
    ) -> Result<Plan, Problems> {
        let mut plan = Plan::default();
        let mut seen = Seen::nobody()?;
        for signing in self.signers.signings(&self.forms, &self.choice)? {
            let mut signing = match signing {
                Ok(signing) => signing,
                Err(bad) => {
                    refuse(&bad)?;
                    continue;
                }
            };
            if signing.forms.iter().any(|form| self.is_mailed(form, rules)) {
                check_from(account, rules.composer.relay.as_ref(), &signing.signer)?;
            }
            let Some(row) = signing.row.take() else {
                plan.add(self.not_left_out(signing.letters()), ledger, rules)??;
                continue;
            };
            let written = match self.line_before(&signing, row.line, &mut seen)? {
                Some(line) => Err(Problem::error(format!("it says the same as line {line}, whose letters go"))),
                None => plan.add(self.not_left_out(signing.letters()), ledger, rules)?,
            };
            match written {
                Ok(()) => plan.note_doubt(row.line, &row.signer),
                Err(problem) => {
                    self.refused.insert(row.line);
                    refuse(&row.refuse(problem.into()))?;
                }
            }
        }
        Ok(plan)
    }

    /// The letters, from the first; those of rows that the plan refused are left out.
    ///
    /// # Errors
    ///
    /// When the roll cannot be read, or is not what it was when it was opened.
    pub fn letters(&self) -> Result<impl Iterator<Item = Result<Pending, Problem>> + '_, Problem> {
        self.signers.check_unchanged()?;
        let letters =
            self.signers.letters(&self.forms, &self.choice, self.channel, &self.refused).map_err(Problems::first)?;
        Ok(self.not_left_out(letters).map(Ok))
    }

    /// The letters that are still owed, as many as are wanted, filled in.
    ///
    /// # Errors
    ///
    /// When the roll or the ledger cannot be read.
    pub fn owed(&self, ledger: &impl Ledger, rules: &Rules) -> Result<Vec<Letter>, Problem> {
        let mut owed = Vec::new();
        for pending in self.letters()? {
            let pending = pending?;
            let known = ledger.look_up(&Key::of(&pending.form, &pending.signer), &pending.signer)?;
            if known.is_none_or(|known| rules.is_owed(known.state))
                && let Ok(letter) = pending.fill()
            {
                owed.push(letter);
            }
            if rules.most == Some(owed.len()) {
                break;
            }
        }
        Ok(owed)
    }

    fn not_left_out<'l>(&'l self, letters: impl Iterator<Item = Pending> + 'l) -> impl Iterator<Item = Pending> + 'l {
        letters.filter(|letter| !is_left_out(&letter.form, &self.dead))
    }

    /// The line of a row that writes the same letters as this one.
    fn line_before(&self, signing: &Signing, line: usize, seen: &mut Seen) -> Result<Option<usize>, Problem> {
        let (mut first, mut all) = (None, true);
        for form in signing.forms.iter().filter(|form| form.channel() == Some(self.channel)) {
            let before = seen.before(&Key::of(form, &signing.signer).line(), line)?;
            all &= before.is_some();
            first = first.or(before);
        }
        // Where one of them is new, the ledger knows the others when their turn comes.
        Ok(first.filter(|_| all))
    }

    /// Whether anything of such letters is mailed.
    fn is_mailed(&self, form: &Form, rules: &Rules) -> bool {
        form.channel() == Some(self.channel)
            && (rules.composer.mails_to_addressee(form) || !form.copies.email.is_empty())
    }
}
