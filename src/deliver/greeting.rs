/// Which command greets a server (RFC 5321, section 4.1.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Greeting {
    /// `EHLO`: the server answers with its extensions.
    Ehlo,
    /// `HELO`: there are none (section 3.2).
    Helo,
}
