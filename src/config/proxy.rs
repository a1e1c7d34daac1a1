use std::fmt;
use std::str::FromStr;

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::{Host, Url};

use super::{Password, Secret};
use crate::source::{FromValue, Problem, Unfit, Value};

/// A SOCKS5 proxy (RFC 1928) that connections go through. It looks up the server's name too, which many programs call
/// `socks5h`; here `socks5` means the same, and nothing is looked up on this machine but the name of the proxy itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proxy {
    /// Who logs in to it (RFC 1929); `None` where it takes anybody.
    pub user: Option<String>,
    /// Its host name or address, without brackets.
    pub host: String,
    /// Its port.
    pub port: u16,
}

impl Proxy {
    /// The environment variable with the password of the proxy's user.
    pub const PASSWORD_VARIABLE: &str = "PROTEST_LETTER_PROXY_PASSWORD";

    /// The user who logs in, with their password; nothing where the proxy takes anybody.
    ///
    /// # Errors
    ///
    /// When the environment holds no password for the user.
    pub fn login(&self) -> Result<Option<(&str, Secret)>, Problem> {
        let password = || Password::Environment(Self::PASSWORD_VARIABLE.to_owned()).get();
        self.user.as_deref().map(|user| Ok((user, password()?))).transpose()
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let user = self.user.as_deref().map(|user| format!("{}@", utf8_percent_encode(user, NON_ALPHANUMERIC)));
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        write!(f, "socks5h://{}{host}:{}", user.unwrap_or_default(), self.port)
    }
}

impl FromStr for Proxy {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        // What was given is not quoted: it may hold a password.
        let unfit = |why: &str| Unfit::new(why).hint("write it as socks5h://127.0.0.1:9050");
        let form = || unfit("this is no proxy");
        let url = Url::parse(text).map_err(|_| if text.is_empty() { unfit("it is empty") } else { form() })?;
        if !matches!(url.scheme(), "socks5" | "socks5h") {
            return Err(form());
        }
        if url.password().is_some() {
            let unfit = Unfit::new("the address of the proxy holds a password, which others on this machine can read");
            return Err(
                unfit.hint(format!("take it out, and put it into the environment as {}", Self::PASSWORD_VARIABLE))
            );
        }
        let user = percent_decode_str(url.username()).decode_utf8().map_err(|_| form())?;
        // RFC 1929, section 2: a length of one byte.
        if user.len() > 255 || user.contains(char::is_control) {
            return Err(unfit("the user is none that a proxy can be told"));
        }
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(form());
        }
        let host = match url.host().ok_or_else(form)? {
            Host::Domain(name) => name.to_owned(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        let user = Some(user.into_owned()).filter(|user| !user.is_empty());
        Ok(Self { user, host, port: url.port().unwrap_or(1080) })
    }
}

impl FromValue for Proxy {
    fn from_value(value: Value<'_>) -> Option<Self> {
        value.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_a_host_a_port_and_perhaps_a_user() {
        for (text, user, host, port, shown) in [
            ("socks5://127.0.0.1:9050", None, "127.0.0.1", 9050, "socks5h://127.0.0.1:9050"),
            ("socks5h://proxy.example.org", None, "proxy.example.org", 1080, "socks5h://proxy.example.org:1080"),
            ("socks5h://[::1]:9050", None, "::1", 9050, "socks5h://[::1]:9050"),
            ("socks5h://a%40b@127.0.0.1:9050", Some("a@b"), "127.0.0.1", 9050, "socks5h://a%40b@127.0.0.1:9050"),
        ] {
            let proxy: Proxy = text.parse().unwrap();
            let expected = (user, host, port, shown.to_owned());
            assert_eq!((proxy.user.as_deref(), &*proxy.host, proxy.port, proxy.to_string()), expected);
            assert_eq!(proxy.to_string().parse::<Proxy>().unwrap(), proxy);
        }
        let long = format!("socks5h://{}@h", "a".repeat(256));
        for refused in [
            "",
            "127.0.0.1:9050",
            "http://127.0.0.1:9050",
            "socks5://",
            "socks5://h/path",
            "socks5://h?x=y",
            "socks5://a%00b@h",
            &long,
        ] {
            assert!(refused.parse::<Proxy>().is_err(), "{refused}");
        }
    }

    #[test]
    fn a_password_is_refused_and_not_repeated() {
        for text in ["socks5://a:hush@127.0.0.1:9050", "socks5//a:hush@127.0.0.1"] {
            let error = text.parse::<Proxy>().unwrap_err().to_string();
            assert!(!error.contains("hush"), "{error}");
        }
    }
}
