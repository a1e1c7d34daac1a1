use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::{Host, ParseError, Url};

use super::{CredentialSource, Proxy};
use crate::source::{FromValue, Unfit, Value};

/// The SMTP account that letters are sent from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The server's name or address, without brackets.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted.
    pub tls: Tls,
    /// The user that logs in; `None` when nobody has to.
    pub user: Option<String>,
    /// Where what lets the user in comes from; `None` when a password has to be asked for.
    pub credential: Option<CredentialSource>,
    /// A PEM file of certificates that are trusted instead of the system's: those of authorities, or the server's own.
    pub certificate_authority: Option<PathBuf>,
    /// The proxy that connections go through.
    pub proxy: Option<Proxy>,
    /// How many envelope recipients it may write to in 24 hours, where that was settled.
    pub per_day: Option<u64>,
}

/// What is escaped in a user's name: all but the unreserved characters (RFC 3986, section 2.3).
const OUTSIDE_USER: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// How a connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// From the first byte (RFC 8314, section 3.3): port 465.
    Implicit,
    /// After STARTTLS (RFC 3207), which the server must offer: port 587.
    StartTls,
    /// Not at all: to this machine only.
    None,
}

impl Account {
    /// Whether the server is this very machine.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }

    /// The domain that the account sends for: that of its user, else that of its server. `None` where neither tells.
    pub fn domain(&self) -> Option<&str> {
        let of_user = self.user.as_deref().and_then(|user| user.rsplit_once('@')).map(|(_, domain)| domain);
        let is_address = self.host.parse::<IpAddr>().is_ok();
        let of_host = || self.host.split_once('.').map(|(_, domain)| domain).filter(|_| !is_address);
        of_user.or_else(of_host)
    }

    /// The account as [`Account::from_str`] reads it: without its password, its proxy and the authorities it trusts.
    pub fn url(&self) -> String {
        let usual = if self.is_loopback() { Tls::None } else { Tls::StartTls };
        let (scheme, tls) = match self.tls {
            Tls::Implicit => ("smtps", ""),
            tls if tls == usual => ("smtp", ""),
            Tls::StartTls => ("smtp", "?tls=starttls"),
            Tls::None => ("smtp", "?tls=none"),
        };
        let user = self.user.as_deref().map(|user| format!("{}@", utf8_percent_encode(user, OUTSIDE_USER)));
        let host = self.bracketed_host();
        let port = if self.port == self.tls.usual_port() { String::new() } else { format!(":{}", self.port) };
        format!("{scheme}://{}{host}{port}{tls}", user.unwrap_or_default())
    }

    fn bracketed_host(&self) -> String {
        if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() }
    }

    /// This account, with the certificates in a PEM file trusted instead of the system's. Whoever names one wants the
    /// server to be checked, on this machine too.
    #[must_use]
    pub fn trusting(self, authority: PathBuf) -> Self {
        let tls = if self.tls == Tls::None { Tls::StartTls } else { self.tls };
        Self { tls, certificate_authority: Some(authority), ..self }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.bracketed_host(), self.port)
    }
}

/// Reads `smtp://user@host:port?tls=starttls`.
///
/// `smtp://` asks for STARTTLS, except to this very machine, where a mail is not encrypted unless `?tls=` says so;
/// `smtps://` encrypts from the first byte. A password is never part of it.
impl FromStr for Account {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let form = |why: &str| Unfit::new(why).hint("write it as smtp://user@mail.example.org:587 or smtps://…");
        // What cannot be parsed is not quoted: it may hold a password.
        let url = Url::parse(text).map_err(|error| match error {
            _ if text.is_empty() => form("it is empty"),
            ParseError::RelativeUrlWithoutBase => form("this is no address of a mail server"),
            error => form(&format!("this is no address of a mail server ({error})")),
        })?;
        if url.password().is_some() {
            let unfit =
                Unfit::new("the address of the mail server holds a password, which others on this machine can read");
            return Err(unfit.hint("take it out, and name a password command, file or environment variable"));
        }
        let host = match url.host() {
            Some(Host::Ipv6(address)) => address.to_string(),
            Some(Host::Ipv4(address)) => address.to_string(),
            // Schemes that a browser does not know have opaque hosts, IPv4 addresses and escaped signs among them.
            // A name in any script is looked up, and found in a certificate, in its ASCII form (RFC 5890).
            Some(Host::Domain(name)) => match Host::parse(&decode(name)?) {
                Ok(host @ (Host::Domain(_) | Host::Ipv4(_))) => host.to_string(),
                Ok(Host::Ipv6(_)) | Err(_) => return Err(form("the host is no name of a server")),
            },
            None => return Err(form("the host is missing")),
        };
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(form(&format!("`{}` does not belong behind the host", url.path())));
        }
        let mut tls = match url.scheme() {
            "smtps" => Tls::Implicit,
            "smtp" if is_loopback(&host) => Tls::None,
            "smtp" => Tls::StartTls,
            other => return Err(form(&format!("`{other}` is no scheme of a mail server"))),
        };
        for (key, value) in url.query_pairs() {
            if key != "tls" {
                return Err(form(&format!("`{key}` is not known; `?tls=starttls` is")));
            }
            tls = check_tls(value.parse()?, url.scheme(), &host)?;
        }
        let port = url.port().unwrap_or(tls.usual_port());
        let user = Some(url.username()).filter(|user| !user.is_empty()).map(decode).transpose()?;
        Ok(Self { host, port, tls, user, credential: None, certificate_authority: None, proxy: None, per_day: None })
    }
}

impl Tls {
    /// The port where a connection is usually encrypted so.
    fn usual_port(self) -> u16 {
        match self {
            Self::Implicit => 465,
            Self::StartTls => 587,
            Self::None => 25,
        }
    }
}

impl FromValue for Account {
    fn from_value(value: Value<'_>) -> Option<Self> {
        value.parse()
    }
}

impl FromStr for Tls {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        match text {
            "implicit" => Ok(Self::Implicit),
            "starttls" => Ok(Self::StartTls),
            "none" => Ok(Self::None),
            _ => Err(Unfit::no("kind of encryption", text).hint("kinds are: starttls, implicit, none")),
        }
    }
}

fn check_tls(tls: Tls, scheme: &str, host: &str) -> Result<Tls, Unfit> {
    match (tls, scheme) {
        (Tls::StartTls | Tls::None, "smtps") => {
            Err(Unfit::new("smtps:// is encrypted from the first byte").hint("use smtp://"))
        }
        (Tls::None, _) if !is_loopback(host) => {
            let unfit = Unfit::new(format!("a letter does not go to {host} unencrypted"));
            Err(unfit.hint("only this very machine is reached with tls=none"))
        }
        _ => Ok(tls),
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

fn decode(text: &str) -> Result<String, Unfit> {
    let text = percent_decode_str(text).decode_utf8().map_err(|_| Unfit::new("it is not UTF-8"))?;
    if text.contains(char::is_control) {
        return Err(Unfit::new("there is a control character in the address of the mail server").hint("take it out"));
    }
    Ok(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(text: &str) -> (String, u16, Tls, Option<String>) {
        let account: Account = text.parse().unwrap();
        (account.host, account.port, account.tls, account.user)
    }

    #[test]
    fn encryption_is_required_except_to_this_machine() {
        assert_eq!(account("smtp://mail.example.org"), ("mail.example.org".into(), 587, Tls::StartTls, None));
        assert_eq!(account("smtps://a@mail.example.org").1, 465);
        assert_eq!(account("smtp://127.0.0.1:1025"), ("127.0.0.1".into(), 1025, Tls::None, None));
        assert_eq!(account("smtp://[::1]:1025?tls=starttls"), ("::1".into(), 1025, Tls::StartTls, None));
        assert_eq!(account("smtp://a%40example.org@localhost").3.as_deref(), Some("a@example.org"));
        for refused in [
            "smtp://mail.example.org?tls=none",
            "smtp://127.0.0.1.example.org?tls=none",
            "smtps://mail.example.org?tls=starttls",
            "smtp://mail.example.org?tls=maybe",
            "smtp://mail.example.org?x=y",
            "http://mail.example.org",
            "mail.example.org",
            "smtp://",
            "smtp://mail.example.org/path",
        ] {
            assert!(refused.parse::<Account>().is_err(), "{refused}");
        }
    }

    #[test]
    fn an_account_reads_back_from_its_url() {
        for text in [
            "smtp://mail.example.org",
            "smtps://alex%40example.org@mail.example.org",
            "smtp://alex@mail.example.org:2525",
            "smtp://127.0.0.1:1025",
            "smtp://[::1]:1025?tls=starttls",
            "smtp://a%2Fb%3Ac%20%C3%A9@localhost",
        ] {
            let account: Account = text.parse().unwrap();
            assert_eq!(account.url(), text);
            assert_eq!(account.url().parse::<Account>().unwrap(), account);
        }
        let implicit = "smtp://mail.example.org:465?tls=implicit".parse::<Account>().unwrap();
        assert_eq!(implicit.url(), "smtps://mail.example.org");
    }

    #[test]
    fn a_host_in_any_script_is_known_by_its_ascii_form() {
        assert_eq!(account("smtp://почта.example.org").0, "xn--80a1acny.example.org");
        assert_eq!(account("smtps://Mail.Example.org").0, "mail.example.org");
    }

    #[test]
    fn an_escaped_sign_is_no_part_of_a_host() {
        for text in
            ["smtp://alex%40mail.example.org", "smtp://mail.example.org%3A25", "smtp://%5B::1%5D", "smtp://a%2Fb"]
        {
            assert!(text.parse::<Account>().is_err(), "{text}");
        }
        assert_eq!(account("smtp://127.1").0, "127.0.0.1");
    }

    #[test]
    fn a_password_is_refused_and_not_repeated() {
        let error = "smtp://a:hush@mail.example.org".parse::<Account>().unwrap_err().to_string();
        assert!(!error.contains("hush"), "{error}");
        let error = "smtp//a:hush@mail.example.org".parse::<Account>().unwrap_err().to_string();
        assert!(!error.contains("hush"), "{error}");
    }
}
