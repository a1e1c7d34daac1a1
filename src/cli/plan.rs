//! The plan that is shown before anything is sent: who gets what, with which copies, and who cannot be reached so.

use super::screen::{BOLD, DIM, WARN, count, say, styled};
use super::view::way;
use crate::campaign::{Addresses, CopiedAs};
use crate::letter::Letter;
use crate::signer::Signer;
use crate::vocabulary::{Channel, EmailAddress};

/// Tells of the copies that letters owe which do not go by e-mail from here.
pub(super) fn say_owed_copies(written: &[Letter]) {
    for letter in written {
        let copies = &letter.form.copies;
        let email = copies.email.iter().map(|copy| copy.address.to_string());
        let fax = copies.fax.iter().map(|number| format!("fax {number}"));
        let post =
            copies.post.iter().map(|post| format!("post {}", post.nearest(letter.form.language).replace('\n', " ")));
        let withheld =
            copies.withheld.iter().map(|channel| format!("a {channel} address that the published appeal hides"));
        let owed = email.chain(fax).chain(post).chain(withheld).collect::<Vec<_>>().join(", ");
        if !owed.is_empty() {
            let id = &letter.form.recipient.id;
            say(format_args!("{} the letter to {id} is to be copied to {owed}", styled(WARN, "copies:")));
        }
    }
}

/// Shows the plan.
pub(super) fn say_plan(campaign: &str, signer: &Signer, sent: &[&Letter], others: &[&Letter]) {
    let from = signer.email.as_ref().map(|email| format!(" <{email}>")).unwrap_or_default();
    let letters = count(sent.len(), "letter");
    say(styled(BOLD, format_args!("{campaign}: {letters} from {}{from}", signer.name)));
    for letter in sent {
        let addresses: Vec<_> = letter.form.recipient.addresses.email.iter().map(EmailAddress::as_str).collect();
        let demands = count(letter.form.demands.len(), "demand");
        let about = format!("({demands}, in {})", letter.form.language.name());
        say(format_args!("  {} to {} {}", letter.form.recipient.id, addresses.join(", "), styled(DIM, about)));
        for copy in &letter.form.copies.email {
            let how = if copy.copied_as == CopiedAs::Cc { "copy" } else { "blind copy" };
            say(format_args!("      {how} to {}", copy.address));
        }
        for number in &letter.form.copies.fax {
            say(styled(WARN, format_args!("      copy by fax to {number}: to be sent by hand")));
        }
        for post in &letter.form.copies.post {
            let post = post.nearest(letter.form.language).replace('\n', ", ");
            say(styled(WARN, format_args!("      copy by post to {post}: to be sent by hand")));
        }
        for channel in &letter.form.copies.withheld {
            say(styled(WARN, format_args!("      a copy by {channel} is required, and its address is withheld")));
        }
    }
    if !others.is_empty() {
        say(styled(BOLD, "Not by e-mail:"));
    }
    for other in others {
        say(format_args!("  {}: {}", other.form.recipient.id, how_else(other)));
    }
}

/// How somebody can be reached who cannot be reached by e-mail, or why not at all.
pub(super) fn how_else(letter: &Letter) -> String {
    let how = reachable(&letter.form.recipient.addresses);
    if how.is_empty() { way(&letter.form.reach) } else { how }
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
