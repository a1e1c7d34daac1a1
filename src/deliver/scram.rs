//! SCRAM-SHA-256 (RFC 5802, RFC 7677), the side of the client, without channel binding.

use std::num::NonZeroU32;

use base64::prelude::{BASE64_STANDARD as BASE64, Engine as _};
use ring::rand::{SecureRandom, SystemRandom};
use ring::{digest, hmac, pbkdf2};

use crate::config::Secret;

/// How often a server may have the password hashed. RFC 7677, section 4 asks for 4096 at least: less would be guessed too
/// easily by who pretends to be the server. More than the upper bound would keep this machine busy for nothing.
const ITERATIONS: std::ops::RangeInclusive<u32> = 4096..=2_000_000;

/// The header of GS2 without channel binding (RFC 5801), and its base64.
const GS2: &str = "n,,";
const GS2_IN_BASE64: &str = "biws";

/// Whether a text is the same after `SASLprep` (RFC 4013), so that it needs no tables.
pub(super) fn takes(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
}

/// One login.
pub(super) struct Scram {
    password: Secret,
    nonce: String,
    first: String,
    step: Step,
}

enum Step {
    First,
    Final,
    /// The server has to show that signature.
    Proof {
        key: hmac::Key,
        message: String,
    },
    Done,
}

impl Scram {
    /// A login with a nonce that nobody can foresee.
    ///
    /// # Errors
    ///
    /// When the system gives nothing random.
    pub(super) fn new(user: &str, password: &Secret) -> Result<Self, String> {
        let mut nonce = [0; 24];
        SystemRandom::new().fill(&mut nonce).map_err(|_| "the system gives no random numbers".to_owned())?;
        Ok(Self::with_nonce(user, password, BASE64.encode(nonce)))
    }

    fn with_nonce(user: &str, password: &Secret, nonce: String) -> Self {
        let first = format!("n={},r={nonce}", name(user));
        Self { password: password.clone(), nonce, first, step: Step::First }
    }

    /// The answer to what the server said; first of all to nothing.
    ///
    /// # Errors
    ///
    /// When the server does not speak SCRAM, or did not prove that it knows the password.
    pub(super) fn respond(&mut self, said: &str) -> Result<String, String> {
        match &self.step {
            Step::First => {
                self.step = Step::Final;
                Ok(format!("{GS2}{}", self.first))
            }
            Step::Final => self.prove(said),
            Step::Proof { key, message } => {
                let signature = said.strip_prefix("v=").and_then(|text| BASE64.decode(text.split(',').next()?).ok());
                let is_proved = signature.is_some_and(|tag| hmac::verify(key, message.as_bytes(), &tag).is_ok());
                if !is_proved {
                    return Err("the server did not prove that it knows the password".to_owned());
                }
                self.step = Step::Done;
                Ok(String::new())
            }
            Step::Done => Err("the server asks for more than SCRAM has".to_owned()),
        }
    }

    /// Whether the server has proved that it knows the password.
    pub(super) fn is_done(&self) -> bool {
        matches!(self.step, Step::Done)
    }

    fn prove(&mut self, said: &str) -> Result<String, String> {
        let senseless = || "the server does not speak SCRAM-SHA-256 as expected".to_owned();
        let value = |key: &str| said.split(',').find_map(|part| part.strip_prefix(key));
        // An extension that has to be understood stands in front (RFC 5802, section 5.1: `m`).
        let nonce = said.split(',').next().and_then(|part| part.strip_prefix("r=")).ok_or_else(senseless)?;
        if nonce.len() <= self.nonce.len() || !nonce.starts_with(&self.nonce) {
            return Err("the server answers another login (its nonce is not ours)".to_owned());
        }
        let salt = value("s=").and_then(|salt| BASE64.decode(salt).ok()).ok_or_else(senseless)?;
        let iterations = value("i=").and_then(|number| number.parse().ok()).ok_or_else(senseless)?;
        let count = NonZeroU32::new(iterations).filter(|count| ITERATIONS.contains(&count.get()));
        let count = count.ok_or_else(|| format!("the server wants the password hashed {iterations} times"))?;

        let mut salted = [0; digest::SHA256_OUTPUT_LEN];
        let password = self.password.reveal().as_bytes();
        pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, count, &salt, password, &mut salted);
        let salted = hmac::Key::new(hmac::HMAC_SHA256, &salted);
        let client_key = hmac::sign(&salted, b"Client Key");
        let stored_key =
            hmac::Key::new(hmac::HMAC_SHA256, digest::digest(&digest::SHA256, client_key.as_ref()).as_ref());
        let without_proof = format!("c={GS2_IN_BASE64},r={nonce}");
        let message = format!("{},{said},{without_proof}", self.first);
        let signature = hmac::sign(&stored_key, message.as_bytes());
        let proof: Vec<u8> = client_key.as_ref().iter().zip(signature.as_ref()).map(|(key, sign)| key ^ sign).collect();
        let server_key = hmac::sign(&salted, b"Server Key");
        self.step = Step::Proof { key: hmac::Key::new(hmac::HMAC_SHA256, server_key.as_ref()), message };
        Ok(format!("{without_proof},p={}", BASE64.encode(proof)))
    }
}

/// A user's name where `,` and `=` mean something (RFC 5801, section 4: `saslname`).
pub(super) fn name(user: &str) -> String {
    user.replace('=', "=3D").replace(',', "=2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER_FIRST: &str = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";

    fn begun() -> Scram {
        let password = Secret::new("pencil".to_owned());
        let mut scram = Scram::with_nonce("user", &password, "rOprNGfwEbeRWgbNEkqO".to_owned());
        assert_eq!(scram.respond("").unwrap(), "n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
        scram
    }

    /// The example of RFC 7677, section 3.
    #[test]
    fn the_example_of_the_standard_logs_in() {
        let mut scram = begun();
        assert_eq!(
            scram.respond(SERVER_FIRST).unwrap(),
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,\
             p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
        );
        assert!(!scram.is_done());
        assert_eq!(scram.respond("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=").unwrap(), "");
        assert!(scram.is_done());
    }

    #[test]
    fn a_server_that_does_not_know_the_password_is_not_believed() {
        for proof in ["v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", "v=", "", "e=other-error", "v=????"] {
            let mut scram = begun();
            scram.respond(SERVER_FIRST).unwrap();
            assert!(scram.respond(proof).unwrap_err().contains("did not prove"), "{proof}");
            assert!(!scram.is_done());
        }
    }

    #[test]
    fn what_a_server_may_not_say_is_refused() {
        for said in [
            "",
            "r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
            "r=another-nonce,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
            "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4095",
            "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4294967295",
            "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=0",
            "r=rOprNGfwEbeRWgbNEkqOx,s=?,i=4096",
            "r=rOprNGfwEbeRWgbNEkqOx,i=4096",
            "m=new,r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        ] {
            assert!(begun().respond(said).is_err(), "{said}");
        }
    }

    #[test]
    fn names_and_passwords_that_need_tables_are_known() {
        assert_eq!(name("a=b,c"), "a=3Db=2Cc");
        for (text, is_taken) in [("pen cil~", true), ("пароль", false), ("a\tb", false), ("", false)] {
            assert_eq!(takes(text), is_taken, "{text}");
        }
    }
}
