use super::{Provenance, Signature, SignatureError, TrustedKey};

/// Whom the user trusts to sign.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trust {
    keys: Vec<TrustedKey>,
}

impl Trust {
    /// Trusts these keys and no others.
    pub fn new(keys: Vec<TrustedKey>) -> Self {
        Self { keys }
    }

    /// The keys that are trusted.
    pub fn keys(&self) -> &[TrustedKey] {
        &self.keys
    }

    /// Who vouches for the bytes of a file of that name, by the text of its signature.
    ///
    /// # Errors
    ///
    /// When the text is no signature, or one by a trusted key that does not fit the bytes.
    pub fn provenance(&self, name: &str, bytes: &[u8], signature: &str) -> Result<Provenance, SignatureError> {
        let signature = Signature::decode(signature)?;
        // Numbers of keys are short: two people may have the same one.
        let named = || self.keys.iter().filter(|trusted| trusted.key.id() == signature.key_id());
        let Some(first) = named().next() else {
            return Ok(Provenance::UnknownKey { key_id: signature.key_id() });
        };
        let TrustedKey { name: by, key } = named()
            .find(|trusted| signature.fits(bytes, &trusted.key))
            .ok_or_else(|| SignatureError::DoesNotFit { by: first.name.clone() })?;
        let signed_as = signature.file().filter(|signed| *signed != name).map(str::to_owned);
        Ok(Provenance::Signed { by: by.clone(), key: key.clone(), day: signature.day(), signed_as })
    }
}
