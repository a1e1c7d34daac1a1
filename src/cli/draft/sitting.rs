use super::Arguments;
use super::answers::{Answers, FAREWELL};
use super::deed::{self, Deed};
use super::questions::Questions;
use crate::campaign::Campaign;
use crate::cli::Done;
use crate::cli::desk::Desk;
use crate::cli::failure;
use crate::cli::letters::{self, Written};
use crate::cli::screen::say;
use crate::cli::view::{letter_view, page, say_advice};
use crate::ledger::Memory;
use crate::source::Library;

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
                answers.forget(desk);
                return Ok(done);
            }
            if let Some(done) = self.until_edited(&written, &answers)? {
                return Ok(done);
            }
        }
    }

    /// Does one thing after the other with the letters; `None` when they are to be edited again.
    fn until_edited(&mut self, written: &[Written<'_>], answers: &Answers) -> anyhow::Result<Option<Done>> {
        let mut finished = false;
        loop {
            match deed::ask(written)? {
                Deed::Edit => return Ok(None),
                Deed::Leave if !finished => {
                    say(FAREWELL);
                    return Ok(Some(Done::Entirely));
                }
                Deed::Leave => {
                    answers.forget(self.desk);
                    return Ok(Some(Done::Entirely));
                }
                deed => {
                    let sends = matches!(deed, Deed::Send);
                    match self.carry_out(written, vec![deed]) {
                        Ok(Done::Entirely) if sends => {
                            answers.forget(self.desk);
                            return Ok(Some(Done::Entirely));
                        }
                        Ok(done) => finished |= done == Done::Entirely,
                        // What fails here is told, and the draft is still there.
                        Err(error) => drop(failure::report(&error)),
                    }
                }
            }
        }
    }

    fn write(&self, answers: &Answers) -> anyhow::Result<Vec<Written<'a>>> {
        let Some(signer) = &answers.signer else { return Err(self.arguments.missing(self.desk)?.into()) };
        let today = self.desk.today();
        Ok(letters::write(self.library, self.campaign, signer, &answers.choice(), today)?)
    }

    fn carry_out(&mut self, written: &[Written<'_>], deeds: Vec<Deed>) -> anyhow::Result<Done> {
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
