//! What comes back: a mailbox becomes facts about letters.
//!
//! A mailbox is read as mail programs keep or export it ([`each_mail`]), one mail at a time. What a mail is ([`Finding`]) is
//! told from its structure where it is a delivery report (RFC 3464), and from the words of the programs that write reports of
//! their own: those stand in `phrases.tsv`. Whose letter it is about, the ledger tells from the Message-ID.

mod addresses;
mod author;
mod charset;
mod codes;
mod content;
mod delivery_status;
mod failure;
mod finding;
mod foreign;
mod kind;
mod mailbox;
mod mbox;
mod notice;
mod original;
mod parts;
mod phrases;
mod status;

pub use failure::{Action, Failure};
pub use finding::Finding;
pub use kind::Kind;
pub use mailbox::{Source, each_mail};
pub use original::Original;
pub use status::Status;
