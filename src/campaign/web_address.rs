use std::str::FromStr;

use crate::source::{FromValue, Problem, Severity, Unfit, Value};

/// A web address that a browser can open: http or https, with a host (RFC 3986, section 3; RFC 9110, section 4.2).
pub(super) struct WebAddress(pub(super) String);

impl FromStr for WebAddress {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let is_one = has_host(text) && !text.contains(|c: char| c.is_whitespace() || c.is_control());
        let unfit = || Unfit::no("web address", text).hint("write it as https://example.org/page");
        is_one.then(|| Self(text.to_owned())).ok_or_else(unfit)
    }
}

impl FromValue for WebAddress {
    fn from_value(value: Value<'_>) -> Option<Self> {
        value.parse()
    }
}

/// Reads where something was published; what a browser cannot open is kept and warned of.
pub(super) fn url(value: Value<'_>) -> Option<String> {
    let text = value.string()?;
    if let Err(unfit) = text.parse::<WebAddress>() {
        value.report(Problem { severity: Severity::Warning, ..unfit.into() });
    }
    Some(text.to_owned())
}

fn has_host(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
        && host.starts_with(|c: char| c.is_alphanumeric() || c == '[')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_address_has_a_scheme_and_a_host() {
        for text in ["https://example.org", "http://example.org:8080/a?b#c", "HTTPS://пример.рф/", "http://[::1]/"]
        {
            assert!(text.parse::<WebAddress>().is_ok(), "{text}");
        }
        for text in
            ["", "example.org", "www.example.org/page", "https://", "https:///page", "https://:80/", "http:example.org"]
        {
            assert!(text.parse::<WebAddress>().is_err(), "{text}");
        }
        for text in ["ftp://example.org", "javascript:alert(1)", "https://example.org/a page", "https://?example.org"] {
            assert!(text.parse::<WebAddress>().is_err(), "{text}");
        }
    }
}
