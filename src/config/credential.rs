use super::{Secret, Token};

/// What a user shows to be let in.
#[derive(Debug, Clone)]
pub enum Credential {
    /// A password, which stays as it is.
    Password(Secret),
    /// An access token of OAuth 2.0 (RFC 6749), which expires.
    Token(Token),
}

impl Credential {
    /// What is shown now.
    pub fn current(&self) -> Secret {
        match self {
            Self::Password(secret) => secret.clone(),
            Self::Token(token) => token.current(),
        }
    }
}
