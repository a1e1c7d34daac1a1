use std::fmt::{self, Display};

/// A point in the conversation at which a fault can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// A connection was opened; nothing was said. A reply given here takes the place of the banner.
    Connect,
    /// The banner is due. A reply given here takes its place.
    Banner,
    /// EHLO; the glob matches the name that the client gives itself.
    Ehlo,
    /// HELO; the glob matches as at EHLO.
    Helo,
    /// STARTTLS; the glob matches as at EHLO. Or the handshake of implicit TLS, where the client has no name yet
    /// and a reply, which cannot be sent, closes the connection.
    StartTls,
    /// Credentials were given; the glob matches the user.
    Auth,
    /// MAIL; the glob matches its address.
    Mail,
    /// RCPT; the glob matches its address.
    Rcpt,
    /// DATA; the glob matches the address of MAIL or of any accepted RCPT.
    Data,
    /// The final dot; the glob matches as at DATA.
    Dot,
    /// RSET.
    Rset,
    /// QUIT.
    Quit,
}

impl Stage {
    /// Every stage, in the order of a conversation.
    pub const ALL: [Self; 12] = [
        Self::Connect,
        Self::Banner,
        Self::Ehlo,
        Self::Helo,
        Self::StartTls,
        Self::Auth,
        Self::Mail,
        Self::Rcpt,
        Self::Data,
        Self::Dot,
        Self::Rset,
        Self::Quit,
    ];

    /// The word that stands for it in a rule.
    pub fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Banner => "banner",
            Self::Ehlo => "ehlo",
            Self::Helo => "helo",
            Self::StartTls => "starttls",
            Self::Auth => "auth",
            Self::Mail => "mail",
            Self::Rcpt => "rcpt",
            Self::Data => "data",
            Self::Dot => "dot",
            Self::Rset => "rset",
            Self::Quit => "quit",
        }
    }

    /// The stage of that name, in capitals or not.
    pub(super) fn named(name: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|stage| stage.name().eq_ignore_ascii_case(name)).ok_or_else(|| {
            let known = Self::ALL.map(Self::name).join(", ");
            format!("unknown stage `{name}`; known are {known}")
        })
    }

    /// Whether the stage has anything that a glob could match.
    pub(super) fn has_argument(self) -> bool {
        !matches!(self, Self::Connect | Self::Banner | Self::Rset | Self::Quit)
    }
}

impl Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
