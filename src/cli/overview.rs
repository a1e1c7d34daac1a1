//! What the program tells when it is called without a command: where one stands, and what can be done next.

use super::Done;
use super::arguments::LedgerArguments;
use super::context::Context;
use super::draft;
use super::terminal::screen::{BOLD, DIM, WARN, count, print_words, styled};
use crate::campaign::{self, Campaign};
use crate::ledger::{Filter, Sqlite, State};
use crate::vocabulary::Language;

/// The most campaigns that are named.
const NAMED: usize = 6;

/// Tells where one stands. Only reads: no file is made or changed.
pub(super) fn show() -> anyhow::Result<Done> {
    let context = Context::open()?;
    let mut next = Next::default();
    let profile = context.profile()?;
    match &profile {
        Some(signer) => {
            let email = signer.email.as_ref().map(|email| format!(" <{email}>")).unwrap_or_default();
            line("Profile", &format!("{}{email}", signer.name))?;
        }
        None => line("Profile", "none yet")?,
    }
    let account = context.settings()?.account;
    let no_account = "none; letters can be printed, put on paper, or opened in your mail program";
    line("Account", &account.as_ref().map_or(no_account.to_owned(), ToString::to_string))?;
    if let Some(campaign) = draft::unfinished(&context) {
        line("Draft", &format!("an unfinished one for {campaign}"))?;
        next.add("protest-letter draft --resume", "take it up again");
    }
    let open = campaigns(&context, &mut next)?;
    if let Some(ledger) = LedgerArguments::of_environment().open_to_read(&context)? {
        letters(&ledger, &mut next)?;
    }
    match &*open {
        [] => {
            next.add("protest-letter list", "see the campaigns that are over, to read and to try");
            next.add("protest-letter import appeal.html", "make a campaign of a published appeal");
        }
        [only] => next.add(&format!("protest-letter draft {only}"), "write letters"),
        [..] => next.add("protest-letter draft", "choose a campaign and write letters"),
    }
    if profile.is_none() || account.is_none() {
        next.add("protest-letter setup", "save your profile and your mail account");
    }
    next.add("protest-letter --help", "see every command");
    next.print()?;
    Ok(Done::Entirely)
}

/// Tells which campaigns are open, those first that end first; gives their ids.
fn campaigns(context: &Context, next: &mut Next) -> anyhow::Result<Vec<String>> {
    let own = context.own_addresses()?;
    let (mut open, mut mistaken) = (Vec::new(), 0);
    let names = context.library.names("campaigns", "toml");
    for id in &names {
        match campaign::load(&context.library, id, &own) {
            Ok((campaign, ..)) if campaign.refusal(context.today()).is_none() => open.push(campaign),
            Ok(_) => {}
            Err(_) => mistaken += 1,
        }
    }
    open.sort_by_key(|campaign| (campaign.respond_by.is_none(), campaign.respond_by));
    line("Campaigns", &format!("{} open, {} in all", open.len(), names.len()))?;
    let told = |campaign: &Campaign| {
        let until = campaign.respond_by.map(|last| format!(", until {last}")).unwrap_or_default();
        format!("  {}{until}: {}", campaign.id, campaign.title.nearest(Language::ENGLISH))
    };
    open.iter().take(NAMED).try_for_each(|campaign| print_words(told(campaign)))?;
    if open.len() > NAMED {
        print_words(format_args!("  and {} more: protest-letter list", open.len() - NAMED))?;
    }
    if mistaken > 0 {
        print_words(styled(WARN, format_args!("  {} cannot be read", count(mistaken, "campaign"))))?;
        next.add("protest-letter check", "see the mistakes");
    }
    Ok(open.into_iter().map(|campaign| campaign.id).collect())
}

/// Tells what the ledger knows that wants somebody's attention.
fn letters(ledger: &Sqlite, next: &mut Next) -> anyhow::Result<()> {
    let counts = ledger.counts(&Filter::default())?;
    let number = |states: &[State]| {
        let these = counts.iter().filter(|(_, _, state, _)| states.contains(state));
        these.map(|(.., number)| number).sum::<usize>()
    };
    let owed = number(&[State::Owed, State::Claimed, State::Deferred]);
    let told = [
        (number(&[State::Accepted, State::Done]), "gone"),
        (owed, "owed"),
        (number(&[State::Handed]), "in your hands"),
        (number(&[State::Rejected]), "rejected"),
        (number(&[State::Uncertain]), "uncertain"),
    ];
    let words: Vec<_> =
        told.iter().filter(|(number, _)| *number > 0).map(|(number, word)| format!("{number} {word}")).collect();
    if !words.is_empty() {
        line("Letters", &words.join(", "))?;
    }
    if let Some((at, campaign, recipient)) = ledger.last_returned()? {
        line("Returned", &format!("last on {}: {campaign}, {recipient}", at.strftime("%Y-%m-%d")))?;
        next.add("protest-letter ledger", "see what came back");
    }
    if number(&[State::Uncertain]) > 0 {
        next.add("protest-letter ledger --state uncertain", "see what a server may have, to settle it");
    }
    if number(&[State::Handed]) > 0 {
        next.add("protest-letter ledger --state handed", "see what you have in hand; `ledger done` when it went");
    }
    if owed > 0 {
        next.add(
            "protest-letter ledger --state owed,claimed,deferred",
            "see what is owed; the same `send` again sends it",
        );
    }
    Ok(())
}

fn line(name: &str, text: &str) -> std::io::Result<()> {
    print_words(format_args!("{} {text}", styled(BOLD, format_args!("{name}:"))))
}

/// What can be done next, most urgent first.
#[derive(Default)]
struct Next(Vec<(String, &'static str)>);

impl Next {
    fn add(&mut self, command: &str, why: &'static str) {
        self.0.push((command.to_owned(), why));
    }

    fn print(&self) -> std::io::Result<()> {
        print_words(format_args!("\n{}", styled(BOLD, "Next:")))?;
        self.0.iter().try_for_each(|(command, why)| {
            print_words(format_args!("  {command}"))?;
            print_words(format_args!("      {}", styled(DIM, why)))
        })
    }
}
