use std::collections::HashMap;

use super::{Batch, Rules};
use crate::ledger::{Key, Ledger, Returned};
use crate::letter::Form;
use crate::mail::Role;
use crate::source::{Problem, Problems};
use crate::vocabulary::{Channel, EmailAddress};

/// A mailbox that letters of a batch would go to, and that returned letters before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadMailbox {
    /// The mailbox.
    pub address: EmailAddress,
    /// The id of a recipient whose letters go there.
    pub recipient: String,
    /// Whether it is written to or gets copies.
    pub role: Role,
    /// What is known of it.
    pub returned: Returned,
    /// How many of the letters that are owed would go there.
    pub letters: usize,
}

impl Batch<'_> {
    /// The mailboxes that the letters would go to which are still owed, and that returned letters before for good.
    ///
    /// # Errors
    ///
    /// When the roll or the ledger cannot be read.
    pub fn dead_mailboxes(&self, ledger: &impl Ledger, rules: &Rules) -> Result<Vec<DeadMailbox>, Problems> {
        let mut dead: Vec<DeadMailbox> = Vec::new();
        if !ledger.has_returns()? {
            return Ok(dead);
        }
        let mut of_forms: HashMap<String, Vec<DeadMailbox>> = HashMap::new();
        for pending in self.letters()? {
            let pending = pending?;
            let form = &pending.form;
            if !of_forms.contains_key(&form.name) {
                of_forms.insert(form.name.clone(), of_form(form, ledger)?);
            }
            let Some(mailboxes) = of_forms.get(&form.name).filter(|mailboxes| !mailboxes.is_empty()) else { continue };
            let known = ledger.look_up(&Key::of(form, &pending.signer), &pending.signer)?;
            if known.is_some_and(|known| !rules.is_owed(known.state)) {
                continue;
            }
            for mailbox in mailboxes {
                let is_same = |other: &&mut DeadMailbox| {
                    other.address.is_same_mailbox(&mailbox.address) && other.recipient == mailbox.recipient
                };
                match dead.iter_mut().find(is_same) {
                    Some(other) => other.letters += 1,
                    None => dead.push(DeadMailbox { letters: 1, ..mailbox.clone() }),
                }
            }
        }
        Ok(dead)
    }
}

fn of_form(form: &Form, ledger: &impl Ledger) -> Result<Vec<DeadMailbox>, Problem> {
    let is_written_to = form.channel() == Some(Channel::Email);
    let addressees = form.recipient.addresses.email.iter().filter(|_| is_written_to);
    let addressees = addressees.map(|address| (address, Role::Addressee));
    let copies = form.copies.email.iter().map(|copy| (&copy.address, Role::Copy));
    let mut dead = Vec::new();
    for (address, role) in addressees.chain(copies) {
        if let Some(returned) = ledger.returned(address)? {
            let (address, recipient) = (address.clone(), form.recipient.id.clone());
            dead.push(DeadMailbox { address, recipient, role, returned, letters: 0 });
        }
    }
    Ok(dead)
}

/// Whether a letter goes to nobody but mailboxes of which it is known that they return letters.
pub(super) fn is_left_out(form: &Form, dead: &[EmailAddress]) -> bool {
    let addresses = &form.recipient.addresses.email;
    let is_dead = |address: &EmailAddress| dead.iter().any(|dead| dead.is_same_mailbox(address));
    !dead.is_empty() && form.channel() == Some(Channel::Email) && addresses.iter().all(is_dead)
}
