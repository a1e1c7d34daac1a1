use std::fmt;

use super::scram;
use crate::config::Credential;

/// A way to log in (RFC 4422), as AUTH offers it (RFC 4954).
///
/// CRAM-MD5 is not among them: it wants the server to keep the password itself, and hides it with MD5 on a connection that is
/// encrypted anyway. PLAIN and LOGIN show the password to the server. They may, since every connection is encrypted or
/// stays on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mechanism {
    /// An access token (RFC 7628).
    OAuthBearer,
    /// An access token, as Google and Microsoft had it before there was a standard.
    XOAuth2,
    /// Both sides prove that they know the password, and neither shows it (RFC 5802, RFC 7677).
    ScramSha256,
    /// The password itself (RFC 4616).
    Plain,
    /// The password itself; the server asks for it in a line of its own.
    Login,
}

impl Mechanism {
    /// Its name in AUTH.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::OAuthBearer => "OAUTHBEARER",
            Self::XOAuth2 => "XOAUTH2",
            Self::ScramSha256 => "SCRAM-SHA-256",
            Self::Plain => "PLAIN",
            Self::Login => "LOGIN",
        }
    }

    /// Those that take such a credential, the best one first.
    pub(super) fn of(credential: &Credential) -> &'static [Self] {
        match credential {
            Credential::Token(_) => &[Self::OAuthBearer, Self::XOAuth2],
            Credential::Password(password) if scram::takes(password.reveal()) => {
                &[Self::ScramSha256, Self::Plain, Self::Login]
            }
            Credential::Password(_) => &[Self::Plain, Self::Login],
        }
    }
}

impl fmt::Display for Mechanism {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
