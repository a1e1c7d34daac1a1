//! *publish*: a campaign becomes a page, or a text, that tells the appeal and how to reach each recipient.
//!
//! ```text
//! campaign ──▶ names ──▶ template ──▶ page
//!     └─▶ letters with gaps ─┘
//! ```
//!
//! [`publish()`] makes it, in one language and one [`Format`]. Its letters are filled in like all others, by a signer whose
//! answers are gaps. The structure is a Handlebars template for each format, the wording a file for each language; both lie
//! in `letter-templates/appeal/`, where a group can put its own in their place.

mod format;
mod letters;
mod link;
mod markdown;
mod names;
mod notice;
mod page;
#[expect(clippy::module_inception, reason = "a function has one file of its own name")]
mod publish;
mod qr;
mod teller;
mod way;

pub use format::Format;
pub use publish::publish;
