//! *load*: who signs. A profile is a TOML file for one person; a roll is a CSV of many.

mod column;
mod consent;
mod delimiter;
mod rejects;
mod roll;
mod row;
mod rows;
#[expect(clippy::module_inception, reason = "a type has one file of its own name")]
mod signer;

pub use delimiter::Delimiter;
pub use rejects::Rejects;
pub use roll::Roll;
pub use row::{BadRow, Row};
pub use rows::Rows;
pub use signer::Signer;
