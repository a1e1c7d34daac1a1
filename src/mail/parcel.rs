use super::Mail;

/// What is made of a letter: what is mailed, and what else is to be done.
#[derive(Debug, Clone)]
pub struct Parcel {
    /// The mail; nothing where nobody is to have one.
    pub mail: Option<Mail>,
    /// What else is to be done.
    pub further: Further,
}

/// What is to be done with a letter beside mailing.
#[derive(Debug, Clone)]
pub enum Further {
    /// Nothing: the mail is the letter.
    Nothing,
    /// A person posts it, faxes it or reads it out: the mail is its copy, for those who are owed one.
    ByHand,
    /// It is faxed from this machine: the mail is its copy.
    Fax(Fax),
}

/// A letter that is to be faxed.
#[derive(Debug, Clone)]
pub struct Fax {
    /// Its numbers, in E.164 where they are understood; the first that takes it is enough.
    pub numbers: Vec<String>,
    /// Its pages, as PDF.
    pub pages: Vec<u8>,
}

impl Parcel {
    /// How many envelope recipients it has.
    pub fn mailboxes(&self) -> usize {
        self.mail.as_ref().map_or(0, |mail| mail.envelope.recipients.len())
    }
}
