use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;

use super::{KeyId, SignatureError};

/// The key that signatures are verified with, as everyone may know it: `RW…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    text: String,
    id: KeyId,
    pub(super) key: minisign_verify::PublicKey,
}

impl PublicKey {
    /// The number that its signatures name.
    pub fn id(&self) -> KeyId {
        self.id
    }
}

impl FromStr for PublicKey {
    type Err = SignatureError;

    /// Reads the key alone, or the text of a file that holds it below a comment, as `minisign.pub` does.
    fn from_str(text: &str) -> Result<Self, SignatureError> {
        let text = text.trim().lines().next_back().unwrap_or_default();
        let key = minisign_verify::PublicKey::from_base64(text).map_err(|_| SignatureError::NoPublicKey)?;
        // Two bytes name the algorithm, the next eight are the number.
        let bytes = BASE64_STANDARD.decode(text).map_err(|_| SignatureError::NoPublicKey)?;
        let id = bytes.get(2..10).and_then(|id| id.try_into().ok()).ok_or(SignatureError::NoPublicKey)?;
        Ok(Self { text: text.to_owned(), id: KeyId(id), key })
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for PublicKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
