//! *compose*: a letter becomes a mail, RFC 5322 bytes with their RFC 5321 envelope.

mod compose;
mod envelope;
mod flowed;
mod header;
#[expect(clippy::module_inception, reason = "a type has one file of its own name")]
mod mail;
mod mailto;
mod sender;
mod stamp;

pub use compose::{compose, recipients};
pub use envelope::{Envelope, EnvelopeRecipient, Role};
pub use mail::{Fax, Further, Mail};
pub use mailto::{LONGEST_MAILTO, mailto};
pub use sender::Sender;
pub use stamp::Stamp;
