use crate::vocabulary::Day;

/// What a page or a mail says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Its title, or the subject of a mail, with its line.
    pub title: Option<(String, usize)>,
    /// Who published it, with the line.
    pub publisher: Option<(String, usize)>,
    /// When it was published, as a day, as it is written, with the line.
    pub published: Option<(Day, String, usize)>,
    /// Where it was published, with the line.
    pub url: Option<(String, usize)>,
    /// Mailboxes of those who sent a mail: nobody writes a protest to them.
    pub senders: Vec<String>,
}
