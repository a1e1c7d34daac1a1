use crate::campaign::{Campaign, Recipient};
use crate::letter::RequiredCopies;
use crate::mail::Role;
use crate::vocabulary::EmailAddress;

/// The mailboxes that letters to one recipient go to, whoever signs them.
pub(super) struct Mailboxes {
    addressees: Vec<EmailAddress>,
    copies: Vec<EmailAddress>,
}

impl Mailboxes {
    pub(super) fn of(campaign: &Campaign, recipient: &Recipient) -> Self {
        let mut mailboxes = Self { addressees: Vec::new(), copies: Vec::new() };
        for recipient in campaign.recipient_for_anyone(recipient) {
            let copies = RequiredCopies::of(campaign, &recipient).email;
            mailboxes.addressees.extend(recipient.addresses.email.iter().cloned());
            mailboxes.copies.extend(copies.into_iter().map(|copy| copy.address));
        }
        mailboxes
    }

    /// Why a mailbox gets the letters.
    pub(super) fn role(&self, mailbox: &str) -> Option<Role> {
        let mailbox: EmailAddress = mailbox.parse().ok()?;
        let is_in = |list: &[EmailAddress]| list.iter().any(|address| address.is_same_mailbox(&mailbox));
        let role = [(&self.addressees, Role::Addressee), (&self.copies, Role::Copy)];
        role.into_iter().find(|(list, _)| is_in(list)).map(|(_, role)| role)
    }
}
