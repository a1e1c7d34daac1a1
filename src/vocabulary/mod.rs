//! The small words that every room uses: addresses, numbers, countries, languages, days.
//!
//! Each is checked once, where it enters, and holds only what is right.

mod channel;
mod content_security_policy;
mod country;
mod country_lookup;
mod country_name;
mod day;
mod email_address;
mod language;
mod line;
mod mail_domain;
mod network;
mod number;
mod number_list;
mod prose;
mod rate;
mod words;

pub use channel::Channel;
pub use content_security_policy::content_security_policy;
pub use country::Country;
pub use day::Day;
pub use email_address::EmailAddress;
pub use language::{Language, is_right_to_left};
pub use line::Line;
pub use network::Network;
pub use number::Number;
pub use prose::Prose;
pub use rate::{Period, Rate};
pub use words::Words;

/// Reads a word from TOML and writes it to JSON by its text, since its text is all there is of it.
macro_rules! reads_as_text {
    ($word:ty) => {
        impl crate::source::FromValue for $word {
            fn from_value(value: crate::source::Value<'_>) -> Option<Self> {
                value.parse()
            }
        }

        impl serde::Serialize for $word {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    };
}
use reads_as_text;
