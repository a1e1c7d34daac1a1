//! SCRAM-SHA-256 (RFC 5802, RFC 7677), the side of the server, without channel binding.

use base64::prelude::{BASE64_STANDARD as BASE64, Engine as _};
use ring::{digest, hmac, pbkdf2};
use std::num::NonZeroU32;

/// What the password is hashed with. A mock has no secrets.
const SALT: &[u8] = b"of the mock server";
const ITERATIONS: NonZeroU32 = NonZeroU32::new(4096).unwrap();
/// What the server adds to the client's nonce.
const NONCE: &str = "of-the-mock-server";

/// A login that was begun.
pub(super) struct Scram {
    pub user: String,
    first: String,
    nonce: String,
}

impl Scram {
    /// Reads the client's first message: `n,,n=USER,r=NONCE`.
    pub fn read(message: &str) -> Option<Self> {
        let first = message.strip_prefix("n,,").or_else(|| message.strip_prefix("y,,"))?;
        let (user, nonce) = first.strip_prefix("n=")?.split_once(",r=")?;
        let user = user.replace("=2C", ",").replace("=3D", "=");
        Some(Self { user, first: first.to_owned(), nonce: format!("{nonce}{NONCE}") })
    }

    /// What the server says to it.
    pub fn challenge(&self) -> String {
        format!("r={},s={},i={ITERATIONS}", self.nonce, BASE64.encode(SALT))
    }

    /// The server's own proof, where the client's last message proves that it knows the password.
    pub fn prove(&self, last: &str, password: &str) -> Option<String> {
        let (without_proof, proof) = last.split_once(",p=")?;
        let (_, nonce) =
            without_proof.split_once(",r=").filter(|(header, _)| matches!(*header, "c=biws" | "c=eSws"))?;
        let proof = BASE64.decode(proof).ok().filter(|_| nonce == self.nonce)?;
        let mut salted = [0; digest::SHA256_OUTPUT_LEN];
        pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, ITERATIONS, SALT, password.as_bytes(), &mut salted);
        let sign = |key: &[u8], text: &[u8]| hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text);
        let stored_key = digest::digest(&digest::SHA256, sign(&salted, b"Client Key").as_ref());
        let message = format!("{},{},{without_proof}", self.first, self.challenge());
        let signature = sign(stored_key.as_ref(), message.as_bytes());
        let client_key: Vec<u8> = proof.iter().zip(signature.as_ref()).map(|(proof, sign)| proof ^ sign).collect();
        let is_known = digest::digest(&digest::SHA256, &client_key).as_ref() == stored_key.as_ref();
        let server_key = sign(&salted, b"Server Key");
        is_known.then(|| format!("v={}", BASE64.encode(sign(server_key.as_ref(), message.as_bytes()))))
    }
}
