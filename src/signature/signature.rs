use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::{KeyId, PublicKey, SignatureError};

/// What stands in a `.minisig` file.
pub struct Signature {
    decoded: minisign_verify::Signature,
    key_id: KeyId,
}

impl Signature {
    /// What the name of a signature adds to that of its file.
    pub const ENDING: &str = ".minisig";

    /// Reads a signature.
    ///
    /// # Errors
    ///
    /// When it is none.
    pub fn decode(text: &str) -> Result<Self, SignatureError> {
        let decoded = minisign_verify::Signature::decode(text).map_err(|_| SignatureError::NoSignature)?;
        let bytes = text.lines().nth(1).and_then(|line| BASE64_STANDARD.decode(line).ok());
        // Two bytes name the algorithm, the next eight are the number of the key.
        let id = bytes.as_ref().and_then(|bytes| bytes.get(2..10)?.try_into().ok());
        Ok(Self { decoded, key_id: KeyId(id.ok_or(SignatureError::NoSignature)?) })
    }

    /// The key that it says it was made with.
    pub fn key_id(&self) -> KeyId {
        self.key_id
    }

    /// Whether that key signed these bytes and the trusted comment, hashed first or, as older programs did, not.
    pub fn fits(&self, bytes: &[u8], key: &PublicKey) -> bool {
        key.key.verify(bytes, &self.decoded, true).is_ok()
    }

    /// The day on which it was made, in UTC, if the trusted comment tells it. Believe it when the signature fits.
    pub fn day(&self) -> Option<Date> {
        let second = Timestamp::from_second(self.told("timestamp:")?.parse().ok()?).ok()?;
        Some(Offset::UTC.to_datetime(second).date())
    }

    /// The name that the file had, if the trusted comment tells it. Believe it when the signature fits.
    pub fn file(&self) -> Option<&str> {
        self.told("file:")
    }

    /// What stands behind a name in the trusted comment, whose parts are divided by tabs.
    fn told(&self, name: &str) -> Option<&str> {
        self.decoded.trusted_comment().split('\t').find_map(|part| part.strip_prefix(name))
    }
}
