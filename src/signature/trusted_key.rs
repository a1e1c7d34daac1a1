use super::PublicKey;

/// A key whose signatures are believed, and the name its owner is called by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedKey {
    /// Whose key it is.
    pub name: String,
    /// The key.
    pub key: PublicKey,
}
