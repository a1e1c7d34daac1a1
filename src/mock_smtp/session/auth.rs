//! AUTH (RFC 4954).

use super::mask::MASK;
use super::scram::Scram;
use super::{Session, Step};
use crate::mock_smtp::extension::Extension;
use crate::mock_smtp::fault::{Action, Stage};
use crate::mock_smtp::reply::Reply;
use crate::mock_smtp::settings::{Account, Mechanism};
use base64::prelude::{BASE64_STANDARD as BASE64, Engine as _};
use mail_parser::decoders::base64::base64_decode;
use smtp_proto::{AUTH_LOGIN, AUTH_OAUTHBEARER, AUTH_PLAIN, AUTH_SCRAM_SHA_256, AUTH_XOAUTH2};

/// What the client is asked for, in base64 as it goes over the wire.
const ASK_ALL: &str = "";
const ASK_USER: &str = "VXNlcm5hbWU6";
const ASK_PASSWORD: &str = "UGFzc3dvcmQ6";

/// What is said of a token that is refused: by Google, and in the form of RFC 7628, section 3.2.2.
const REFUSED_XOAUTH2: &str = r#"{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}"#;
const REFUSED_OAUTHBEARER: &str = r#"{"status":"invalid_token","schemes":"bearer","scope":"mail"}"#;

/// Credentials that were given.
struct Given {
    user: String,
    /// Whether they are those of the account.
    are_right: bool,
    /// What the server proves with that it knows them too.
    proof: Option<String>,
}

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
        let named = match mechanism {
            AUTH_PLAIN => Some(Mechanism::Plain),
            AUTH_LOGIN => Some(Mechanism::Login),
            AUTH_XOAUTH2 => Some(Mechanism::XOAuth2),
            AUTH_OAUTHBEARER => Some(Mechanism::OAuthBearer),
            AUTH_SCRAM_SHA_256 => Some(Mechanism::ScramSha256),
            _ => None,
        };
        let Some(mechanism) = named.filter(|&named| self.knows(named)) else {
            return self.answer(Reply::new(504, "5.5.4", "the mechanism is not offered"));
        };
        match self.credentials(mechanism, initial).await? {
            Some(given) => self.log_in(mechanism, given).await,
            None => self.answer(Reply::new(501, "5.5.2", "the credentials cannot be read")),
        }
    }

    /// Whether users can log in so. Without an account anybody may, and nobody's password is known that could be proved.
    pub(super) fn knows(&self, mechanism: Mechanism) -> bool {
        let settings = &self.shared.settings;
        settings.mechanisms.contains(&mechanism) && (mechanism != Mechanism::ScramSha256 || settings.account.is_some())
    }

    async fn log_in(&mut self, mechanism: Mechanism, given: Given) -> Step {
        let is_expired = match self.fault(Stage::Auth, &[&given.user]).await? {
            Some(Action::Reply(refusal)) => return self.answer(refusal),
            action => action == Some(Action::Expired),
        };
        if is_expired || !given.are_right {
            if mechanism.takes_token() {
                self.tell_why_not(mechanism).await?;
            }
            return self.answer(Reply::new(535, "5.7.8", "authentication credentials invalid"));
        }
        if let Some(proof) = given.proof
            && !self.ask(&BASE64.encode(proof)).await?.is_empty()
        {
            return self.answer(Reply::new(501, "5.5.2", "nothing more is to be said"));
        }
        self.user = Some(given.user);
        self.answer(Reply::new(235, "2.7.0", "welcome"))
    }

    /// Says why a token is refused, and waits until the client has heard it (RFC 7628, section 3.2.3).
    async fn tell_why_not(&mut self, mechanism: Mechanism) -> Step {
        let (refusal, confirmation) = match mechanism {
            Mechanism::OAuthBearer => (REFUSED_OAUTHBEARER, "AQ=="),
            _ => (REFUSED_XOAUTH2, ""),
        };
        if self.ask(&BASE64.encode(refusal)).await? != confirmation {
            self.remark("the client did not confirm that it heard why its token is refused");
        }
        Ok(())
    }

    /// Asks for the credentials; `None` where they cannot be read or the client gave up with `*`.
    async fn credentials(&mut self, mechanism: Mechanism, initial: &str) -> Step<Option<Given>> {
        let initial = (!initial.is_empty()).then(|| initial.to_owned());
        let first = match initial {
            Some(initial) => initial,
            None if mechanism == Mechanism::Login => self.ask(ASK_USER).await?,
            None => self.ask(ASK_ALL).await?,
        };
        let Some(first) = decode(&first) else {
            return Ok(None);
        };
        let account = match mechanism {
            Mechanism::Plain => read_plain(&first),
            Mechanism::XOAuth2 => read_xoauth2(&first),
            Mechanism::OAuthBearer => read_oauthbearer(&first),
            Mechanism::Login => {
                let secret = self.ask(ASK_PASSWORD).await?;
                decode(&secret).map(|secret| Account { user: first, secret })
            }
            Mechanism::ScramSha256 => return self.scram(&first).await,
        };
        let wanted = self.shared.settings.account.as_ref();
        Ok(account.map(|account| {
            let are_right = wanted.is_none_or(|wanted| *wanted == account);
            Given { user: account.user, are_right, proof: None }
        }))
    }

    async fn scram(&mut self, first: &str) -> Step<Option<Given>> {
        let Some(scram) = Scram::read(first) else { return Ok(None) };
        let last = self.ask(&BASE64.encode(scram.challenge())).await?;
        let Some(last) = decode(&last) else { return Ok(None) };
        let known = self.shared.settings.account.as_ref().filter(|account| account.user == scram.user);
        let proof = known.and_then(|account| scram.prove(&last, &account.secret));
        Ok(Some(Given { user: scram.user, are_right: proof.is_some(), proof }))
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

/// `n,a=USER,^A host=… ^A port=… ^A auth=Bearer TOKEN ^A ^A`, without the spaces around `^A` (RFC 7628, section 3.1).
fn read_oauthbearer(message: &str) -> Option<Account> {
    let (header, pairs) = message.strip_prefix("n,a=")?.strip_suffix("\x01\x01")?.split_once(",\x01")?;
    let token = pairs.split('\x01').find_map(|pair| pair.strip_prefix("auth=Bearer "))?;
    Some(Account { user: header.replace("=2C", ",").replace("=3D", "="), secret: token.to_owned() })
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
        let message = "n,a=anna,\x01host=mail.example.org\x01port=587\x01auth=Bearer token\x01\x01";
        assert_eq!(read_oauthbearer(message), Some(account("anna", "token")));
        for end in 0..message.len() {
            assert_eq!(read_oauthbearer(&message[..end]), None);
        }
    }

    #[test]
    fn giving_up_is_no_answer() {
        assert_eq!(decode("*"), None);
        assert_eq!(decode("="), Some(String::new()));
        assert_eq!(decode("YW5uYQ=="), Some("anna".to_owned()));
    }
}
