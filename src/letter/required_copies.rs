use crate::campaign::{Campaign, CopiedAs, Recipient, Text};
use crate::vocabulary::{Channel, EmailAddress, Number};

/// The copies that one letter owes: those of the campaign and those of its recipient.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequiredCopies {
    /// Copies by e-mail, each mailbox once.
    pub email: Vec<RequiredCopy>,
    /// Copies by fax.
    pub fax: Vec<Number>,
    /// Copies by post.
    pub post: Vec<Text>,
    /// The channel of each address that the published appeal hides and nobody has supplied.
    pub withheld: Vec<Channel>,
}

/// A mailbox that receives a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequiredCopy {
    /// The mailbox.
    pub address: EmailAddress,
    /// Whether the recipient sees it.
    pub copied_as: CopiedAs,
}

impl RequiredCopies {
    /// The copies of a letter to that recipient.
    pub fn of(campaign: &Campaign, recipient: &Recipient) -> Self {
        let mut required = Self::default();
        for copies in [&recipient.copies, &campaign.copies] {
            let copied_as = campaign.copied_as(copies);
            for address in &copies.email {
                required.add(RequiredCopy { address: address.clone(), copied_as }, recipient);
            }
            required.fax.extend(copies.fax.iter().cloned());
            required.post.extend(copies.post.iter().cloned());
            required.withheld.extend(copies.withheld.iter().copied());
        }
        required
    }

    /// Adds a copy for a mailbox that gets none yet; one that both asks to be seen and to be hidden is hidden.
    fn add(&mut self, copy: RequiredCopy, recipient: &Recipient) {
        if recipient.addresses.email.iter().any(|address| address.is_same_mailbox(&copy.address)) {
            return;
        }
        match self.email.iter_mut().find(|known| known.address.is_same_mailbox(&copy.address)) {
            Some(known) if copy.copied_as == CopiedAs::Bcc => known.copied_as = CopiedAs::Bcc,
            Some(_) => {}
            None => self.email.push(copy),
        }
    }
}
