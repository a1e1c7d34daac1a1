//! What stands between a plan and the first letter.

use crate::batch::{Plan, Rules};
use crate::cli::context::Context;
use crate::cli::terminal::screen::{WARN, count, say, styled};
use crate::config::Account;
use crate::mail::FaxLine;
use crate::vocabulary::Channel;

/// What is asked before anything goes.
pub(crate) fn question(
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

/// Asks whether letters are to go on with another text than the first ones had.
///
/// # Errors
///
/// When they are not, or nobody is there to be asked.
pub(crate) fn ask_about_changed_text(context: &Context, plan: &Plan, accepted: bool) -> anyhow::Result<()> {
    if plan.reworded.is_empty() {
        return Ok(());
    }
    for form in &plan.reworded {
        let (id, language) = (&form.recipient.id, form.language.name());
        say(styled(WARN, format_args!("the letter to {id} in {language} is not the one that was sent before")));
    }
    context.confirm("Go on with the new text?", "--accept-changed-text", accepted)
}
