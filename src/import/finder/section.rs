/// What the lines of an appeal tell from some line on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// What happened.
    Text,
    /// Who is written to.
    Recipients,
    /// Who gets copies: of letters to the recipient that was read last, or of all.
    Copies {
        /// Of letters to that recipient alone.
        of_block: bool,
        /// The line that began it had addresses: what follows has to be one too.
        strict: bool,
    },
    /// Whom nobody writes a protest to.
    Nobody,
    /// A letter that the appeal prints.
    Letter,
}
