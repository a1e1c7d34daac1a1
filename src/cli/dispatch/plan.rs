//! The plan that is shown before anything is sent: who gets what, with which copies, and who cannot be reached so.

use std::time::Duration;

use crate::batch::Plan;
use crate::campaign::{Addresses, Campaign};
use crate::cli::terminal::screen::{BOLD, DIM, WARN, count, say, styled};
use crate::cli::view::owed;
use crate::cli::view::{destination, letter_view, say_provenance, way};
use crate::config::Relay;
use crate::ledger::State;
use crate::letter::Letter;
use crate::vocabulary::Channel;

/// Shows the plan: every letter where they are few, figures and the first letter where they are many.
pub(crate) fn say_plan(campaign: &Campaign, plan: &Plan, channel: Channel, relay: Option<&Relay>, takes: Duration) {
    let by = if channel == Channel::Email { String::new() } else { format!(" by {}", channel.in_words()) };
    let letters = count(plan.letters, "letter") + &by;
    let from = match &plan.first[..] {
        [Letter { signer, .. }, ..] if plan.signers == 1 => {
            let email = signer.email.as_ref().map(|email| format!(" <{email}>")).unwrap_or_default();
            format!("{}{email}", signer.name)
        }
        _ => count(plan.signers, "signer"),
    };
    say(styled(BOLD, format_args!("{}: {letters} from {from}", campaign.id)));
    say_provenance("  ", campaign);
    if plan.letters == plan.first.len() {
        plan.first.iter().for_each(|letter| say_letter(letter, plan.signers > 1));
    } else {
        say_figures(campaign, plan);
    }
    for (state, number) in &plan.known {
        say(styled(DIM, format_args!("  {}", already(*state, *number))));
    }
    if plan.changed > 0 {
        let changed = count(plan.changed, "letter");
        say(styled(DIM, format_args!("  the signers of {changed} say something else since; they are not sent again")));
    }
    if !plan.others.is_empty() {
        say(styled(BOLD, format_args!("Not by {} ({}):", channel.in_words(), count(plan.by_other_channels, "letter"))));
    }
    for other in &plan.others {
        say(format_args!("  {}: {}", other.form.recipient.id, how_else(other)));
    }
    if let [first, others @ ..] = &plan.similarity.advice()[..] {
        let others = if others.is_empty() { String::new() } else { format!("; so it is with {} more", others.len()) };
        say(format_args!("{} {first}{others}", styled(WARN, "advice:")));
        say("  ask signers for a sentence of their own, or give the campaign [variants]");
    }
    // A single signer was told of each letter.
    if plan.signers > 1 {
        for advice in plan.strays.advice() {
            say(format_args!("{} {advice}", styled(WARN, "advice:")));
        }
    }
    for (line, doubt) in &plan.first_doubtful {
        say(format_args!("{} line {line}: {doubt}", styled(WARN, "advice:")));
    }
    if let Some(more) = more_doubtful(plan) {
        say(format_args!("  {more}"));
    }
    if takes > Duration::from_secs(1) {
        say(format_args!("it takes about {}", rounded(takes)));
    }
    if plan.letters > plan.first.len()
        && let Some(first) = plan.first.first()
    {
        say(letter_view(first, relay, 1, plan.letters));
    }
}

/// In how many rows the e-mail address may be misspelt, where not each of them is named.
pub(crate) fn more_doubtful(plan: &Plan) -> Option<String> {
    let is_more = plan.doubtful > plan.first_doubtful.len();
    is_more.then(|| format!("the addresses in {} rows may be misspelt", plan.doubtful))
}

fn say_letter(letter: &Letter, with_signer: bool) {
    let form = &letter.form;
    let about = format!("({}, in {})", count(form.demands.len(), "demand"), form.language.name());
    let from = if with_signer { format!(" from {}", letter.signer.name) } else { String::new() };
    say(format_args!("  {}{from} to {} {}", form.recipient.id, destination(letter), styled(DIM, about)));
    for owed in owed(form) {
        let words = format!("      {}", owed.words);
        say(if owed.with_the_mail { words } else { styled(WARN, words) });
    }
}

fn say_figures(campaign: &Campaign, plan: &Plan) {
    let recipients =
        campaign.recipients.iter().filter_map(|recipient| Some((recipient, plan.to_each.get(&recipient.id)?)));
    for (recipient, letters) in recipients {
        let office = recipient.office.nearest(campaign.languages[0]);
        say(format_args!("  {}: {} {}", recipient.id, count(*letters, "letter"), styled(DIM, office)));
    }
    if plan.copies > 0 {
        say(format_args!("  and {}", count(plan.copies, "copy")));
    }
}

fn already(state: State, number: usize) -> String {
    let letters = count(number, "letter");
    match state {
        State::Accepted => format!("{letters} accepted before"),
        State::Handed => format!("{letters} handed to somebody before (protest-letter ledger done, once they went)"),
        State::Done => format!("{letters} went by hand before"),
        State::Rejected => format!("{letters} rejected before (protest-letter ledger retry)"),
        State::Uncertain => {
            format!("{letters} uncertain: a server may have them or not (protest-letter ledger --state uncertain)")
        }
        State::Claimed => format!("{letters} in the hands of another run"),
        State::Owed | State::Deferred => format!("{letters} still owed"),
    }
}

/// A time as people say it.
pub(crate) fn rounded(time: Duration) -> String {
    let minutes = time.as_secs().div_ceil(60);
    match (minutes / 60, minutes % 60) {
        (0, _) if time.as_secs() < 90 => format!("{} s", time.as_secs()),
        (0, minutes) => format!("{minutes} min"),
        (hours @ 1..48, 0) => format!("{hours} h"),
        (hours @ 1..48, minutes) => format!("{hours} h {minutes} min"),
        (hours, _) => format!("{} days", hours.div_ceil(24)),
    }
}

/// How somebody can be reached who cannot be reached so, or why not at all.
pub(crate) fn how_else(letter: &Letter) -> String {
    let how = reachable(&letter.form.recipient.addresses);
    if how.is_empty() { way(&letter.form.reach) } else { how }
}

/// How an office without a mailbox can be reached.
pub(crate) fn reachable(addresses: &Addresses) -> String {
    let numbers = [(Channel::Fax, &addresses.fax), (Channel::Phone, &addresses.phone)];
    let numbers =
        numbers.iter().flat_map(|(channel, list)| list.iter().map(move |number| format!("{channel} {number}")));
    let post = addresses.post.iter().map(|_| "post".to_owned());
    let web = addresses.web.iter().map(|web| format!("form {web}"));
    let social = addresses.social.iter().map(|account| format!("{} {}", account.network, account.handle));
    numbers.chain(post).chain(web).chain(social).collect::<Vec<_>>().join(", ")
}
