use std::cmp::Reverse;
use std::net::SocketAddr;

use super::dns;
use crate::config::Account;
use crate::source::Problem;
use crate::vocabulary::EmailAddress;

/// The account that the DNS names for an address (RFC 6186, RFC 8314, section 5.1), without what lets it in: encrypted from the
/// first byte where that is offered. `None` where no server is named.
///
/// Nothing vouches for the answer, so somebody has to say that it is right. The question goes to the resolvers of this
/// machine, beside any proxy.
///
/// # Errors
///
/// When no resolver is known, or none answers.
pub async fn submission_server(address: &EmailAddress) -> Result<Option<Account>, Problem> {
    submission_server_by(&dns::resolvers(), address).await
}

/// As [`submission_server`], by these resolvers.
///
/// # Errors
///
/// When none answers.
pub async fn submission_server_by(
    resolvers: &[SocketAddr],
    address: &EmailAddress,
) -> Result<Option<Account>, Problem> {
    let domain = address.ascii_domain();
    let mut failure = "no resolver is set up on this machine".to_owned();
    for resolver in resolvers {
        match ask(*resolver, domain).await {
            Ok(url) => {
                let account = url.and_then(|url| url.parse::<Account>().ok());
                return Ok(account.map(|account| Account { user: Some(address.to_string()), ..account }));
            }
            Err(error) => failure = error.to_string(),
        }
    }
    let problem = Problem::error(format!("the DNS tells nothing of {domain}")).because(failure);
    Err(problem.hint("ask your provider for the name of its server"))
}

async fn ask(resolver: SocketAddr, domain: &str) -> std::io::Result<Option<String>> {
    for (service, scheme) in [("_submissions", "smtps"), ("_submission", "smtp")] {
        let mut servers = dns::services(resolver, &format!("{service}._tcp.{domain}")).await?;
        servers.sort_by_key(|server| (server.priority, Reverse(server.weight)));
        if let Some(server) = servers.into_iter().find(|server| !server.host.is_empty()) {
            return Ok(Some(format!("{scheme}://{}:{}", server.host, server.port)));
        }
    }
    Ok(None)
}
