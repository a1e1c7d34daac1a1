use super::Head;
use crate::import::Find;

/// What is said of one recipient, or of one who gets a copy, while it is being read.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// Office, person and place.
    pub(super) heads: Vec<Head>,
    /// How it is reached.
    pub(super) channels: Vec<Find>,
    /// Whether a blank line came since its last line.
    pub(super) gap: bool,
    /// Whether a word has told that its postal address follows.
    pub(super) in_post: bool,
    /// Why it is not sure that letters go there.
    pub(super) doubt: Option<String>,
}

impl Block {
    pub(super) fn is_empty(&self) -> bool {
        self.heads.is_empty() && self.channels.is_empty()
    }
}
