use std::fmt;
use std::str::FromStr;

use email_address::Options;

use super::{mail_domain, reads_as_text};
use crate::source::Unfit;

/// A mailbox address without display name: the `addr-spec` of RFC 5322, section 3.4.1, with a domain of at least two
/// labels. Non-ASCII characters are allowed (RFC 6531).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress {
    address: email_address::EmailAddress,
    ascii_domain: String,
}

impl EmailAddress {
    /// The address as it was written.
    pub fn as_str(&self) -> &str {
        self.address.as_str()
    }

    /// What stands before the `@`.
    pub fn local_part(&self) -> &str {
        self.address.local_part()
    }

    /// What stands behind the `@`.
    pub fn domain(&self) -> &str {
        self.address.domain()
    }

    /// The domain in the form that a header and an envelope hold: one in any script in its ASCII form (RFC 5890).
    pub fn ascii_domain(&self) -> &str {
        &self.ascii_domain
    }

    /// Whether both are the same mailbox for all practical purposes: domains are compared without case (RFC 5321,
    /// section 2.4), and so are local parts, since no provider tells them apart.
    pub fn is_same_mailbox(&self, other: &Self) -> bool {
        self.as_str().to_lowercase() == other.as_str().to_lowercase()
    }

    /// The address that was likely meant, where the domain is nearly that of a common mail provider, or ends nearly like
    /// one. It is a guess: somebody has to be asked.
    pub fn likely_meant(&self) -> Option<Self> {
        let domain = mail_domain::likely_meant(self.ascii_domain())?;
        format!("{}@{domain}", self.local_part()).parse().ok()
    }

    /// What can be said of an address that may be misspelt, as half a sentence.
    pub fn doubt(&self) -> Option<String> {
        self.likely_meant().map(|meant| format!("{self} may be misspelt: did you mean {meant}?"))
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
        let unfit = || Unfit::no("e-mail address", text).hint("write it bare: name@example.org");
        let address = email_address::EmailAddress::parse_with_options(text, strict).map_err(|_| unfit())?;
        let ascii_domain = idna::domain_to_ascii(address.domain()).map_err(|_| unfit())?;
        Ok(Self { address, ascii_domain })
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
            "x@xn--zzzzzz99999.org",
        ] {
            assert!(text.parse::<EmailAddress>().is_err(), "{text}");
        }
        for text in ["x@example.org", "o'brien+a@sub.example.org", "почта@пример.рф"] {
            assert!(text.parse::<EmailAddress>().is_ok(), "{text}");
        }
    }
}
