//! *record*: what is known of every letter before and after it is handed over.
//!
//! The durable record comes with sending for many; its place in the way is here. [`Memory`] keeps the record of one
//! run, so that within it no letter goes twice.

#[expect(clippy::module_inception, reason = "a type has one file of its own name")]
mod ledger;
mod memory;

pub use ledger::{Claim, Key, Ledger};
pub use memory::Memory;
