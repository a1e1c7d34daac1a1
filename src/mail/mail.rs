use super::Envelope;

/// A letter as a mail.
#[derive(Debug, Clone)]
pub struct Mail {
    /// To whom it is handed over.
    pub envelope: Envelope,
    /// Header and body (RFC 5322), lines ending in CRLF.
    pub bytes: Vec<u8>,
    /// What else is to be done.
    pub further: Further,
}

/// What is to be done with a letter beside mailing.
#[derive(Debug, Clone, Default)]
pub enum Further {
    /// Nothing: the mail is the letter.
    #[default]
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
