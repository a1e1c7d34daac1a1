use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;

use super::{Choice, Form, Forms, Pending};
use crate::signer::{BadRow, Roll, Row, Signer};
use crate::source::{Problem, Problems};
use crate::vocabulary::Channel;

/// Who signs: one person, or all of a roll.
#[derive(Debug)]
pub enum Signers {
    /// One person.
    One(Arc<Signer>),
    /// Everybody in a roll.
    Roll(Box<Roll>),
}

/// What one signer writes.
#[derive(Debug)]
pub struct Signing {
    /// Who signs.
    pub signer: Arc<Signer>,
    /// The row of the roll it was read from.
    pub row: Option<Row>,
    /// The forms they fill in.
    pub forms: Arc<[Arc<Form>]>,
}

impl Signing {
    /// The letters that are to be written.
    pub fn letters(&self) -> impl Iterator<Item = Pending> + '_ {
        self.forms.iter().map(|form| Pending { form: Arc::clone(form), signer: Arc::clone(&self.signer) })
    }
}

impl Signers {
    /// Every signer with what they write, from the first; or the row that is no signer's.
    ///
    /// # Errors
    ///
    /// When the roll cannot be read.
    pub fn signings<'a>(
        &'a self,
        forms: &'a RefCell<Forms<'_>>,
        choice: &'a Choice,
    ) -> Result<Box<dyn Iterator<Item = Result<Signing, BadRow>> + 'a>, Problems> {
        match self {
            Self::One(signer) => {
                let forms = forms.borrow_mut().of(signer, choice)?;
                let signing = Signing { signer: Arc::clone(signer), row: None, forms };
                Ok(Box::new([Ok(signing)].into_iter()))
            }
            Self::Roll(roll) => Ok(Box::new(roll.rows().map(move |row| {
                let row = row?;
                match forms.borrow_mut().of(&row.signer, &of_row(choice, &row)) {
                    Ok(forms) => Ok(Signing { signer: Arc::clone(&row.signer), row: Some(row), forms }),
                    Err(problems) => Err(row.refuse(problems)),
                }
            }))),
        }
    }

    /// Looks whether the roll is still what it was when it was opened.
    ///
    /// # Errors
    ///
    /// When it was changed: what was planned is not what would be sent.
    pub fn check_unchanged(&self) -> Result<(), Problem> {
        match self {
            Self::Roll(roll) if roll.has_changed() => {
                let problem = Problem::error(format!("{} was changed while it was read", roll.name()));
                Err(problem.hint("run the command again"))
            }
            Self::One(_) | Self::Roll(_) => Ok(()),
        }
    }

    /// Every letter that goes by that channel, from the first; rows that are no signer's, and those at the lines that are `refused`,
    /// are passed over.
    ///
    /// # Errors
    ///
    /// When the roll cannot be read.
    pub fn letters<'a>(
        &'a self,
        forms: &'a RefCell<Forms<'_>>,
        choice: &'a Choice,
        channel: Channel,
        refused: &'a HashSet<usize>,
    ) -> Result<impl Iterator<Item = Pending> + 'a, Problems> {
        let signings = self.signings(forms, choice)?;
        let is_taken = |signing: &Signing| signing.row.as_ref().is_none_or(|row| !refused.contains(&row.line));
        let signings = signings.filter_map(Result::ok).filter(move |signing| is_taken(signing));
        let letters = signings.flat_map(|signing| signing.letters().collect::<Vec<_>>());
        Ok(letters.filter(move |letter| letter.form.channel() == Some(channel)))
    }
}

/// The choice for the signer of a row, who agreed to no more than what stands there.
fn of_row(choice: &Choice, row: &Row) -> Choice {
    let recipients = match (&choice.recipients, &row.recipients) {
        (Some(chosen), Some(agreed)) => Some(chosen.iter().filter(|id| agreed.contains(id)).cloned().collect()),
        (chosen, agreed) => agreed.as_ref().or(chosen.as_ref()).cloned(),
    };
    Choice { recipients, demands: row.demands.clone().or_else(|| choice.demands.clone()), ..choice.clone() }
}
