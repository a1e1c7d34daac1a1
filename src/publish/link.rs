use url::Url;

use crate::vocabulary::Number;

/// A web address as a link, if a browser may follow it: http or https alone, with nothing in it that could end a link.
pub(super) fn web(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    is_web.then(|| url.as_str().replace('\\', "%5C").replace(')', "%29").replace('(', "%28"))
}

/// A number as a link (RFC 3966), where it is known as one that is dialled from everywhere.
pub(super) fn tel(number: &Number) -> Option<String> {
    number.e164().map(|number| format!("tel:{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_browser_may_open_is_a_link() {
        assert_eq!(web("https://example.org/a b>(c)").as_deref(), Some("https://example.org/a%20b%3E%28c%29"));
        for text in ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "example.org", "mailto:a@b.c"] {
            assert_eq!(web(text), None, "{text}");
        }
    }
}
