use serde::Serialize;

use crate::source::Fields;
use crate::vocabulary::Rate;

/// How fast letters of a campaign may go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Pace {
    /// To each recipient, so that an office reads letters and is not flooded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_recipient: Option<Rate>,
}

impl Pace {
    pub(super) fn read(fields: &Fields<'_>) -> Self {
        Self { per_recipient: fields.get("per_recipient") }
    }

    /// Whether nothing is said of it.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
