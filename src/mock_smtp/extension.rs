use std::error::Error;
use std::fmt::{self, Display};
use std::str::FromStr;

/// An extension of SMTP that the server offers in its answer to EHLO unless it is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extension {
    /// Several commands in one write (RFC 2920).
    Pipelining,
    /// The size of a mail announced and limited (RFC 1870).
    Size,
    /// Bytes above 127 in a mail (RFC 6152).
    EightBitMime,
    /// Addresses outside ASCII (RFC 6531).
    SmtpUtf8,
    /// Replies that carry a code such as `5.1.1` (RFC 2034).
    EnhancedStatusCodes,
    /// From plain text to TLS on the same connection (RFC 3207).
    StartTls,
    /// Logging in (RFC 4954).
    Auth,
}

impl Extension {
    /// Every extension, in the order in which EHLO offers them.
    pub const ALL: [Self; 7] = [
        Self::Pipelining,
        Self::Size,
        Self::EightBitMime,
        Self::SmtpUtf8,
        Self::EnhancedStatusCodes,
        Self::StartTls,
        Self::Auth,
    ];

    /// The keyword that stands for it in the answer to EHLO.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Pipelining => "PIPELINING",
            Self::Size => "SIZE",
            Self::EightBitMime => "8BITMIME",
            Self::SmtpUtf8 => "SMTPUTF8",
            Self::EnhancedStatusCodes => "ENHANCEDSTATUSCODES",
            Self::StartTls => "STARTTLS",
            Self::Auth => "AUTH",
        }
    }
}

impl Display for Extension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.keyword())
    }
}

impl FromStr for Extension {
    type Err = UnknownExtension;

    /// Reads an EHLO keyword, in capitals or not.
    fn from_str(text: &str) -> Result<Self, UnknownExtension> {
        Self::ALL
            .into_iter()
            .find(|extension| extension.keyword().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownExtension(text.to_owned()))
    }
}

/// A word that is no [`Extension`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownExtension(String);

impl Display for UnknownExtension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = Extension::ALL.map(Extension::keyword).join(", ");
        write!(f, "unknown extension `{}`; known are {known}", self.0)
    }
}

impl Error for UnknownExtension {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyword_is_read_back_in_any_case() {
        for extension in Extension::ALL {
            assert_eq!(extension.to_string().to_lowercase().parse(), Ok(extension));
        }
        let error = "dsn".parse::<Extension>().unwrap_err().to_string();
        assert!(error.starts_with("unknown extension `dsn`; known are PIPELINING"));
    }
}
