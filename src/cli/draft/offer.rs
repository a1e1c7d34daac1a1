use std::path::{Path, PathBuf};

use super::action::Action;
use super::in_mail_program::refuse_mail_file;
use crate::batch::check_sendable;
use crate::cli::arguments::no_account;
use crate::cli::paper::{refuse_existing, refuse_existing_pages};
use crate::cli::terminal::ask;
use crate::cli::terminal::screen::{WARN, count, say, styled};
use crate::config::Account;
use crate::deliver::has_opener;
use crate::letter::Letter;
use crate::mail::{Composer, Stamp};
use crate::source::Problem;
use crate::vocabulary::Channel;

/// What sending depends on.
pub(super) struct Means<'a> {
    pub composer: &'a Composer,
    pub account: Option<Account>,
    /// Whether letters of the campaign are not sent any more.
    pub is_over: bool,
    pub without_withheld_copies: bool,
    pub stamp: Stamp,
}

/// What can be done with letters that are written: nothing that would be refused once it is chosen.
pub(super) struct Offer<'l> {
    written: &'l [Letter],
    actions: Vec<(String, Action)>,
    /// Why there is nothing else, each reason once.
    reasons: Vec<Problem>,
}

impl<'l> Offer<'l> {
    pub(super) fn new(written: &'l [Letter], means: &Means<'_>) -> Self {
        let mut offer = Self { written, actions: Vec::new(), reasons: Vec::new() };
        let composer = means.composer;
        let letters =
            if written.len() == 1 { "the letter".to_owned() } else { format!("the {} letters", written.len()) };
        let is_sent = |letter: &&Letter| letter.form.channel().is_some_and(|channel| composer.sends(channel));
        let (sent, by_hand): (Vec<_>, Vec<_>) = written.iter().partition(is_sent);
        let is_mailed = |letter: &Letter| !composer.recipients(letter, 0).is_empty();
        let copied: Vec<_> = by_hand.into_iter().filter(|letter| !letter.form.copies.email.is_empty()).collect();
        let copies: usize = copied.iter().map(|letter| letter.form.copies.email.len()).sum();
        let is_faxed = written.iter().all(|letter| letter.form.channel() == Some(Channel::Fax));
        if !sent.is_empty() {
            let item = format!("send {} by {}", count(sent.len(), "letter"), if is_faxed { "fax" } else { "e-mail" });
            offer.add_sending(item, Action::Send, &sent, means);
        }
        if !copied.is_empty() {
            let item = format!("send {} of what you take further yourself", count(copies, "copy"));
            offer.add_sending(item, Action::SendCopies, &copied, means);
        }
        if written.iter().any(is_mailed) {
            let opener = if has_opener() { Ok(()) } else { Err(Problem::error("no mail program can be opened here")) };
            offer.add(format!("open {letters} in your mail program"), Action::Open, opener);
        }
        offer.add(format!("put {letters} on paper (PDF)"), Action::PutOnPaper("letters.pdf".into()), Ok(()));
        offer.add(format!("print {letters} here"), Action::Print, Ok(()));
        offer.add(format!("save {letters} as a text file"), Action::SaveText("letter.txt".into()), Ok(()));
        if written.iter().any(is_mailed) {
            let composed = written.iter().try_for_each(|letter| composer.compose(letter, &means.stamp).map(drop));
            let item = format!("save {letters} for your mail program (.eml)");
            offer.add(item, Action::SaveMails("letters".into()), composed);
        }
        offer
    }

    fn add_sending(&mut self, item: String, action: Action, letters: &[&Letter], means: &Means<'_>) {
        if means.is_over {
            return;
        }
        let Means { composer, account, without_withheld_copies, stamp, .. } = means;
        let is_mailed = letters.iter().any(|letter| !composer.recipients(letter, 0).is_empty());
        let account = account.as_ref();
        let checked = if is_mailed && account.is_none() { Err(no_account()) } else { Ok(()) };
        let letters = letters.iter().copied();
        let sendable = |()| check_sendable(letters, composer, account, *without_withheld_copies, stamp);
        self.add(item, action, checked.and_then(sendable));
    }

    fn add(&mut self, item: String, action: Action, possible: Result<(), Problem>) {
        match possible {
            Ok(()) => self.actions.push((item, action)),
            Err(reason) if self.reasons.contains(&reason) => {}
            Err(reason) => self.reasons.push(reason),
        }
    }

    /// Says why not everything is offered.
    pub(super) fn say_reasons(&self) {
        for reason in &self.reasons {
            let what = [std::slice::from_ref(&reason.what), &reason.causes].concat().join(": ");
            let hint = reason.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
            say(format_args!("{} {what}{hint}", styled(WARN, "not offered:")));
        }
    }

    /// Asks what is to be done. `in_hand` tells whether the person has taken letters further.
    pub(super) fn ask(&self, in_hand: bool) -> anyhow::Result<Action> {
        let leave = if in_hand { "leave" } else { "leave, and keep the draft" };
        let others = [("edit again".to_owned(), Action::Edit), (leave.to_owned(), Action::Leave)];
        let actions: Vec<_> = self.actions.iter().chain(&others).collect();
        let items: Vec<_> = actions.iter().map(|(item, _)| item).collect();
        Ok(match actions[ask::one("And now", &items, 0)?].1.clone() {
            Action::SaveText(path) => Action::SaveText(ask_path("Text file", &path, refuse_existing)?),
            Action::PutOnPaper(path) => {
                let is_free = |path: &Path| refuse_existing_pages(path, self.written);
                Action::PutOnPaper(ask_path("PDF file or folder", &path, is_free)?)
            }
            Action::SaveMails(path) => {
                let is_free = |path: &Path| refuse_mail_file(path, self.written);
                Action::SaveMails(ask_path("Mail file or folder", &path, is_free)?)
            }
            action => action,
        })
    }
}

/// Asks where something is to be saved; a path that would be refused stays to be mended.
fn ask_path(question: &str, default: &Path, check: impl Fn(&Path) -> Result<(), Problem>) -> anyhow::Result<PathBuf> {
    let in_words = |Problem { what, hint, .. }| hint.map_or(what.clone(), |hint| format!("{what}: {hint}"));
    let check = |path: &PathBuf| check(path).map_err(in_words);
    ask::needed_that(question, Some(default.display().to_string()), check)
}
