use std::time::Duration;

/// How long the server may take (RFC 5321, section 4.5.3.2 allows more; a person waits).
#[derive(Debug, Clone, Copy)]
pub(super) struct Timeouts {
    /// To connect, and to answer a command.
    pub command: Duration,
    /// To answer the end of a letter: giving up here leaves a letter uncertain.
    pub end: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { command: Duration::from_mins(2), end: Duration::from_mins(10) }
    }
}
