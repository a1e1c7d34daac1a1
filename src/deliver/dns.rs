//! One kind of question to the resolver of this machine (RFC 1035): which servers a service has (RFC 2782). A resolver crate
//! would bring some twenty others for it.

use std::io::{Error, ErrorKind, Result};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use ring::rand::{SecureRandom, SystemRandom};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

/// How long a resolver may take.
const PATIENCE: Duration = Duration::from_secs(5);

const SRV: u16 = 33;
const INTERNET: u16 = 1;
const HEADER: usize = 12;

/// A server of a service (RFC 2782).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Service {
    /// Servers with a lower one go first.
    pub priority: u16,
    /// Among servers of one priority, the share of each.
    pub weight: u16,
    pub port: u16,
    /// The server's name; empty where the service is expressly not there.
    pub host: String,
}

/// The resolvers that this machine is set up with.
pub(super) fn resolvers() -> Vec<SocketAddr> {
    let text = std::fs::read_to_string("/etc/resolv.conf").unwrap_or_default();
    let addresses = text.lines().filter_map(|line| line.trim().strip_prefix("nameserver")?.trim().parse().ok());
    addresses.map(|address: IpAddr| SocketAddr::new(address, 53)).collect()
}

/// Asks a resolver for the servers of a service, such as `_submission._tcp.example.org`. None are known where the name is not.
pub(super) async fn services(resolver: SocketAddr, name: &str) -> Result<Vec<Service>> {
    let mut id = [0; 2];
    SystemRandom::new().fill(&mut id).map_err(|_| Error::other("the system gives no random numbers"))?;
    let query = query(id, name)?;
    let mut answer = in_time(over_udp(resolver, &query)).await?;
    let is_cut_off = answer.get(2).is_some_and(|flags| flags & 2 != 0);
    if is_cut_off {
        answer = in_time(over_tcp(resolver, &query)).await?;
    }
    read(&answer, id)
}

async fn in_time<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    timeout(PATIENCE, work).await.unwrap_or_else(|_| Err(ErrorKind::TimedOut.into()))
}

async fn over_udp(resolver: SocketAddr, query: &[u8]) -> Result<Vec<u8>> {
    let any: IpAddr = if resolver.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind((any, 0)).await?;
    // From then on nobody else's answers arrive.
    socket.connect(resolver).await?;
    socket.send(query).await?;
    loop {
        let mut answer = vec![0; 4096];
        let length = socket.recv(&mut answer).await?;
        answer.truncate(length);
        if answer.get(..2) == query.get(..2) {
            return Ok(answer);
        }
    }
}

async fn over_tcp(resolver: SocketAddr, query: &[u8]) -> Result<Vec<u8>> {
    let mut stream = TcpStream::connect(resolver).await?;
    let length = u16::try_from(query.len()).map_err(Error::other)?;
    stream.write_all(&[&length.to_be_bytes(), query].concat()).await?;
    let mut answer = vec![0; stream.read_u16().await?.into()];
    stream.read_exact(&mut answer).await?;
    Ok(answer)
}

/// A question that the resolver is to answer whole (RFC 1035, section 4.1).
fn query(id: [u8; 2], name: &str) -> Result<Vec<u8>> {
    let mut query = [&id[..], &[1, 0, 0, 1, 0, 0, 0, 0, 0, 0]].concat();
    for label in name.split('.') {
        let length = u8::try_from(label.len()).ok().filter(|length| (1..=63).contains(length));
        query.push(length.ok_or_else(|| Error::other("this is no name in the DNS"))?);
        query.extend_from_slice(label.as_bytes());
    }
    query.push(0);
    query.extend_from_slice(&SRV.to_be_bytes());
    query.extend_from_slice(&INTERNET.to_be_bytes());
    Ok(query)
}

/// The servers in an answer.
fn read(answer: &[u8], id: [u8; 2]) -> Result<Vec<Service>> {
    let senseless = || Error::new(ErrorKind::InvalidData, "the resolver gave a senseless answer");
    if answer.get(..2) != Some(&id) || answer.get(2).is_none_or(|flags| flags & 0x80 == 0) {
        return Err(senseless());
    }
    match answer.get(3).map(|flags| flags & 0x0F) {
        Some(0) => {}
        Some(3) => return Ok(Vec::new()),
        code => return Err(Error::other(format!("the resolver failed (RCODE {})", code.unwrap_or_default()))),
    }
    services_in(answer).ok_or_else(senseless)
}

fn services_in(answer: &[u8]) -> Option<Vec<Service>> {
    let mut at = HEADER;
    for _ in 0..number(answer, 4)? {
        at = name(answer, at)?.1 + 4;
    }
    let mut services = Vec::new();
    for _ in 0..number(answer, 6)? {
        let begin = name(answer, at)?.1;
        let data = begin + 10;
        if number(answer, begin)? == SRV && number(answer, begin + 2)? == INTERNET {
            let host = name(answer, data + 6)?.0;
            let [priority, weight, port] = [0, 2, 4].map(|offset| number(answer, data + offset));
            services.push(Service { priority: priority?, weight: weight?, port: port?, host });
        }
        at = data + usize::from(number(answer, begin + 8)?);
    }
    Some(services)
}

fn number(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// A name, and where it ends. It may go on at an earlier place (section 4.1.4), each time at an earlier one.
fn name(bytes: &[u8], mut at: usize) -> Option<(String, usize)> {
    let (mut labels, mut end, mut earliest) = (Vec::new(), None, at);
    loop {
        let length = usize::from(*bytes.get(at)?);
        if length >= 0xC0 {
            end = end.or(Some(at + 2));
            at = usize::from(number(bytes, at)? & 0x3FFF);
            if at >= earliest {
                return None;
            }
            earliest = at;
        } else if length == 0 {
            return Some((labels.join("."), end.unwrap_or(at + 1)));
        } else {
            let label = std::str::from_utf8(bytes.get(at + 1..=at + length)?).ok()?;
            // Anything else is no name of a server, and would be shown to somebody.
            label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).then_some(())?;
            labels.push(label.to_ascii_lowercase());
            at += 1 + length;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// An answer with two servers, whose names are cut short.
    fn answer() -> Vec<u8> {
        let mut answer = query([7, 7], "_submission._tcp.example.org").unwrap();
        (answer[2], answer[3], answer[7]) = (0x81, 0x80, 2);
        for (priority, host) in [(1_u8, &b"\x04mail\xC0\x1D"[..]), (0, b"\x00")] {
            let length = u8::try_from(6 + host.len()).unwrap();
            answer.extend([0xC0, 12, 0, 33, 0, 1, 0, 0, 0, 60, 0, length, 0, priority, 0, 5, 2, 75]);
            answer.extend(host);
        }
        answer
    }

    #[test]
    fn an_answer_is_read() {
        let service = |priority, host: &str| Service { priority, weight: 5, port: 587, host: host.to_owned() };
        assert_eq!(read(&answer(), [7, 7]).unwrap(), [service(1, "mail.example.org"), service(0, "")]);
        assert!(read(&answer(), [7, 8]).is_err());
        let mut unknown = answer();
        unknown[3] = 0x83;
        assert_eq!(read(&unknown, [7, 7]).unwrap(), []);
        unknown[3] = 0x82;
        assert!(read(&unknown, [7, 7]).is_err());
        for end in 12..answer().len() {
            assert!(read(&answer()[..end], [7, 7]).is_err(), "{end}");
        }
    }

    #[test]
    fn a_name_that_goes_in_circles_is_none() {
        let mut circle = answer();
        let length = circle.len();
        (circle[length - 33], circle[length - 32]) = (0xC0, u8::try_from(length - 33).unwrap());
        let _ = read(&circle, [7, 7]);
        assert_eq!(name(&[0xC0, 0], 0), None);
        assert_eq!(name(b"\x01a\xC0\x00", 0), None);
        assert_eq!(name(b"\x02\x1b[\x00", 0), None);
    }

    proptest! {
        #[test]
        fn any_answer_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..80), at in 0..80_usize) {
            let mut answer = answer();
            answer.splice(at.min(answer.len()).., bytes);
            let _ = read(&answer, [7, 7]);
        }
    }
}
