use crate::mock_smtp::envelope::Envelope;

/// What MAIL has begun and the final dot or RSET ends.
#[derive(Debug)]
pub(super) struct Transaction {
    pub envelope: Envelope,
    /// SMTPUTF8 was declared (RFC 6531 section 3.4).
    pub is_utf8: bool,
    /// BODY=8BITMIME was declared (RFC 6152 section 3).
    pub is_8bit: bool,
}
