use std::fmt;
use std::str::FromStr;

use email_address::Options;

use super::reads_as_text;
use crate::source::Unfit;

/// A mailbox address without display name: the `addr-spec` of RFC 5322, section 3.4.1, with a domain of at least two
/// labels. Non-ASCII characters are allowed (RFC 6531).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress(email_address::EmailAddress);

impl EmailAddress {
    /// The address as it was written.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// What stands before the `@`.
    pub fn local_part(&self) -> &str {
        self.0.local_part()
    }

    /// What stands behind the `@`.
    pub fn domain(&self) -> &str {
        self.0.domain()
    }

    /// Whether both are the same mailbox for all practical purposes: domains are compared without case (RFC 5321,
    /// section 2.4), and so are local parts, since no provider tells them apart.
    pub fn is_same_mailbox(&self, other: &Self) -> bool {
        self.as_str().to_lowercase() == other.as_str().to_lowercase()
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for EmailAddress {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let strict = Options::default().without_display_text().without_domain_literal().with_required_tld();
        let address = email_address::EmailAddress::parse_with_options(text, strict);
        let unfit = |_| Unfit::new(format!("`{text}` is no e-mail address")).hint("write it bare: name@example.org");
        address.map(Self).map_err(unfit)
    }
}

reads_as_text!(EmailAddress);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_one_bare_address_is_refused() {
        for text in [
            "",
            "x",
            "x@",
            "@example.org",
            "x@localhost",
            "x@example.org\r\nBcc: y@example.org",
            "x@example.org, y@example.org",
            "X <x@example.org>",
            "x@[127.0.0.1]",
            " x@example.org",
        ] {
            assert!(text.parse::<EmailAddress>().is_err(), "{text}");
        }
        for text in ["x@example.org", "o'brien+a@sub.example.org", "почта@пример.рф"] {
            assert!(text.parse::<EmailAddress>().is_ok(), "{text}");
        }
    }
}
