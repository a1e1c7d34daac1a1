//! *load*: who signs. A profile is a TOML file for one person; a roll, a CSV of many.

mod bad_row;
mod cells;
mod consent;
mod delimiter;
mod fault;
mod header;
mod localized;
mod records;
mod rejects;
mod roll;
mod row;
mod rows;
mod shared_file;
#[expect(clippy::module_inception, reason = "a type has one file of its own name")]
mod signer;

pub use bad_row::BadRow;
pub use delimiter::Delimiter;
pub use localized::Localized;
pub use rejects::Rejects;
pub use roll::Roll;
pub use row::Row;
pub use rows::Rows;
pub use signer::Signer;
