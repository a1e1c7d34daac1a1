use std::sync::Arc;

use super::Arguments;
use super::answers::{Answers, FAREWELL};
use super::deed::{self, Deed};
use super::questions::Questions;
use crate::campaign::Campaign;
use crate::cli::Done;
use crate::cli::desk::Desk;
use crate::cli::failure;
use crate::cli::screen::say;
use crate::cli::view::{letter_view, page, say_advice};
use crate::ledger::{Key, Memory};
use crate::letter::{Forms, Letter};
use crate::source::Library;

/// What comes after the letters were shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// The questions again.
    Edit,
    /// Nothing more.
    Leave,
}

/// One person, one campaign, one sitting: from the answers to what becomes of the letters.
pub(super) struct Sitting<'a> {
    arguments: &'a Arguments,
    desk: &'a Desk,
    library: &'a Library,
    campaign: &'a Campaign,
    /// What was sent in this sitting is not sent again.
    ledger: Memory,
}

impl<'a> Sitting<'a> {
    pub(super) fn new(arguments: &'a Arguments, desk: &'a Desk, library: &'a Library, campaign: &'a Campaign) -> Self {
        Self { arguments, desk, library, campaign, ledger: Memory::default() }
    }

    /// Writes the letters from what is known, and does with them what the flags say.
    pub(super) fn without_questions(mut self, answers: &Answers) -> anyhow::Result<Done> {
        let written = self.write(answers)?;
        say_advice(&written);
        self.carry_out(&written, self.arguments.deeds())
    }

    /// Asks what is open, shows the letters, and does with them what is wanted, until the person is done.
    pub(super) fn converse(mut self, mut answers: Answers) -> anyhow::Result<Done> {
        let Self { arguments, desk, library, campaign, .. } = self;
        let questions = Questions { desk, library, campaign, choice: &arguments.choice, given: &arguments.signer };
        loop {
            questions.ask(&mut answers)?;
            let written = self.write(&answers)?;
            let of = written.len();
            let views: Vec<_> =
                written.iter().zip(1..).map(|(letter, number)| letter_view(letter, number, of)).collect();
            page(&views.join("\n"));
            say_advice(&written);
            if arguments.has_deed() {
                let done = self.carry_out(&written, arguments.deeds())?;
                self.take_out_what_was_sent(&written, &mut answers)?;
                if done == Done::Entirely && !arguments.dispatch.dry_run {
                    answers.forget(desk);
                } else {
                    say(FAREWELL);
                }
                return Ok(done);
            }
            if self.until_edited(&written, &mut answers)? == Next::Leave {
                return Ok(Done::Entirely);
            }
        }
    }

    /// Does one thing after the other with the letters, until the person leaves or wants to edit them again.
    fn until_edited(&mut self, written: &[Letter], answers: &mut Answers) -> anyhow::Result<Next> {
        let mut finished = false;
        loop {
            match deed::ask(written)? {
                Deed::Edit => return Ok(Next::Edit),
                Deed::Leave if finished => {
                    answers.forget(self.desk);
                    return Ok(Next::Leave);
                }
                Deed::Leave => {
                    say(FAREWELL);
                    return Ok(Next::Leave);
                }
                deed => match self.carry_out(written, vec![deed]) {
                    Ok(done) => finished |= done == Done::Entirely,
                    // What fails here is told, and the draft is still there.
                    Err(error) => drop(failure::report(&error)),
                },
            }
            if self.take_out_what_was_sent(written, answers)? == 0 {
                answers.forget(self.desk);
                return Ok(Next::Leave);
            }
        }
    }

    /// Takes the recipients out of the draft who have their letter, so that nobody gets it twice when the draft is
    /// taken up again. Gives the number of letters that are left.
    fn take_out_what_was_sent(&self, written: &[Letter], answers: &mut Answers) -> anyhow::Result<usize> {
        let left = written.iter().filter(|written| !self.ledger.is_settled(&Key::of(written)));
        let left: Vec<_> = left.map(|written| written.form.recipient.id.clone()).collect();
        let number = left.len();
        if number < written.len() {
            answers.recipients = Some(left);
            answers.keep(self.desk)?;
        }
        Ok(number)
    }

    fn write(&self, answers: &Answers) -> anyhow::Result<Vec<Letter>> {
        let Some(signer) = &answers.signer else { return Err(self.arguments.missing(self.desk)?.into()) };
        let today = self.desk.today();
        let signer = Arc::new(signer.clone());
        Ok(Forms::new(self.library, self.campaign).fill(&signer, &answers.choice(), today)?)
    }

    fn carry_out(&mut self, written: &[Letter], deeds: Vec<Deed>) -> anyhow::Result<Done> {
        let mut all = Done::Entirely;
        for deed in deeds {
            let done = deed.carry_out(self.desk, self.campaign, written, &self.arguments.dispatch, &mut self.ledger)?;
            if done != Done::Entirely {
                all = done;
            }
        }
        Ok(all)
    }
}
