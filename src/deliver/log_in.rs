//! Logging in (RFC 4954): by the best mechanism on offer that takes what the user has.

use base64::prelude::{BASE64_STANDARD as BASE64, Engine as _};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::response::Response;

use super::exchange::Exchange;
use super::login_error::LoginError;
use super::mechanism::Mechanism;
use super::reply::{Reply, in_words, is_nonsense};
use crate::config::{Account, Secret};

/// The longest command, in bytes, its line end included (RFC 5321, section 4.5.3.1.4). An initial response that does not
/// fit waits until it is asked for (RFC 4954, section 4).
const LONGEST_COMMAND: usize = 512;

/// The longest answer to a challenge, in bytes, its line end included (RFC 4954, section 4).
const LONGEST_ANSWER: usize = 12_288;

/// How many challenges no mechanism needs.
const TOO_MANY_CHALLENGES: usize = 6;

/// Logs in.
pub(super) async fn log_in(
    connection: &mut AsyncSmtpConnection,
    mechanism: Mechanism,
    account: &Account,
    user: &str,
    secret: &Secret,
) -> Result<(), LoginError> {
    let mut exchange = Exchange::new(mechanism, account, user, secret).map_err(LoginError::Senseless)?;
    let mut waiting = None;
    let mut words = format!("AUTH {mechanism}\r\n");
    if mechanism != Mechanism::Login {
        let initial = encoded(&exchange.respond("").map_err(LoginError::Senseless)?)?;
        let command = format!("AUTH {mechanism} {initial}");
        if command.len() <= LONGEST_COMMAND {
            words = command;
        } else {
            waiting = Some(initial);
        }
    }
    for _ in 0..TOO_MANY_CHALLENGES {
        let said = connection.command(std::mem::take(&mut words)).await;
        let Some(challenge) = challenge(said, mechanism, &exchange)? else {
            return if exchange.is_proved() { Ok(()) } else { Err(LoginError::Unproved) };
        };
        let answer = match waiting.take() {
            Some(initial) => Ok(initial),
            None => exchange.respond(&challenge).map_err(LoginError::Senseless).and_then(|answer| encoded(&answer)),
        };
        match answer {
            Ok(answer) => words = answer,
            Err(error) => {
                // Cancels the login; what the server says of that changes nothing.
                let _ = connection.command("*\r\n").await;
                return Err(error);
            }
        }
    }
    Err(LoginError::Senseless("the server does not stop asking".to_owned()))
}

/// What the server asks for next; `None` once it has let the user in.
fn challenge(
    said: Result<Response, Error>,
    mechanism: Mechanism,
    exchange: &Exchange,
) -> Result<Option<String>, LoginError> {
    let response = said.map_err(|error| match Reply::in_error(&error) {
        Some(reply) => LoginError::Refused { mechanism, reply, of_token: exchange.refusal().cloned() },
        None if is_nonsense(&error) => LoginError::Senseless(in_words(&error)),
        None => LoginError::Broke(in_words(&error)),
    })?;
    if response.has_code(235) {
        return Ok(None);
    }
    if !response.has_code(334) {
        return Err(LoginError::Senseless(format!("the server gave a senseless answer ({})", Reply::of(&response))));
    }
    // LOGIN may ask in any words, and a challenge that is no base64 is as good as none to every other mechanism.
    let bytes = BASE64.decode(response.first_line().unwrap_or_default().trim()).unwrap_or_default();
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// An answer as it goes over the wire.
fn encoded(answer: &str) -> Result<String, LoginError> {
    let line = BASE64.encode(answer) + "\r\n";
    if line.len() <= LONGEST_ANSWER { Ok(line) } else { Err(LoginError::TooLong) }
}
