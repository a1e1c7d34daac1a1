//! AUTH (RFC 4954).

use super::mask::MASK;
use super::{Session, Step};
use crate::mock_smtp::extension::Extension;
use crate::mock_smtp::fault::Stage;
use crate::mock_smtp::reply::Reply;
use crate::mock_smtp::settings::{Account, Mechanism};
use mail_parser::decoders::base64::base64_decode;
use smtp_proto::{AUTH_LOGIN, AUTH_PLAIN, AUTH_XOAUTH2};

/// What the client is asked for, in base64 as it goes over the wire.
const ASK_ALL: &str = "";
const ASK_USER: &str = "VXNlcm5hbWU6";
const ASK_PASSWORD: &str = "UGFzc3dvcmQ6";

impl Session {
    pub(super) async fn auth(&mut self, mechanism: u64, initial: &str) -> Step {
        self.may_leak = true;
        if self.client.is_none() {
            return self.answer(Reply::new(503, "5.5.1", "EHLO first"));
        }
        if !self.offers(Extension::Auth) {
            return self.answer(Reply::new(502, "5.5.1", "AUTH is not offered"));
        }
        if self.user.is_some() || self.transaction.is_some() {
            return self.answer(Reply::new(503, "5.5.1", "it is too late for AUTH"));
        }
        let known = match mechanism {
            AUTH_PLAIN => Some(Mechanism::Plain),
            AUTH_LOGIN => Some(Mechanism::Login),
            AUTH_XOAUTH2 => Some(Mechanism::XOAuth2),
            _ => None,
        };
        let Some(mechanism) = known.filter(|known| self.shared.settings.mechanisms.contains(known)) else {
            return self.answer(Reply::new(504, "5.5.4", "the mechanism is not offered"));
        };
        match self.credentials(mechanism, initial).await? {
            Some(account) => self.log_in(account).await,
            None => self.answer(Reply::new(501, "5.5.2", "the credentials cannot be read")),
        }
    }

    async fn log_in(&mut self, account: Account) -> Step {
        if let Some(refusal) = self.refusal(Stage::Auth, &[&account.user]).await? {
            return self.answer(refusal);
        }
        let wanted = self.shared.settings.account.as_ref();
        if wanted.is_some_and(|wanted| *wanted != account) {
            return self.answer(Reply::new(535, "5.7.8", "authentication credentials invalid"));
        }
        self.user = Some(account.user);
        self.answer(Reply::new(235, "2.7.0", "welcome"))
    }

    /// Asks for the credentials; `None` where they cannot be read or the client gave up with `*`.
    async fn credentials(&mut self, mechanism: Mechanism, initial: &str) -> Step<Option<Account>> {
        let initial = (!initial.is_empty()).then(|| initial.to_owned());
        let first = match initial {
            Some(initial) => initial,
            None if mechanism == Mechanism::Login => self.ask(ASK_USER).await?,
            None => self.ask(ASK_ALL).await?,
        };
        let Some(first) = decode(&first) else {
            return Ok(None);
        };
        Ok(match mechanism {
            Mechanism::Plain => read_plain(&first),
            Mechanism::XOAuth2 => read_xoauth2(&first),
            Mechanism::Login => {
                let secret = self.ask(ASK_PASSWORD).await?;
                decode(&secret).map(|secret| Account { user: first, secret })
            }
        })
    }

    /// Asks with a 334 and reads the answer, which the transcript does not show.
    async fn ask(&mut self, question: &str) -> Step<String> {
        self.answer(Reply::new(334, "", question))?;
        let line = self.wire.read_line().await?;
        self.command = Some(MASK.to_owned());
        Ok(String::from_utf8_lossy(&line.bytes).into_owned())
    }
}

/// Decodes one answer. `=` stands for an empty one (RFC 4954 section 4); `*` is no base64.
fn decode(base64: &str) -> Option<String> {
    if base64 == "=" {
        return Some(String::new());
    }
    base64_decode(base64.as_bytes()).and_then(|bytes| String::from_utf8(bytes).ok())
}

/// `[authzid] NUL user NUL password` (RFC 4616 section 2).
fn read_plain(message: &str) -> Option<Account> {
    let mut parts = message.split('\0').skip(1);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(user), Some(password), None) if !user.is_empty() => {
            Some(Account { user: user.to_owned(), secret: password.to_owned() })
        }
        _ => None,
    }
}

/// `user=USER ^A auth=Bearer TOKEN ^A ^A`, without the spaces around `^A`.
fn read_xoauth2(message: &str) -> Option<Account> {
    let (user, rest) = message.strip_prefix("user=")?.split_once('\x01')?;
    let token = rest.strip_prefix("auth=Bearer ")?.strip_suffix("\x01\x01")?;
    Some(Account { user: user.to_owned(), secret: token.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(user: &str, secret: &str) -> Account {
        Account { user: user.to_owned(), secret: secret.to_owned() }
    }

    #[test]
    fn credentials_are_read() {
        assert_eq!(read_plain("\0anna\0swordfish"), Some(account("anna", "swordfish")));
        assert_eq!(read_plain("admin\0anna\0"), Some(account("anna", "")));
        for broken in ["", "anna", "\0anna", "\0\0secret", "\0a\0b\0c"] {
            assert_eq!(read_plain(broken), None);
        }
        let message = "user=anna\x01auth=Bearer token\x01\x01";
        assert_eq!(read_xoauth2(message), Some(account("anna", "token")));
        for end in 0..message.len() {
            assert_eq!(read_xoauth2(&message[..end]), None);
        }
    }

    #[test]
    fn giving_up_is_no_answer() {
        assert_eq!(decode("*"), None);
        assert_eq!(decode("="), Some(String::new()));
        assert_eq!(decode("YW5uYQ=="), Some("anna".to_owned()));
    }
}
