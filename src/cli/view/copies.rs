//! The copies that a letter owes, in words.

use crate::campaign::CopiedAs;
use crate::cli::terminal::screen::{WARN, say, styled};
use crate::letter::{Form, Letter};

/// A copy that a letter owes.
pub(crate) struct Owed {
    /// What is owed to whom.
    pub words: String,
    /// Whether it goes with the mail.
    pub with_the_mail: bool,
}

/// The copies of a letter: those that go with the mail, those that somebody has to make by hand, and those whose address
/// the published appeal hides.
pub(crate) fn owed(form: &Form) -> Vec<Owed> {
    let copies = &form.copies;
    let by_email = copies.email.iter().map(|copy| {
        let how = if copy.copied_as == CopiedAs::Cc { "copy" } else { "blind copy" };
        Owed { words: format!("{how} to {}", copy.address), with_the_mail: true }
    });
    let by_hand = |words| Owed { words, with_the_mail: false };
    let by_fax = copies.fax.iter().map(|number| by_hand(format!("copy by fax to {number}: to be sent by hand")));
    let by_post = copies.post.iter().map(|post| {
        let post = post.nearest(form.language).replace('\n', ", ");
        by_hand(format!("copy by post to {post}: to be sent by hand"))
    });
    let withheld = copies.withheld.iter();
    let withheld =
        withheld.map(|channel| by_hand(format!("a copy by {channel} is required, and its address is withheld")));
    by_email.chain(by_fax).chain(by_post).chain(withheld).collect()
}

/// Tells of the copies that letters owe which were printed or saved.
pub(crate) fn say_owed(letters: &[Letter]) {
    for Letter { form, .. } in letters {
        let owed = owed(form);
        if !owed.is_empty() {
            say(format_args!("{} the letter to {} owes", styled(WARN, "copies:"), form.recipient.id));
        }
        for Owed { words, .. } in owed {
            say(format_args!("  {words}"));
        }
    }
}
