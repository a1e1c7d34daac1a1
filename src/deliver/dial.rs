//! The way to a server's port, and what stands in it.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

use super::ConnectError;
use super::proxied::open_through;
use crate::config::{Account, Tls};
use crate::source::Problem;

/// What the usual ports want.
pub(super) const PORTS: &str = "587 wants smtp://, 465 smtps://";

/// Opens the connection, through the proxy where there is one. Whatever takes longer than `patience` is in the way.
pub(super) async fn dial(account: &Account, patience: Duration) -> Result<TcpStream, ConnectError> {
    let failed = |why: String, hint: String| {
        ConnectError::for_now(Problem::error(format!("cannot connect to {account}")).because(why).hint(hint))
    };
    let stream = match &account.proxy {
        Some(proxy) => match timeout(patience, open_through(proxy, account)).await {
            Ok(opened) => opened?,
            Err(_) => Err((
                format!("the proxy {proxy} opened no connection within {} s", patience.as_secs_f32()),
                format!("try again later: the way through the proxy may be slow, or closed for port {}", account.port),
            )),
        },
        None => directly(account, patience).await,
    };
    let stream = stream.map_err(|(why, hint)| failed(why, hint))?;
    // A name may lead anywhere; what is not encrypted stays on this machine (the proxy then does not, so neither may it).
    let leaves = stream.peer_addr().is_ok_and(|peer| !peer.ip().is_loopback()) || account.proxy.is_some();
    if account.tls == Tls::None && leaves {
        let problem = Problem::error(format!("{account} is not this machine, and the connection is not encrypted"));
        return Err(ConnectError::for_good(problem.hint("use ?tls=starttls or smtps://")));
    }
    // A letter ends in a small write, which would wait for an acknowledgement of the one before (RFC 896).
    stream.set_nodelay(true).map_err(|error| failed(error.to_string(), "try again later".to_owned()))?;
    Ok(stream)
}

/// Why there is no connection, and the next step.
pub(super) type Obstacle = (String, String);

async fn directly(account: &Account, patience: Duration) -> Result<TcpStream, Obstacle> {
    let unknown = |why: &dyn std::fmt::Display| {
        let why = format!("nobody knows the address of {}: {why}", account.host);
        (why, "check the server's name, and that this machine is online".to_owned())
    };
    let addresses = lookup_host((account.host.as_str(), account.port)).await.map_err(|error| unknown(&error))?;
    let addresses: Vec<SocketAddr> = addresses.collect();
    // One that is out of reach, as IPv6 often is, leaves time for the next.
    let share = patience / u32::try_from(addresses.len()).unwrap_or(u32::MAX).max(1);
    let mut obstacle = unknown(&"it has none");
    for address in addresses {
        obstacle = match timeout(share, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => unreachable(&error),
            Err(_) => blocked(account, patience),
        }
    }
    Err(obstacle)
}

fn unreachable(error: &io::Error) -> Obstacle {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => {
            (format!("nothing listens there: {error}"), format!("check the port: {PORTS}; or the server is down"))
        }
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable => {
            (format!("no way leads there: {error}"), "check that this machine is online".to_owned())
        }
        _ => (error.to_string(), "check the server, the port and the line".to_owned()),
    }
}

/// Nobody answers, and nobody refuses: something swallows what is sent.
fn blocked(account: &Account, patience: Duration) -> Obstacle {
    let waited = patience.as_secs_f32();
    let other = match account.port {
        465 => "587 (smtp://)",
        587 => "465 (smtps://)",
        _ => "465 (smtps://) or 587 (smtp://)",
    };
    let why = format!("nobody answers on port {} within {waited} s; the network here may block it", account.port);
    (why, format!("try port {other}, another network, or a proxy (--proxy)"))
}
