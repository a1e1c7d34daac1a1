use std::fmt;

/// Why a signature or a key is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureError {
    /// The text is no signature.
    NoSignature,
    /// The signature names a key that is trusted, and that key did not sign these bytes.
    DoesNotFit {
        /// Whose key it is.
        by: String,
    },
    /// The text is no public key.
    NoPublicKey,
    /// The text is no secret key.
    NoSecretKey,
    /// The password does not open the secret key.
    WrongPassword,
    /// A key or a signature could not be made.
    NotMade(String),
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSignature => f.write_str("this is no minisign signature"),
            Self::DoesNotFit { by } => write!(f, "this is not what {by} signed"),
            Self::NoPublicKey => f.write_str("this is no public key of minisign"),
            Self::NoSecretKey => f.write_str("this is no secret key of minisign"),
            Self::WrongPassword => f.write_str("this is not the password of the key"),
            Self::NotMade(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for SignatureError {}
