use super::Cover;
use crate::vocabulary::Language;

/// One letter as it stands on paper.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Name and address of the sender, line by line.
    pub sender: Vec<String>,
    /// "London, 2 May 2011".
    pub place_and_date: String,
    /// The lines of the address; without any the window stays empty.
    pub addressee: Vec<String>,
    /// What it is about; may be empty.
    pub subject: String,
    /// From the salutation to the closing ("Yours faithfully,"): a line is a paragraph or an item of a list, an empty
    /// line stands between paragraphs.
    pub body: String,
    /// Name, role, organisation: below the room for a handwritten signature.
    pub signature: Vec<String>,
    /// The language, which decides the direction of its text too.
    pub language: Language,
    /// What stands above it where it goes by fax; a fax needs no window and no folds.
    pub cover: Option<Cover>,
    /// What follows on pages of its own, line by line: a long list of signatories.
    pub attachment: Option<String>,
}
