use std::collections::BTreeSet;
use std::sync::Arc;

use super::action::Action;
use super::answers::{Answers, FAREWELL};
use super::offer::{Means, Offer};
use super::questions::Questions;
use super::{Arguments, Record};
use crate::batch::Batch;
use crate::campaign::Campaign;
use crate::cli::Done;
use crate::cli::arguments::DispatchArguments;
use crate::cli::context::Context;
use crate::cli::dispatch::{Dispatch, RefusedRows};
use crate::cli::failure;
use crate::cli::terminal::ask;
use crate::cli::terminal::pager::page;
use crate::cli::terminal::screen::{BOLD, WARN, count, say, styled};
use crate::cli::view::{letter_view, say_advice, say_briefly_what_is_told, say_social, say_where_to_add};
use crate::ledger::{Key, State, Step};
use crate::letter::{Form, Forms, Letter, Signers};
use crate::mail::{Composer, Stamp};
use crate::source::Library;
use crate::vocabulary::Channel;

/// What comes after the letters were shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// The questions again.
    Edit,
    /// Nothing more.
    Leave,
}

/// One person, one campaign, one session: from the answers to what becomes of the letters.
pub(super) struct Session<'a> {
    arguments: &'a Arguments,
    context: &'a Context,
    library: &'a Library,
    campaign: &'a Campaign,
    composer: Composer,
}

impl<'a> Session<'a> {
    /// # Errors
    ///
    /// Every mistake in the settings.
    pub(super) fn new(
        arguments: &'a Arguments,
        context: &'a Context,
        library: &'a Library,
        campaign: &'a Campaign,
    ) -> anyhow::Result<Self> {
        let DispatchArguments { pages, relay, dry_run, .. } = &arguments.dispatch;
        let composer = pages.composer(context, relay.relay(context)?, *dry_run)?;
        Ok(Self { arguments, context, library, campaign, composer })
    }

    /// Writes the letters from what is known, and does with them what the flags say.
    pub(super) fn without_questions(self, answers: &Answers) -> anyhow::Result<Done> {
        let written = self.write(answers)?;
        say_advice(&written);
        say_where_to_add(self.context, self.campaign, &written);
        say_social(self.library, self.campaign, &written, self.context.today());
        self.arguments.say_disclosure(self.context, &self.composer, &written)?;
        let done = self.carry_out(&written, answers, self.arguments.actions())?;
        self.record(&written)?;
        Ok(done)
    }

    /// Asks what is open, shows the letters, and does with them what is wanted, until the person is done.
    pub(super) fn converse(self, mut answers: Answers) -> anyhow::Result<Done> {
        let Self { arguments, context, library, campaign, .. } = &self;
        let questions = Questions { context, library, campaign, choice: &arguments.choice, given: &arguments.signer };
        self.say_title();
        loop {
            questions.ask(&mut answers)?;
            let written = self.write(&answers)?;
            let (of, relay) = (written.len(), self.composer.relay.as_ref());
            let views: Vec<_> =
                written.iter().zip(1..).map(|(letter, number)| letter_view(letter, relay, number, of)).collect();
            page(&views.join("\n"));
            say_advice(&written);
            say_where_to_add(context, campaign, &written);
            say_social(library, campaign, &written, context.today());
            say_briefly_what_is_told(&written);
            arguments.say_disclosure(context, &self.composer, &written)?;
            if arguments.has_action() {
                let actions = arguments.actions();
                let in_hand = actions.iter().any(Action::hands_over);
                let done = self.carry_out(&written, &answers, actions)?;
                if arguments.dispatch.dry_run {
                    say(FAREWELL);
                    return Ok(done);
                }
                self.settle(&written, in_hand)?;
                self.take_out_what_was_sent(&written, &mut answers)?;
                if done == Done::Entirely {
                    answers.forget(context);
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

    /// Says what the letters are for, and that they are not sent, where that is so.
    fn say_title(&self) {
        say(styled(BOLD, self.campaign.title.nearest(self.campaign.languages[0])));
        if let Some(refusal) = self.campaign.refusal(self.context.today()) {
            let hint = refusal.hint.map(|hint| format!(" ({hint})")).unwrap_or_default();
            say(format_args!("{} {}{hint}", styled(WARN, "note:"), refusal.what));
        }
    }

    /// Does one thing after the other with the letters, until the person leaves or wants to edit them again.
    fn until_edited(&self, written: &[Letter], answers: &mut Answers) -> anyhow::Result<Next> {
        let means = Means {
            composer: &self.composer,
            account: self.arguments.dispatch.account.account(self.context)?,
            is_over: self.campaign.refusal(self.context.today()).is_some(),
            without_withheld_copies: self.arguments.dispatch.without_withheld_copies,
            stamp: Stamp::at(self.context.now()),
        };
        let offer = Offer::new(written, &means);
        offer.say_reasons();
        let mut finished = false;
        loop {
            match offer.ask(finished)? {
                Action::Edit => return Ok(Next::Edit),
                Action::Leave if finished => {
                    self.settle(written, true)?;
                    answers.forget(self.context);
                    return Ok(Next::Leave);
                }
                Action::Leave => {
                    say(FAREWELL);
                    return Ok(Next::Leave);
                }
                action => match self.carry_out(written, answers, vec![action.clone()]) {
                    Ok(done) => finished |= done == Done::Entirely && action.hands_over(),
                    // What fails here is told, and the draft is still there.
                    Err(error) => drop(failure::report(&error)),
                },
            }
            if self.take_out_what_was_sent(written, answers)? == 0 {
                answers.forget(self.context);
                return Ok(Next::Leave);
            }
        }
    }

    /// Takes the recipients out of the draft who have their letter, so that nobody gets it twice when the draft is
    /// taken up again. Gives the number of letters that are left.
    fn take_out_what_was_sent(&self, written: &[Letter], answers: &mut Answers) -> anyhow::Result<usize> {
        let left: Vec<_> = self.left(written)?.iter().map(|letter| letter.form.recipient.id.clone()).collect();
        let number = left.len();
        if number < written.len() {
            answers.recipients = Some(left);
            answers.keep(self.context)?;
        }
        Ok(number)
    }

    /// The letters that did not go, as far as the ledger knows.
    fn left<'l>(&self, written: &'l [Letter]) -> anyhow::Result<Vec<&'l Letter>> {
        let Some(ledger) = self.arguments.dispatch.ledger.open_existing(self.context)? else {
            return Ok(written.iter().collect());
        };
        let mut left = Vec::new();
        for letter in written {
            let known = ledger.look_up(&Key::of(&letter.form, &letter.signer), &letter.signer)?;
            if !known.is_some_and(|known| matches!(known.state, State::Accepted | State::Done | State::Uncertain)) {
                left.push(letter);
            }
        }
        Ok(left)
    }

    /// The letters that did not go, but for those that the program was told to send: what a server refused did not go by hand.
    fn left_to_the_person<'l>(&self, written: &'l [Letter]) -> anyhow::Result<Vec<&'l Letter>> {
        let mut left = self.left(written)?;
        left.retain(|letter| !(self.arguments.send && self.goes_by_itself(&letter.form)));
        Ok(left)
    }

    /// Asks what became of letters that the person took further, unless a flag tells it, and notes it in the ledger.
    fn settle(&self, written: &[Letter], in_hand: bool) -> anyhow::Result<()> {
        if self.arguments.record.is_some() {
            return self.record(written);
        }
        let left = self.left_to_the_person(written)?;
        if !in_hand || left.is_empty() {
            return Ok(());
        }
        let name = |letter: &&Letter| {
            let form = &letter.form;
            let by = form.channel().map(|channel| format!(" by {}", channel.in_words())).unwrap_or_default();
            (format!("{}{by}", form.recipient.id), false)
        };
        let items: Vec<_> = left.iter().map(name).collect();
        let gone = ask::some("Which of these have gone already?", &items)?;
        let (gone, in_hand): (Vec<_>, Vec<_>) =
            left.into_iter().enumerate().partition(|(index, _)| gone.contains(index));
        self.enter(gone.into_iter().map(|(_, letter)| letter), Step::Do)?;
        // What the program can send is still owed: perhaps it was printed only to be read.
        let in_hand = in_hand.into_iter().map(|(_, letter)| letter);
        self.enter(in_hand.filter(|letter| !self.goes_by_itself(&letter.form)), Step::Hand)
    }

    /// Notes what the flag says of letters that the person takes further.
    fn record(&self, written: &[Letter]) -> anyhow::Result<()> {
        let step = match self.arguments.record {
            Some(Record::Done) => Step::Do,
            Some(Record::Handed) => Step::Hand,
            None => return Ok(()),
        };
        self.enter(self.left_to_the_person(written)?, step)
    }

    fn enter<'l>(&self, letters: impl IntoIterator<Item = &'l Letter>, step: Step) -> anyhow::Result<()> {
        let mut ledger = self.arguments.dispatch.ledger.open(self.context)?;
        let entered = ledger.enter(letters, step, self.context.now())?;
        if entered > 0 && step == Step::Do {
            say(format_args!("noted: {} done", count(entered, "letter")));
        } else if entered > 0 {
            let done = format!("protest-letter ledger done {}", self.campaign.id);
            say(format_args!("noted: {} in your hands; when they have gone: {done}", count(entered, "letter")));
        }
        Ok(())
    }

    fn send(&self, written: &[Letter], answers: &Answers, channel: Channel) -> anyhow::Result<Done> {
        let Some(Letter { signer, .. }) = written.first() else { return Ok(Done::Entirely) };
        let library = self.arguments.dispatch.vouched_for(self.context, self.campaign, self.library.clone())?;
        let forms = Forms::new(&library, self.campaign, self.context.today());
        Dispatch {
            context: self.context,
            campaign: self.campaign,
            batch: Batch::new(forms, Signers::One(Arc::clone(signer)), answers.choice(), channel),
            pdf: None,
            refused: RefusedRows::default(),
            arguments: &self.arguments.dispatch,
        }
        .run()
    }

    /// The channels by which letters go whose recipients the program mails to, or which it does not.
    fn channels(&self, written: &[Letter], by_itself: bool) -> BTreeSet<Channel> {
        let forms = written.iter().map(|letter| &letter.form);
        let forms = forms.filter(|form| self.goes_by_itself(form) == by_itself);
        forms.filter_map(|form| form.channel()).collect()
    }

    fn goes_by_itself(&self, form: &Form) -> bool {
        form.channel().is_some_and(|channel| self.composer.sends(channel))
    }

    fn write(&self, answers: &Answers) -> anyhow::Result<Vec<Letter>> {
        let Some(signer) = &answers.signer else { return Err(self.arguments.missing(self.context)?.into()) };
        let signer = Arc::new(signer.clone());
        Ok(Forms::new(self.library, self.campaign, self.context.today()).fill(&signer, &answers.choice())?)
    }

    fn carry_out(&self, written: &[Letter], answers: &Answers, actions: Vec<Action>) -> anyhow::Result<Done> {
        let mut all = Done::Entirely;
        for action in actions {
            let mut note = |done| {
                if done != Done::Entirely {
                    all = done;
                }
            };
            match action {
                Action::Send | Action::SendCopies => {
                    for channel in self.channels(written, matches!(action, Action::Send)) {
                        note(self.send(written, answers, channel)?);
                        // Whoever stops one batch does not want the next.
                        if ask::stop_was_asked() {
                            return Ok(all);
                        }
                    }
                }
                action => note(action.carry_out(self.context, &self.composer, written)?),
            }
        }
        Ok(all)
    }
}
