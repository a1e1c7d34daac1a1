use std::fmt;

use jiff::civil::Date;
use serde::Serialize;

use super::{KeyId, PublicKey};

/// Who vouches for a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Provenance {
    /// It is part of the program.
    BuiltIn,
    /// The owner of a key that the user trusts signed exactly these bytes.
    Signed {
        /// Whose key it is, as the user calls them.
        by: String,
        /// The key.
        key: PublicKey,
        /// The day on which they signed it, in UTC.
        day: Option<Date>,
        /// The name that the file had then, where it is another one now.
        signed_as: Option<String>,
    },
    /// Somebody signed it whose key the user does not trust, so that nothing can be verified: as good as unsigned.
    UnknownKey {
        /// The key that the signature names.
        key_id: KeyId,
    },
    /// Nobody signed it.
    Unsigned,
}

impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn => f.write_str("part of the program"),
            Self::Signed { by, day, signed_as, .. } => {
                write!(f, "signed by {by}")?;
                day.iter().try_for_each(|day| write!(f, ", {day}"))?;
                signed_as.iter().try_for_each(|name| write!(f, ", under the name {name}"))
            }
            Self::UnknownKey { key_id } => write!(f, "signed by an unknown key {key_id}"),
            Self::Unsigned => f.write_str("not signed"),
        }
    }
}

impl Provenance {
    /// Whether it may be used where signatures are required: it is part of the program, or signed under its own name by a
    /// key that the user trusts.
    pub fn is_vouched_for(&self) -> bool {
        matches!(self, Self::BuiltIn | Self::Signed { signed_as: None, .. })
    }
}
