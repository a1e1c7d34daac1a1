use std::collections::VecDeque;

use super::mechanism::Mechanism;
use super::scram::{self, Scram};
use super::token_refusal::TokenRefusal;
use crate::config::{Account, Secret};

/// What is said to log in by a mechanism, challenge by challenge (RFC 4422, section 3).
pub(super) enum Exchange {
    /// Lines that follow one another, whatever the challenge.
    Lines(VecDeque<String>),
    /// An access token, and how the client confirms that it heard why it is refused.
    Token { message: Option<String>, confirmation: &'static str, refusal: Option<TokenRefusal> },
    /// A proof.
    Scram(Scram),
}

impl Exchange {
    /// What logs that user in at that account.
    ///
    /// # Errors
    ///
    /// When the system gives nothing random.
    pub(super) fn new(mechanism: Mechanism, account: &Account, user: &str, secret: &Secret) -> Result<Self, String> {
        let shown = secret.reveal();
        let token = |message, confirmation| Self::Token { message: Some(message), confirmation, refusal: None };
        Ok(match mechanism {
            Mechanism::OAuthBearer => {
                let (name, host, port) = (scram::name(user), &account.host, account.port);
                let message = format!("n,a={name},\x01host={host}\x01port={port}\x01auth=Bearer {shown}\x01\x01");
                token(message, "\x01")
            }
            Mechanism::XOAuth2 => token(format!("user={user}\x01auth=Bearer {shown}\x01\x01"), ""),
            Mechanism::ScramSha256 => Self::Scram(Scram::new(user, secret)?),
            Mechanism::Plain => Self::Lines([format!("\0{user}\0{shown}")].into()),
            Mechanism::Login => Self::Lines([user.to_owned(), shown.to_owned()].into()),
        })
    }

    /// The answer to a challenge; where the client begins, to an empty one.
    ///
    /// # Errors
    ///
    /// When the server may not ask for that.
    pub(super) fn respond(&mut self, challenge: &str) -> Result<String, String> {
        let too_many = || "the server asks for more than the user and what lets them in".to_owned();
        match self {
            Self::Lines(lines) => lines.pop_front().ok_or_else(too_many),
            Self::Token { message, confirmation, refusal } => Ok(message.take().unwrap_or_else(|| {
                *refusal = TokenRefusal::read(challenge).or(refusal.take());
                (*confirmation).to_owned()
            })),
            Self::Scram(scram) => scram.respond(challenge),
        }
    }

    /// Whether the server has shown all that it has to show before it is believed that it let the user in.
    pub(super) fn is_proved(&self) -> bool {
        if let Self::Scram(scram) = self { scram.is_done() } else { true }
    }

    /// What the server said of the access token that it refused.
    pub(super) fn refusal(&self) -> Option<&TokenRefusal> {
        if let Self::Token { refusal, .. } = self { refusal.as_ref() } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_shown_as_the_standards_have_it() {
        let account: Account = "smtp://server.example.com:143".parse().unwrap();
        let token = Secret::new("vF9dft4qmT==".to_owned());
        let first = |mechanism| Exchange::new(mechanism, &account, "a,user@example.com", &token).unwrap().respond("");
        assert_eq!(
            first(Mechanism::OAuthBearer).unwrap(),
            "n,a=a=2Cuser@example.com,\x01host=server.example.com\x01port=143\x01auth=Bearer vF9dft4qmT==\x01\x01"
        );
        assert_eq!(first(Mechanism::XOAuth2).unwrap(), "user=a,user@example.com\x01auth=Bearer vF9dft4qmT==\x01\x01");
    }
}
