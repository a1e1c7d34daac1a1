use super::differences::Difference;
use super::envelope::Envelope;
use super::headers::Headers;
use super::reply::Reply;
use serde::Serialize;
use std::path::PathBuf;

/// A mail that the server kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Received {
    /// Its number, from 1 up, in the order in which the server kept them.
    pub number: usize,
    /// The number of the connection that it came over, from 1 up.
    pub session: u64,
    /// The user who had logged in.
    pub user: Option<String>,
    /// Whether it came over TLS.
    pub tls: bool,
    /// From whom and to whom, as the client said it.
    pub envelope: Envelope,
    /// Its size in bytes.
    pub size: usize,
    /// The reply to the final dot; `None` where the connection was dropped instead.
    pub reply: Option<Reply>,
    /// The file in which it is kept.
    pub file: Option<PathBuf>,
    /// What its headers say.
    pub headers: Headers,
    /// What headers and envelope disagree on.
    pub differences: Vec<Difference>,
    /// The mail as it came, without the stuffed dots.
    #[serde(skip)]
    pub content: Vec<u8>,
}

impl Received {
    /// The mail as text; bytes that are no UTF-8 become `U+FFFD`.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.content).into_owned()
    }
}
