//! Minisign signatures of files: who vouches for the bytes, and which keys are trusted.
//!
//! A signature stands beside its file, `printers.toml.minisig` beside `printers.toml`, in the format of the `minisign`
//! program (<https://jedisct1.github.io/minisign/>): an Ed25519 signature of the file or of its hash, and one of that
//! and of the trusted comment, which tells the day and the name of the file. This room knows bytes and keys only; which
//! files are read, and what is refused, is up to others.

mod key_id;
mod provenance;
mod public_key;
#[expect(clippy::module_inception, reason = "a type has one file of its own name")]
mod signature;
mod signature_error;
mod signing_key;
mod trust;
mod trusted_key;

pub use key_id::KeyId;
pub use provenance::Provenance;
pub use public_key::PublicKey;
pub use signature::Signature;
pub use signature_error::SignatureError;
pub use signing_key::SigningKey;
pub use trust::Trust;
pub use trusted_key::TrustedKey;
