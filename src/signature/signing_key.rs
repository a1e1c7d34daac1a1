use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use minisign::{KeyPair, SecretKey, SecretKeyBox};

use super::{PublicKey, SignatureError};

/// The secret key that signs, opened.
pub struct SigningKey(SecretKey);

impl SigningKey {
    /// Whether the text of a secret key wants a password.
    ///
    /// # Errors
    ///
    /// When it is no secret key.
    pub fn is_locked(text: &str) -> Result<bool, SignatureError> {
        decode(text).map(|key| key.is_encrypted())
    }

    /// Opens the text of a secret key, with its password if it is locked.
    ///
    /// # Errors
    ///
    /// When it is no secret key, or that is not its password.
    pub fn open(text: &str, password: Option<&str>) -> Result<Self, SignatureError> {
        let key = decode(text)?;
        if !key.is_encrypted() {
            return Ok(Self(key));
        }
        // Without a password the crate would ask for one itself.
        let password = password.unwrap_or_default().to_owned();
        let opened = SecretKeyBox::from(text.to_owned()).into_secret_key(Some(password));
        opened.map(Self).map_err(|_| SignatureError::WrongPassword)
    }

    /// Makes a key pair; gives the text of the secret key, locked with that password, and the public key.
    ///
    /// # Errors
    ///
    /// When the system has no random numbers, or no memory to lock it.
    pub fn generate(password: &str) -> Result<(String, PublicKey), SignatureError> {
        let not_made = |error: minisign::PError| SignatureError::NotMade(error.to_string());
        let pair = KeyPair::generate_encrypted_keypair(Some(password.to_owned())).map_err(not_made)?;
        let secret = pair.sk.to_box(Some("minisign encrypted secret key")).map_err(not_made)?;
        Ok((secret.into_string(), pair.pk.to_base64().parse()?))
    }

    /// The key that its signatures are verified with.
    ///
    /// # Errors
    ///
    /// When the secret key does not hold it.
    pub fn public_key(&self) -> Result<PublicKey, SignatureError> {
        let key = minisign::PublicKey::from_secret_key(&self.0).map_err(|_| SignatureError::NoSecretKey)?;
        key.to_base64().parse()
    }

    /// Signs the bytes of a file of that name on that day: the text of a `.minisig` file. Nothing smaller than the day is told.
    ///
    /// # Errors
    ///
    /// When the system has no random numbers.
    pub fn sign(&self, name: &str, bytes: &[u8], day: Date) -> Result<String, SignatureError> {
        let not_made = |why: &dyn std::fmt::Display| SignatureError::NotMade(why.to_string());
        let midnight = day.to_zoned(TimeZone::UTC).map_err(|error| not_made(&error))?.timestamp().as_second();
        let name = name.replace(char::is_control, "_");
        let trusted = format!("timestamp:{midnight}\tfile:{name}\thashed");
        let comment = Some("signature from minisign secret key");
        // The `minisign` program gives a key without password no checksum: that it is whole is seen by what it signs.
        let public = minisign::PublicKey::from_secret_key(&self.0).map_err(|_| SignatureError::NoSecretKey)?;
        let signature = minisign::sign(Some(&public), &self.0, bytes, Some(&trusted), comment);
        Ok(signature.map_err(|error| not_made(&error))?.into_string())
    }
}

fn decode(text: &str) -> Result<SecretKey, SignatureError> {
    let bytes = text.lines().nth(1).and_then(|line| BASE64_STANDARD.decode(line.trim_end()).ok());
    bytes.and_then(|bytes| SecretKey::from_bytes(&bytes).ok()).ok_or(SignatureError::NoSecretKey)
}
