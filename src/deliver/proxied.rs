//! A connection through a SOCKS5 proxy (RFC 1928): nothing goes beside it.

use std::sync::OnceLock;

use ring::rand::{SecureRandom, SystemRandom};
use tokio::net::TcpStream;
use tokio_socks::Error;
use tokio_socks::tcp::Socks5Stream;

use super::ConnectError;
use super::dial::{Obstacle, PORTS};
use crate::config::{Account, Proxy};
use crate::source::Problem;

/// Opens a connection to the account's server, whose name the proxy looks up; the inner error tells what stands in the way.
///
/// # Errors
///
/// When there is no password for the proxy's user, or chance fails.
pub(super) async fn open_through(
    proxy: &Proxy,
    account: &Account,
) -> Result<Result<TcpStream, Obstacle>, ConnectError> {
    let own = proxy.login().map_err(ConnectError::for_good)?;
    let (user, password) = match &own {
        Some((user, password)) => (*user, password.reveal()),
        None => (user_of_run()?, user_of_run()?),
    };
    let target = (account.host.as_str(), account.port);
    let opened = async {
        let connected =
            match Socks5Stream::connect_with_password_and_socket(reach(proxy).await?, target, user, password).await {
                // It keeps a list of its users, and may take who is none.
                Err(Error::PasswordAuthFailure(_)) if own.is_none() => {
                    Socks5Stream::connect_with_socket(reach(proxy).await?, target).await
                }
                connected => connected,
            };
        connected.map(Socks5Stream::into_inner).map_err(|error| refused(proxy, account, &error))
    };
    Ok(opened.await)
}

async fn reach(proxy: &Proxy) -> Result<TcpStream, Obstacle> {
    TcpStream::connect((proxy.host.as_str(), proxy.port)).await.map_err(|error| {
        let why = format!("the proxy {proxy} cannot be reached: {error}");
        (why, "start it (for Tor: its service), or check its port; nothing goes beside it".to_owned())
    })
}

fn refused(proxy: &Proxy, account: &Account, error: &Error) -> Obstacle {
    let hint = match error {
        Error::ConnectionRefused => format!("check the port: {PORTS}; or the server is down"),
        Error::HostUnreachable | Error::NetworkUnreachable | Error::TtlExpired => {
            "check the server's name; the proxy looks it up; or try again later".to_owned()
        }
        Error::ConnectionNotAllowedByRuleset => {
            format!("the proxy lets nobody connect to port {}; try another one", account.port)
        }
        Error::NoAcceptableAuthMethods | Error::PasswordAuthFailure(_) | Error::AuthorizationRequired => format!(
            "if it wants a user, name them (socks5h://USER@HOST:PORT), and put the password into {}",
            Proxy::PASSWORD_VARIABLE
        ),
        Error::InvalidResponseVersion | Error::Io(_) => "check that it is a SOCKS5 proxy, and its port".to_owned(),
        _ => "check the proxy, the server and the port".to_owned(),
    };
    (format!("the proxy {proxy} says: {error}"), hint)
}

/// A user that chance makes once in each run. Tor gives what another user asks for another way through its network
/// (`IsolateSOCKSAuth`), so that nobody can tell that two runs are of one person by the way that they came.
fn user_of_run() -> Result<&'static str, ConnectError> {
    static USER: OnceLock<String> = OnceLock::new();
    if let Some(user) = USER.get() {
        return Ok(user);
    }
    let mut bytes = [0; 16];
    let no_chance = |_| ConnectError::for_good(Problem::error("this machine has no random numbers"));
    SystemRandom::new().fill(&mut bytes).map_err(no_chance)?;
    Ok(USER.get_or_init(|| format!("{:032x}", u128::from_ne_bytes(bytes))))
}
