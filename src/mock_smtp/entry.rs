use super::received::Received;
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// One line of the transcript. Times are left out, so that the same conversation makes the same transcript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Entry {
    /// A client connected.
    Opened {
        /// The number of the connection, from 1 up.
        session: u64,
    },
    /// The server answered, or closed the connection instead.
    Exchange {
        /// The number of the connection.
        session: u64,
        /// What the client said, passwords masked; empty for the banner.
        command: String,
        /// What the server said, lines separated by `\n`; `None` where it closed the connection instead.
        reply: Option<String>,
    },
    /// A mail was kept.
    Mail(#[serde(serialize_with = "as_itself")] Arc<Received>),
    /// Something worth knowing about the client.
    Remark {
        /// The number of the connection.
        session: u64,
        /// What it is.
        remark: String,
    },
    /// The connection is closed.
    Closed {
        /// The number of the connection.
        session: u64,
    },
}

/// serde shares nothing behind an `Arc` unless its feature `rc` is on.
fn as_itself<S: Serializer>(mail: &Arc<Received>, serializer: S) -> Result<S::Ok, S::Error> {
    mail.as_ref().serialize(serializer)
}
