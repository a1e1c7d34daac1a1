use std::time::Duration;

/// How long the server may take (RFC 5321, section 4.5.3.2 allows more; a person waits).
#[derive(Debug, Clone, Copy)]
pub(super) struct Timeouts {
    /// To open a connection: what blocks a port does not answer at all.
    pub connect: Duration,
    /// To do all that comes before the first letter, and to answer a command.
    pub command: Duration,
    /// To answer the end of a letter: giving up here leaves a letter uncertain.
    pub end: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(30), command: Duration::from_mins(2), end: Duration::from_mins(10) }
    }
}
