//! Settings and secrets: where the user's files lie, which mail account sends, and where its password comes from.

mod account;
mod fax;
mod folders;
mod password;
mod proxy;
mod relay;
mod saved;
mod secret;
mod settings;

pub use account::{Account, Tls};
pub use fax::FaxGateway;
pub use folders::Folders;
pub use password::Password;
pub use proxy::Proxy;
pub use relay::Relay;
pub use secret::Secret;
pub use settings::Settings;
