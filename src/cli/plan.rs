//! The plan that is shown before anything is sent: who gets what, with which copies, and who cannot be reached so.

use super::letters::Written;
use super::screen::{BOLD, DIM, WARN, count, say, styled};
use super::view::way;
use crate::campaign::{Addresses, CopiedAs};
use crate::letter::Reach;
use crate::signer::Signer;
use crate::vocabulary::{Channel, EmailAddress};

/// Shows the plan.
pub(super) fn say_plan(campaign: &str, signer: &Signer, sent: &[&Written<'_>], others: &[&Written<'_>]) {
    let from = signer.email.as_ref().map(|email| format!(" <{email}>")).unwrap_or_default();
    let letters = count(sent.len(), "letter");
    say(styled(BOLD, format_args!("{campaign}: {letters} from {}{from}", signer.name)));
    for Written { letter, selected } in sent {
        let addresses: Vec<_> = letter.recipient.addresses.email.iter().map(EmailAddress::as_str).collect();
        let demands = count(selected.demands.len(), "demand");
        let about = format!("({demands}, in {})", letter.language.name());
        say(format_args!("  {} to {} {}", letter.recipient.id, addresses.join(", "), styled(DIM, about)));
        for copy in &letter.copies.email {
            let how = if copy.copied_as == CopiedAs::Cc { "copy" } else { "blind copy" };
            say(format_args!("      {how} to {}", copy.address));
        }
        for number in &letter.copies.fax {
            say(styled(WARN, format_args!("      copy by fax to {number}: to be sent by hand")));
        }
        for post in &letter.copies.post {
            let post = post.nearest(letter.language).replace('\n', ", ");
            say(styled(WARN, format_args!("      copy by post to {post}: to be sent by hand")));
        }
        for channel in &letter.copies.withheld {
            say(styled(WARN, format_args!("      a copy by {channel} is required, and its address is withheld")));
        }
    }
    if !others.is_empty() {
        say(styled(BOLD, "Not by e-mail:"));
    }
    for Written { letter, selected } in others {
        let how = match &selected.reach {
            Reach::OnlyBy(_) => reachable(&letter.recipient.addresses),
            reach => way(reach),
        };
        say(format_args!("  {}: {how}", letter.recipient.id));
    }
}

/// How an office without a mailbox can be reached.
pub(super) fn reachable(addresses: &Addresses) -> String {
    let numbers = [(Channel::Fax, &addresses.fax), (Channel::Phone, &addresses.phone)];
    let numbers =
        numbers.iter().flat_map(|(channel, list)| list.iter().map(move |number| format!("{channel} {number}")));
    let post = addresses.post.iter().map(|_| "post".to_owned());
    let web = addresses.web.iter().map(|web| format!("form {web}"));
    numbers.chain(post).chain(web).collect::<Vec<_>>().join(", ")
}
