use super::Envelope;

/// A letter as a mail.
#[derive(Debug, Clone)]
pub struct Mail {
    /// To whom it is handed over.
    pub envelope: Envelope,
    /// Header and body (RFC 5322), lines ending in CRLF.
    pub bytes: Vec<u8>,
}
