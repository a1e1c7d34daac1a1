//! What stands between a plan and the first letter.

use super::context::Context;
use super::screen::{WARN, count, say, styled};
use crate::batch::{Plan, Rules};
use crate::config::Account;
use crate::mail::FaxLine;
use crate::source::Problem;
use crate::vocabulary::Channel;

/// What is asked before anything goes.
pub(super) fn question(
    plan: &Plan,
    letters: usize,
    rules: &Rules,
    account: Option<&Account>,
    on_paper: bool,
) -> String {
    let letters = count(letters, "letter");
    let over = account.map(|account| format!(" over {account}")).unwrap_or_default();
    let copies = if over.is_empty() { String::new() } else { format!("{}{over}", count(plan.copies, "copy")) };
    match (rules.channel, &rules.composer.fax, on_paper) {
        (Channel::Email, ..) => format!("Send {letters}{over}?"),
        (Channel::Fax, FaxLine::Gateway(_), _) => format!("Fax {letters}{over}?"),
        (Channel::Fax, FaxLine::Sendfax, _) if copies.is_empty() => format!("Fax {letters} with sendfax?"),
        (Channel::Fax, FaxLine::Sendfax, _) => format!("Fax {letters} with sendfax, and send {copies}?"),
        (.., true) if copies.is_empty() => format!("Put {letters} on paper?"),
        (.., true) => format!("Put {letters} on paper, and send {copies}?"),
        (.., false) if copies.is_empty() => format!("Note that you have {letters} in hand?"),
        (.., false) => format!("Send {copies}?"),
    }
}

/// Refuses a plan where the appeal requires copies that cannot be made.
///
/// # Errors
///
/// When it does.
pub(super) fn refuse_withheld_copies(plan: &Plan) -> Result<(), Problem> {
    if plan.without_withheld == 0 {
        return Ok(());
    }
    let problem =
        Problem::error(format!("{} would go without a required copy", count(plan.without_withheld, "letter")));
    Err(problem
        .because("the published appeal hides the address of the copy")
        .hint("add it to addresses.toml, or choose to go without: --without-withheld-copies"))
}

/// Refuses a daily limit that does not let a single letter go.
///
/// # Errors
///
/// When it is one.
pub(super) fn refuse_too_small_a_day(plan: &Plan, per_day: Option<u64>) -> Result<(), Problem> {
    let most = plan.most_mailboxes as u64;
    match per_day.filter(|limit| *limit < most) {
        Some(limit) => {
            let problem = Problem::error(format!("--max-per-day {limit} lets no letter go"));
            Err(problem.because(format!("a letter and its copies are {most} envelope recipients")))
        }
        None => Ok(()),
    }
}

/// Asks whether letters are to go on with another text than the first ones had.
///
/// # Errors
///
/// When they are not, or nobody is there to be asked.
pub(super) fn ask_about_changed_text(context: &Context, plan: &Plan, accepted: bool) -> anyhow::Result<()> {
    if plan.reworded.is_empty() {
        return Ok(());
    }
    for form in &plan.reworded {
        let (id, language) = (&form.recipient.id, form.language.name());
        say(styled(WARN, format_args!("the letter to {id} in {language} is not the one that was sent before")));
    }
    context.confirm("Go on with the new text?", "--accept-changed-text", accepted)
}
