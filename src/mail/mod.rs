//! *compose*: a letter becomes a mail, RFC 5322 bytes with their RFC 5321 envelope.

mod check_from;
mod composer;
mod encoder;
mod envelope;
mod fax_line;
mod flowed;
mod header;
#[expect(clippy::module_inception, reason = "a type has one file of its own name")]
mod mail;
mod mailto;
mod parcel;
mod sender;
mod stamp;

pub use check_from::check_from;
pub use composer::Composer;
pub use envelope::{Envelope, EnvelopeRecipient, Role};
pub use fax_line::FaxLine;
pub use mail::Mail;
pub use mailto::{LONGEST_MAILTO, mailto};
pub use parcel::{Fax, Further, Parcel};
pub use sender::Sender;
pub use stamp::Stamp;
