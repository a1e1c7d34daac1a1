//! The mock SMTP server: a real server on loopback that keeps every mail and can misbehave on command.
//!
//! It speaks SMTP (RFC 5321) with PIPELINING (RFC 2920), SIZE (RFC 1870), 8BITMIME (RFC 6152), SMTPUTF8
//! (RFC 6531), enhanced status codes (RFC 2034), STARTTLS (RFC 3207) and AUTH (RFC 4954), and it delivers
//! nothing to anyone. Dry runs, tests and the `mock-smtp` command all start this one server.
//!
//! ```no_run
//! use protest_letter::mock_smtp::{MockSmtp, Settings};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let server = MockSmtp::start(Settings {
//!     faults: vec!["rcpt=*@embassy.example: 550 5.1.1 no such user".parse()?],
//!     ..Settings::default()
//! })
//! .await?;
//! // … send a letter to server.address() …
//! let mail = server.mail(1).await;
//! server.stop().await?;
//! # Ok(())
//! # }
//! ```
//!
//! A connection goes through these files in this order:
//!
//! | file | what it does |
//! |---|---|
//! | `server` | listens, starts a session for every connection, stops them all |
//! | `session` | the conversation: reads a command, asks the faults, answers, writes it down |
//! | `wire` | bytes in and out: bounded lines, gathered replies, the change to TLS |
//! | `unstuff` | finds the end of a mail and takes the stuffed dots out |
//! | `fault` | the rules that say where the server misbehaves |
//! | `notebook` | what was seen: the transcript and the mails, in memory and in a folder |

mod certificates;
mod decoded;
mod differences;
mod entry;
mod envelope;
mod extension;
mod fault;
mod folder;
mod headers;
mod notebook;
mod received;
mod reply;
mod server;
mod session;
mod settings;
mod shared;
mod unstuff;
mod wire;

pub use differences::Difference;
pub use entry::Entry;
pub use envelope::{Envelope, Recipient};
pub use extension::{Extension, UnknownExtension};
pub use fault::{Action, ByteCount, Chaos, Count, Place, Rule, RuleError, Stage};
pub use headers::Headers;
pub use received::Received;
pub use reply::Reply;
pub use server::MockSmtp;
pub use settings::{Account, Mechanism, Settings, Tls};
