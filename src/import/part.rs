use std::fmt;

use serde::Serialize;

/// What a find is in a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// What the appeal is called.
    Title,
    /// When it was issued.
    Issued,
    /// Who published it.
    Publisher,
    /// Where it was published.
    Url,
    /// The last day on which letters are sent.
    Deadline,
    /// Whose authorities are written to.
    Country,
    /// An office.
    Office,
    /// The kind of office.
    Kind,
    /// What the person in an office is there.
    Position,
    /// The person in an office.
    Name,
    /// How to begin a letter.
    Salutation,
    /// A mailbox.
    Email,
    /// A mailbox that the appeal hides.
    Withheld,
    /// A fax number.
    Fax,
    /// A telephone number.
    Phone,
    /// A postal address.
    Post,
    /// A form on the web.
    Web,
    /// The embassy in the country of the person who writes.
    Embassy,
    /// One thing asked for.
    Demand,
    /// What happened on a day.
    Incident,
    /// An address that nobody writes a protest to.
    Nobody,
}

impl Part {
    /// Its name in a sentence.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Issued => "day of issue",
            Self::Publisher => "publisher",
            Self::Url => "web address of the appeal",
            Self::Deadline => "last day for letters",
            Self::Country => "country",
            Self::Office => "office",
            Self::Kind => "kind of office",
            Self::Position => "position",
            Self::Name => "person",
            Self::Salutation => "salutation",
            Self::Email => "e-mail",
            Self::Withheld => "hidden e-mail",
            Self::Fax => "fax",
            Self::Phone => "telephone",
            Self::Post => "postal address",
            Self::Web => "web form",
            Self::Embassy => "embassy in the writer's country",
            Self::Demand => "demand",
            Self::Incident => "incident",
            Self::Nobody => "nobody's to write to",
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.in_words())
    }
}
