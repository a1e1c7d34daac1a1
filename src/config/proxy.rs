use std::fmt;
use std::str::FromStr;

use url::Url;

use crate::source::{FromValue, Value};

/// A SOCKS5 proxy (RFC 1928) that connections go through; it looks up the server's name too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proxy {
    /// Its host name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "socks5://{}:{}", self.host, self.port)
    }
}

impl FromStr for Proxy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form = || format!("`{text}` is no proxy: write it as socks5://127.0.0.1:9050");
        let url = Url::parse(text).map_err(|_| form())?;
        let host = url.host_str().filter(|_| matches!(url.scheme(), "socks5" | "socks5h")).ok_or_else(form)?;
        Ok(Self { host: host.to_owned(), port: url.port().unwrap_or(1080) })
    }
}

impl FromValue for Proxy {
    fn from_value(value: Value<'_>) -> Option<Self> {
        value.parse()
    }
}
