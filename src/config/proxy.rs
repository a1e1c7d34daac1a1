use std::fmt;
use std::str::FromStr;

use url::{Host, Url};

use crate::source::{FromValue, Unfit, Value};

/// A SOCKS5 proxy (RFC 1928) that connections go through; it looks up the server's name too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proxy {
    /// Its host name or address, without brackets.
    pub host: String,
    /// Its port.
    pub port: u16,
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        write!(f, "socks5://{host}:{}", self.port)
    }
}

impl FromStr for Proxy {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        // What was given is not quoted: it may hold a password.
        let unfit = |why: &str| Unfit::new(why).hint("write it as socks5://127.0.0.1:9050");
        let form = || unfit("this is no proxy");
        let url = Url::parse(text).map_err(|_| if text.is_empty() { unfit("it is empty") } else { form() })?;
        if !matches!(url.scheme(), "socks5" | "socks5h") {
            return Err(form());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(unfit("a proxy with a user or a password is not supported"));
        }
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(form());
        }
        let host = match url.host().ok_or_else(form)? {
            Host::Domain(name) => name.to_owned(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        Ok(Self { host, port: url.port().unwrap_or(1080) })
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
    fn a_proxy_is_a_host_and_a_port() {
        for (text, host, port, shown) in [
            ("socks5://127.0.0.1:9050", "127.0.0.1", 9050, "socks5://127.0.0.1:9050"),
            ("socks5h://proxy.example.org", "proxy.example.org", 1080, "socks5://proxy.example.org:1080"),
            ("socks5://[::1]:9050", "::1", 9050, "socks5://[::1]:9050"),
        ] {
            let proxy: Proxy = text.parse().unwrap();
            assert_eq!((&*proxy.host, proxy.port, &*proxy.to_string()), (host, port, shown));
        }
        for refused in ["", "127.0.0.1:9050", "http://127.0.0.1:9050", "socks5://", "socks5://h/path", "socks5://h?x=y"]
        {
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
