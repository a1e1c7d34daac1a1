//! Settings and secrets: where the user's files lie, which mail account sends, and where its password comes from.

mod account;
mod command;
mod credential;
mod credential_source;
mod fax;
mod folders;
mod keyring;
mod password;
mod provider;
mod proxy;
mod relay;
mod saved;
mod secret;
mod settings;
mod token;

pub use account::{Account, Tls};
pub use credential::Credential;
pub use credential_source::CredentialSource;
pub use fax::FaxGateway;
pub use folders::Folders;
pub use keyring::{has_keyring, keep_in_keyring};
pub use password::Password;
pub use provider::{Login, Provider};
pub use proxy::Proxy;
pub use relay::Relay;
pub use secret::Secret;
pub use settings::Settings;
pub use token::Token;
