//! What becomes known of a signer, in words.

use std::fmt::Write as _;
use std::sync::Arc;

use jiff::Timestamp;
use textwrap::{Options, fill};

use crate::campaign::Campaign;
use crate::cli::arguments::PageArguments;
use crate::cli::context::Context;
use crate::cli::terminal::screen::{BOLD, DIM, say, styled};
use crate::config::{Account, Settings};
use crate::deliver::{Disclosure, Learner, TOLD_TO_NOBODY, told_in};
use crate::letter::{Choice, Forms, Letter, WIDTH};
use crate::mail::{Composer, Stamp};
use crate::signer::Signer;
use crate::source::{Library, Problem};
use crate::vocabulary::{Country, Language};

/// Who learns what of the signer of these letters, each once.
pub(crate) fn disclosure(letters: &[Letter], composer: &Composer, account: Option<&Account>, now: Timestamp) -> String {
    let (mut learners, mut unknown): (Vec<Learner>, Vec<String>) = (Vec::new(), Vec::new());
    for letter in letters {
        match Disclosure::of(letter, composer, account, &Stamp::at(now)) {
            Ok(disclosure) => learners.extend(disclosure.learners),
            Err(problem) => unknown.push(format!("{}: {problem}", letter.form.recipient.id)),
        }
    }
    learners.extend([Disclosure::by_own_mail_program(), Disclosure::by_file()]);
    // Those who learn the same are told together.
    let mut together: Vec<(Vec<&str>, &[String])> = Vec::new();
    for Learner { who, learns } in &learners {
        match together.iter_mut().find(|(_, facts)| facts == learns) {
            Some((all, _)) if all.contains(&who.as_str()) => {}
            Some((all, _)) => all.push(who),
            None => together.push((vec![who], learns)),
        }
    }
    let mut view = styled(BOLD, "What will be known of you");
    let fact_lines = Options::new(WIDTH).initial_indent("  – ").subsequent_indent("    ");
    for (all, facts) in together {
        for who in all {
            // Writing to a string cannot fail.
            let _ = write!(view, "\n{who}");
        }
        for fact in facts {
            let _ = write!(view, "\n{}", fill(fact, &fact_lines));
        }
    }
    for unknown in unknown {
        let _ = write!(view, "\nnot known: {unknown}");
    }
    let nobody = format!("told to nobody by this program: {TOLD_TO_NOBODY}");
    view + "\n" + &styled(DIM, fill(&nobody, WIDTH))
}

/// What would be known of the user by letters that their profile signs, over their account.
///
/// # Errors
///
/// When they have no profile, or the letters cannot be written.
pub(crate) fn own_disclosure(
    context: &Context,
    campaign: &Campaign,
    library: &Library,
    country: Option<Country>,
    language: Option<Language>,
) -> anyhow::Result<String> {
    let Some(profile) = context.profile()? else {
        let problem = Problem::error("it is not known who would write: you have no profile");
        let draft = format!("protest-letter draft {} --disclosure", campaign.id);
        anyhow::bail!(problem.hint(format!("save one with `protest-letter setup`, or see {draft}")));
    };
    let signer = Signer { country: country.or(profile.country), ..profile };
    let choice = Choice { language, ..Choice::default() };
    let letters = Forms::new(library, campaign, context.today()).fill(&Arc::new(signer), &choice)?;
    let Settings { account, relay, .. } = context.settings()?;
    let composer = PageArguments { pdf: None, paper: None }.composer(context, relay, false)?;
    Ok(disclosure(&letters, &composer, account.as_ref(), context.now()))
}

/// What the letters tell of their signer, in a line.
pub(crate) fn say_briefly_what_is_told(letters: &[Letter]) {
    let mut facts: Vec<String> = Vec::new();
    for fact in letters.iter().flat_map(told_in) {
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    }
    if !facts.is_empty() {
        let told = facts.join(", ");
        say(format_args!("{} {told} (all of it: --disclosure)", styled(BOLD, "known of you:")));
    }
}
