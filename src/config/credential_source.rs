use super::{Credential, Password, Token};
use crate::source::Problem;

/// Where that comes from which lets a user in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CredentialSource {
    /// A password.
    Password(Password),
    /// A command that prints an access token of OAuth 2.0.
    TokenCommand(String),
}

impl CredentialSource {
    /// Gets it.
    ///
    /// # Errors
    ///
    /// When the source fails, or gives nothing.
    pub fn open(&self) -> Result<Credential, Problem> {
        match self {
            Self::Password(password) => password.get().map(Credential::Password),
            Self::TokenCommand(command) => Token::of_command(command).map(Credential::Token),
        }
    }
}
