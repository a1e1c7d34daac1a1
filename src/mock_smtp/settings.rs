use super::extension::Extension;
use super::fault::{Chaos, Rule};
use std::collections::BTreeSet;
use std::fmt::{self, Debug};
use std::path::PathBuf;
use std::str::FromStr;

/// How the server is to behave.
///
/// The default listens on a free port without TLS, offers every extension, lets anyone log in with anything,
/// has no faults and keeps all that it receives, in memory only.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The port on 127.0.0.1; 0 picks a free one.
    pub port: u16,
    /// Whether and when the connection is encrypted.
    pub tls: Tls,
    /// The extensions that are not offered.
    pub hidden: BTreeSet<Extension>,
    /// The ways to log in that AUTH offers, also without TLS: this is a mock. SCRAM-SHA-256 is offered for an account only,
    /// since the server has to prove that it knows the password.
    pub mechanisms: Vec<Mechanism>,
    /// The largest mail that is accepted, in bytes. It bounds the memory of one session too.
    pub size_limit: usize,
    /// How many recipients are accepted in a transaction; one more is refused with 452 4.5.3.
    pub recipient_limit: usize,
    /// Whether MAIL before AUTH is refused with 530.
    pub require_auth: bool,
    /// The one account that can log in; `None` accepts anyone.
    pub account: Option<Account>,
    /// The faults, first match first.
    pub faults: Vec<Rule>,
    /// The random faults, asked where none of `faults` acts.
    pub chaos: Vec<Chaos>,
    /// Where the random faults begin: the same seed makes the same decisions.
    pub seed: u64,
    /// The folder in which mails and the transcript are kept.
    pub folder: Option<PathBuf>,
    /// How many mails are kept before every other is put off with 421; as many as come when left out.
    pub most: Option<usize>,
    /// How many mails, and how many entries of the transcript, stay in memory: the first ones. What comes after them is
    /// counted, and goes into the folder all the same.
    pub remember: usize,
    /// The file to which the certificate authority is written, as PEM, when TLS is on.
    pub ca_file: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            port: 0,
            tls: Tls::None,
            hidden: BTreeSet::new(),
            mechanisms: Mechanism::ALL.to_vec(),
            size_limit: 50 * 1024 * 1024,
            // RFC 5321 section 4.5.3.1.8 asks for 100 at least.
            recipient_limit: 1000,
            require_auth: false,
            account: None,
            faults: Vec::new(),
            chaos: Vec::new(),
            seed: 0,
            folder: None,
            most: None,
            remember: usize::MAX,
            ca_file: None,
        }
    }
}

/// Whether and when a connection is encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tls {
    /// Never.
    #[default]
    None,
    /// After the command STARTTLS (RFC 3207).
    StartTls,
    /// From the first byte (RFC 8314 section 3).
    Implicit,
}

/// A way to log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mechanism {
    /// User and password in one message (RFC 4616).
    Plain,
    /// User and password one after the other; old, but everywhere.
    Login,
    /// User and an OAuth 2 access token, as Gmail and Outlook ask for it.
    XOAuth2,
    /// User and an OAuth 2 access token (RFC 7628).
    OAuthBearer,
    /// Both sides prove that they know the password (RFC 7677).
    ScramSha256,
}

impl Mechanism {
    /// Every mechanism, in the order in which AUTH offers them.
    pub const ALL: [Self; 5] = [Self::Plain, Self::Login, Self::XOAuth2, Self::OAuthBearer, Self::ScramSha256];

    /// The name by which AUTH offers it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "PLAIN",
            Self::Login => "LOGIN",
            Self::XOAuth2 => "XOAUTH2",
            Self::OAuthBearer => "OAUTHBEARER",
            Self::ScramSha256 => "SCRAM-SHA-256",
        }
    }

    /// Whether it shows an access token.
    pub(super) fn takes_token(self) -> bool {
        matches!(self, Self::XOAuth2 | Self::OAuthBearer)
    }
}

impl FromStr for Mechanism {
    type Err = String;

    /// Reads its name, in capitals or not.
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|mechanism| mechanism.name().eq_ignore_ascii_case(text)).ok_or_else(|| {
            let known = Self::ALL.map(Self::name).join(", ");
            format!("unknown mechanism `{text}`; known are {known}")
        })
    }
}

/// A user and the secret that lets them in: a password, or an access token.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// The name of the user.
    pub user: String,
    /// The password or token; `Debug` does not show it.
    pub secret: String,
}

impl Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("user", &self.user).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_does_not_show_the_secret() {
        let account = Account { user: "anna".to_owned(), secret: "swordfish".to_owned() };
        assert!(!format!("{account:?}").contains("swordfish"));
    }
}
