use super::Reply;
use super::mechanism::Mechanism;
use super::token_refusal::TokenRefusal;

/// Why a user was not let in.
#[derive(Debug)]
pub(super) enum LoginError {
    /// The server refused.
    Refused {
        /// What was tried.
        mechanism: Mechanism,
        /// The server's last word.
        reply: Reply,
        /// What it said of an access token before.
        of_token: Option<TokenRefusal>,
    },
    /// The server let the user in without proving that it knows the password, as the mechanism has it.
    Unproved,
    /// The server does not speak the mechanism.
    Senseless(String),
    /// What lets the user in is longer than an answer may be.
    TooLong,
    /// The line broke.
    Broke(String),
}
