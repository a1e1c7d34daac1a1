//! From an account to an open, encrypted connection with its banner.

use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::ConnectError;
use super::dial::dial;
use super::greeting::Greeting;
use super::reply::clean;
use super::reply_reader::LIMIT;
use super::tls::encrypt;
use super::wire::{Stream, Wire};
use super::wire_state::WireState;
use crate::config::{Account, Tls};
use crate::source::Problem;

/// The name in `EHLO` and `HELO`: an address literal (RFC 5321, section 4.1.3) that tells nothing of this machine.
pub(super) const EHLO_NAME: std::net::Ipv4Addr = std::net::Ipv4Addr::LOCALHOST;

/// Connects, and encrypts as the account wants it.
pub(super) async fn connect(
    account: &Account,
    greeting: Greeting,
    state: WireState,
    patience: Duration,
) -> Result<Wire, ConnectError> {
    let stream = dial(account, patience).await?;
    let (stream, banner) = match account.tls {
        Tls::None => (Stream::Plain(stream), Vec::new()),
        Tls::Implicit => (Stream::Encrypted(Box::new(encrypt(stream, account).await?)), Vec::new()),
        Tls::StartTls => {
            let (stream, banner) = start_tls(stream, account).await?;
            (Stream::Encrypted(Box::new(encrypt(stream, account).await?)), banner)
        }
    };
    Wire::new(stream, &banner, greeting, state).map_err(|error| broken(account, &error))
}

/// Asks for encryption (RFC 3207). Gives the banner too, since lettre waits for one and after STARTTLS none comes.
async fn start_tls(stream: TcpStream, account: &Account) -> Result<(TcpStream, Vec<u8>), ConnectError> {
    let mut stream = BufReader::new(stream);
    let problem = |what: &str, reply: &[u8]| {
        Problem::error(format!("{account} {what}")).because(clean(&String::from_utf8_lossy(reply)))
    };
    let refused = |what: &str, reply: &[u8], hint: &str| ConnectError {
        problem: problem(what, reply).hint(hint),
        was_said: true,
        may_pass: reply.starts_with(b"4"),
    };
    let banner = reply(&mut stream, account).await?;
    if !banner.starts_with(b"220") {
        return Err(refused("does not take letters now", &banner, "try again later"));
    }
    say(&mut stream, account, &format!("EHLO [{EHLO_NAME}]\r\n")).await?;
    let offers = reply(&mut stream, account).await?;
    if offers.starts_with(b"5") {
        let what = "does not take EHLO, without which a connection cannot be encrypted (STARTTLS)";
        return Err(refused(what, &offers, "nothing was sent; if the provider says so, try smtps:// on port 465"));
    }
    if !offers.starts_with(b"250") {
        return Err(refused("does not take letters now", &offers, "try again later"));
    }
    let offers_encryption = offers
        .split(|&byte| byte == b'\n')
        .any(|line| line.get(4..).is_some_and(|word| word.trim_ascii().eq_ignore_ascii_case(b"STARTTLS")));
    if !offers_encryption {
        let problem = Problem::error(format!("{account} does not offer encryption (STARTTLS)"));
        return Err(ConnectError::for_good(
            problem.hint("nothing was sent; if the provider says so, try smtps:// on port 465"),
        ));
    }
    say(&mut stream, account, "STARTTLS\r\n").await?;
    let answer = reply(&mut stream, account).await?;
    if !answer.starts_with(b"220") {
        return Err(refused("refused to encrypt the connection", &answer, "nothing was sent; try again later"));
    }
    // Section 6: what came before the encryption could be anybody's.
    if !stream.buffer().is_empty() {
        let problem = problem("spoke before the connection was encrypted", stream.buffer());
        return Err(ConnectError::for_good(problem.hint("somebody may be in the line: nothing was sent")));
    }
    Ok((stream.into_inner(), banner))
}

async fn say(stream: &mut BufReader<TcpStream>, account: &Account, words: &str) -> Result<(), ConnectError> {
    stream.get_mut().write_all(words.as_bytes()).await.map_err(|error| broken(account, &error))
}

/// One reply, all its lines (RFC 5321, section 4.2.1).
async fn reply(stream: &mut BufReader<TcpStream>, account: &Account) -> Result<Vec<u8>, ConnectError> {
    let mut reply = Vec::new();
    loop {
        let begin = reply.len();
        let left = (LIMIT - reply.len()) as u64;
        stream.take(left).read_until(b'\n', &mut reply).await.map_err(|error| broken(account, &error))?;
        match &reply[begin..] {
            [.., b'\n'] if reply.get(begin + 3) == Some(&b'-') => {}
            [.., b'\n'] => return Ok(reply),
            _ if reply.len() == LIMIT => return Err(broken(account, &"the server does not stop talking")),
            _ => return Err(broken(account, &"the server closed the connection")),
        }
    }
}

fn broken(account: &Account, why: &dyn std::fmt::Display) -> ConnectError {
    let problem = Problem::error(format!("the connection to {account} broke")).because(why);
    ConnectError::for_now(problem.hint("try again later"))
}
