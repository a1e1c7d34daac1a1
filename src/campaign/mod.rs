//! *load*: a TOML file becomes a [`Campaign`].
//!
//! One file holds one appeal; offices that many appeals write to stand in the directory of their country, and what
//! only the person at the keyboard knows stands in their own address file. [`load`] brings the three together, with
//! every mistake of all of them. The format is described in `docs/campaign-file.md`.

mod addresses;
mod audience;
#[expect(clippy::module_inception, reason = "a type has one file of its own name")]
mod campaign;
mod copies;
mod demand;
mod directory;
mod entry;
mod gender;
mod id;
mod incident;
mod kind;
mod known_signatures;
mod link;
mod load;
mod loader;
mod origin;
mod own_addresses;
mod pace;
mod person;
mod personal_name;
mod recipient;
mod social;
mod status;
mod supersession;
mod text;
mod text_list;
mod text_reader;
mod title;
mod variants;
mod web_address;

pub use addresses::Addresses;
pub use audience::Audience;
pub use campaign::Campaign;
pub use copies::{CopiedAs, Copies};
pub use demand::Demand;
pub use directory::Directory;
pub use gender::Gender;
pub use incident::Incident;
pub use kind::Kind;
pub use known_signatures::KnownSignatures;
pub use link::Link;
pub use load::{find, load, load_file};
pub use origin::Origin;
pub use own_addresses::OwnAddresses;
pub use pace::Pace;
pub use person::Person;
pub use personal_name::PersonalName;
pub use recipient::{EmbassyIn, Recipient};
pub use social::Social;
pub use status::Status;
pub use text::Text;
pub use text_list::TextList;
pub use title::Title;
pub use variants::Variants;
