use crate::source::Fields;
use crate::vocabulary::{EmailAddress, Line};

/// An address that sends letters for others, who are answered directly.
///
/// Receivers check that mail from a domain comes from its servers (DMARC, RFC 7489). So a relay puts its own address into
/// `From`, with the signer's name, and the signer's address into `Reply-To`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relay {
    /// The address in `From`, and the one that failures are reported to.
    pub from: EmailAddress,
    /// Whose address that is; its domain stands for it when left out.
    pub organisation: Option<Line>,
}

impl Relay {
    /// Whose address it is.
    pub fn organisation(&self) -> &str {
        self.organisation.as_deref().unwrap_or(self.from.domain())
    }

    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let organisation = fields.get("organisation");
        fields.get("from").map(|from| Self { from, organisation })
    }
}
