use std::io;

/// How a conversation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// The client left, or the connection broke.
    Left,
    /// The server has said so.
    Goodbye,
    /// The server closes without a word.
    Drop,
    /// The server resets the connection.
    Reset,
}

/// One step of a conversation: it goes on, or ends.
pub(super) type Step<T = ()> = Result<T, Ending>;

impl From<io::Error> for Ending {
    fn from(_: io::Error) -> Self {
        Self::Left
    }
}
