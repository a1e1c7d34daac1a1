use std::sync::LazyLock;

use serde::Deserialize;

use super::Account;
use crate::vocabulary::EmailAddress;

/// A mail provider: what belongs to the addresses of a domain. See `providers.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// Its name, as people know it.
    pub name: String,
    /// The domains of its addresses; none where people bring their own.
    #[serde(default)]
    domains: Vec<String>,
    server: String,
    #[serde(default)]
    user: User,
    /// What lets a user in.
    pub login: Login,
    /// What has to be done before the first login.
    pub first: Option<String>,
    /// Where that is done, or told.
    pub page: Option<String>,
    token_command: Option<String>,
    /// How many envelope recipients it takes of one account in 24 hours.
    pub per_day: Option<u64>,
    /// Where all of this was read.
    pub sources: Vec<String>,
    /// What is known by hearsay.
    pub unconfirmed: Option<String>,
}

/// What lets a user in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Login {
    /// The password of the account.
    Password,
    /// A password that is made for a program.
    AppPassword,
    /// An access token of OAuth 2.0.
    Token,
    /// The password that a program of the provider shows, which runs on the same machine.
    Bridge,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum User {
    #[default]
    Address,
    LocalPart,
}

#[derive(Deserialize)]
struct File {
    provider: Vec<Provider>,
}

static PROVIDERS: LazyLock<Vec<Provider>> = LazyLock::new(|| {
    toml::from_str(include_str!("providers.toml")).map_or_else(|_| Vec::new(), |File { provider }| provider)
});

impl Provider {
    /// All that are known.
    pub fn all() -> &'static [Self] {
        &PROVIDERS
    }

    /// The provider of an address.
    pub fn of_address(address: &EmailAddress) -> Option<&'static Self> {
        PROVIDERS.iter().find(|provider| provider.has_domain(address.domain()))
    }

    /// The provider that an account is at: by its server, and where several have the same one by the domain of the user.
    pub fn of_account(account: &Account) -> Option<&'static Self> {
        let domain = account.user.as_ref().and_then(|user| user.rsplit_once('@')).map(|(_, domain)| domain);
        let mut at_server: Vec<_> = PROVIDERS.iter().filter(|provider| provider.is_at(account)).collect();
        at_server.sort_by_key(|provider| match domain {
            Some(domain) if provider.has_domain(domain) => 0,
            _ if provider.domains.is_empty() => 1,
            _ => 2,
        });
        at_server.first().copied()
    }

    /// The account that an address has there, without what lets it in.
    pub fn account(&self, address: &EmailAddress) -> Option<Account> {
        let user = match self.user {
            User::Address => address.to_string(),
            User::LocalPart => address.local_part().to_owned(),
        };
        Some(Account { user: Some(user), ..self.server.parse().ok()? })
    }

    /// A command that prints access tokens, as an example.
    pub fn token_command(&self, address: &EmailAddress) -> Option<String> {
        Some(self.token_command.as_ref()?.replace("{address}", &address.to_string()))
    }

    fn has_domain(&self, domain: &str) -> bool {
        self.domains.iter().any(|known| known.eq_ignore_ascii_case(domain))
    }

    /// Whether it is the server of an account. A machine of one's own is nobody's.
    fn is_at(&self, account: &Account) -> bool {
        let server = self.server.parse::<Account>();
        server.is_ok_and(|server| !server.is_loopback() && server.host == account.host)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::config::Tls;

    #[test]
    fn every_provider_can_be_used() {
        let File { provider } = toml::from_str(include_str!("providers.toml")).unwrap();
        let mut domains = HashSet::new();
        for provider in &provider {
            let name = &provider.name;
            let account = provider.account(&"alex@example.org".parse().unwrap()).unwrap();
            assert_ne!(account.tls, Tls::None, "{name}");
            assert!(!provider.sources.is_empty(), "{name}");
            assert_eq!(provider.login == Login::Bridge, account.is_loopback(), "{name}");
            assert!(provider.login == Login::Password || provider.first.is_some(), "{name}");
            assert!(provider.login != Login::Token || provider.token_command.is_some(), "{name}");
            for domain in &provider.domains {
                assert!(domains.insert(domain.clone()), "{domain} is there twice");
                assert_eq!(*domain, domain.to_ascii_lowercase());
            }
        }
    }

    #[test]
    fn an_address_has_its_provider() {
        let account = |text: &str| {
            let address: EmailAddress = text.parse().unwrap();
            Provider::of_address(&address).map(|provider| provider.account(&address).unwrap().url())
        };
        assert_eq!(account("alex@GoogleMail.com").as_deref(), Some("smtps://alex%40GoogleMail.com@smtp.gmail.com"));
        assert_eq!(account("alex@riseup.net").as_deref(), Some("smtps://alex@mail.riseup.net"));
        assert_eq!(account("alex@pm.me").as_deref(), Some("smtp://alex%40pm.me@127.0.0.1:1025?tls=starttls"));
        assert_eq!(account("alex@example.org"), None);
    }

    #[test]
    fn an_account_has_its_provider() {
        for (url, name) in [
            ("smtps://alex%40gmail.com@smtp.gmail.com", Some("Gmail")),
            ("smtp://alex%40our.example@smtp.gmail.com", Some("Google Workspace")),
            ("smtp://alex%40our.example@smtp.office365.com", Some("Microsoft 365")),
            ("smtps://alex@mail.riseup.net", Some("Riseup")),
            ("smtp://alex@127.0.0.1:1025", None),
            ("smtp://alex@mail.example.org", None),
        ] {
            let provider = Provider::of_account(&url.parse().unwrap());
            assert_eq!(provider.map(|provider| &*provider.name), name, "{url}");
        }
    }
}
