use super::Plan;
use crate::config::Account;
use crate::letter::Letter;
use crate::mail::{Composer, Stamp, check_from};
use crate::source::Problem;

/// Refuses letters that would be refused when they are sent, before anybody chooses to send them.
///
/// # Errors
///
/// When one has no form that a mail can hold, would claim to come from another domain than the account's, or owes a copy that
/// cannot be made.
pub fn check_sendable<'l>(
    letters: impl IntoIterator<Item = &'l Letter>,
    composer: &Composer,
    account: Option<&Account>,
    without_withheld_copies: bool,
    stamp: &Stamp,
) -> Result<(), Problem> {
    let mut plan = Plan::default();
    for letter in letters {
        if composer.compose(letter, stamp)?.mail.is_some() {
            check_from(account, composer.relay.as_ref(), &letter.signer)?;
        }
        plan.without_withheld += usize::from(!letter.form.copies.withheld.is_empty());
    }
    if without_withheld_copies { Ok(()) } else { plan.refuse_withheld_copies() }
}
