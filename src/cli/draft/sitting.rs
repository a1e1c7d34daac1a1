use std::cell::RefCell;
use std::sync::Arc;

use super::Arguments;
use super::answers::{Answers, FAREWELL};
use super::deed::{self, Deed};
use super::questions::Questions;
use crate::campaign::Campaign;
use crate::cli::Done;
use crate::cli::desk::Desk;
use crate::cli::dispatch::Errand;
use crate::cli::failure;
use crate::cli::screen::say;
use crate::cli::view::{letter_view, page, say_advice};
use crate::ledger::{Key, State};
use crate::letter::{Forms, Letter, Signers};
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
}

impl<'a> Sitting<'a> {
    pub(super) fn new(arguments: &'a Arguments, desk: &'a Desk, library: &'a Library, campaign: &'a Campaign) -> Self {
        Self { arguments, desk, library, campaign }
    }

    /// Writes the letters from what is known, and does with them what the flags say.
    pub(super) fn without_questions(self, answers: &Answers) -> anyhow::Result<Done> {
        let written = self.write(answers)?;
        say_advice(&written);
        self.carry_out(&written, answers, self.arguments.deeds())
    }

    /// Asks what is open, shows the letters, and does with them what is wanted, until the person is done.
    pub(super) fn converse(self, mut answers: Answers) -> anyhow::Result<Done> {
        let Self { arguments, desk, library, campaign, .. } = self;
        let questions = Questions { desk, library, campaign, choice: &arguments.choice, given: &arguments.signer };
        loop {
            questions.ask(&mut answers)?;
            let written = self.write(&answers)?;
            let (of, relay) = (written.len(), arguments.dispatch.relay.relay(desk)?);
            let views: Vec<_> = written
                .iter()
                .zip(1..)
                .map(|(letter, number)| letter_view(letter, relay.as_ref(), number, of))
                .collect();
            page(&views.join("\n"));
            say_advice(&written);
            if arguments.has_deed() {
                let done = self.carry_out(&written, &answers, arguments.deeds())?;
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
    fn until_edited(&self, written: &[Letter], answers: &mut Answers) -> anyhow::Result<Next> {
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
                deed => match self.carry_out(written, answers, vec![deed]) {
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
        let Some(ledger) = self.arguments.dispatch.ledger.open_existing(self.desk)? else { return Ok(written.len()) };
        let mut left = Vec::new();
        for Letter { form, signer, .. } in written {
            let known = ledger.look_up(&Key::of(form, signer), signer)?;
            if !known.is_some_and(|known| matches!(known.state, State::Accepted | State::Done | State::Uncertain)) {
                left.push(form.recipient.id.clone());
            }
        }
        let number = left.len();
        if number < written.len() {
            answers.recipients = Some(left);
            answers.keep(self.desk)?;
        }
        Ok(number)
    }

    fn send(&self, written: &[Letter], answers: &Answers) -> anyhow::Result<Done> {
        let Some(Letter { signer, .. }) = written.first() else { return Ok(Done::Entirely) };
        Errand {
            desk: self.desk,
            campaign: self.campaign,
            forms: RefCell::new(Forms::new(self.library, self.campaign, self.desk.today())),
            signers: Signers::One(Arc::clone(signer)),
            choice: answers.choice(),
            rejects: None,
            strict: false,
            arguments: &self.arguments.dispatch,
        }
        .run()
    }

    fn write(&self, answers: &Answers) -> anyhow::Result<Vec<Letter>> {
        let Some(signer) = &answers.signer else { return Err(self.arguments.missing(self.desk)?.into()) };
        let signer = Arc::new(signer.clone());
        Ok(Forms::new(self.library, self.campaign, self.desk.today()).fill(&signer, &answers.choice())?)
    }

    fn carry_out(&self, written: &[Letter], answers: &Answers, deeds: Vec<Deed>) -> anyhow::Result<Done> {
        let mut all = Done::Entirely;
        for deed in deeds {
            let done = match deed {
                Deed::Send => self.send(written, answers)?,
                deed => deed.carry_out(self.desk, written)?,
            };
            if done != Done::Entirely {
                all = done;
            }
        }
        Ok(all)
    }
}
