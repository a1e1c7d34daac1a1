//! *load*: who signs. A profile is a TOML file for one person; a roll, a CSV of many, takes its place beside it.

#[expect(clippy::module_inception, reason = "a type has one file of its own name")]
mod signer;

pub use signer::Signer;
