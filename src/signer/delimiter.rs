use std::str::FromStr;

use crate::source::Unfit;

/// What separates the fields of a roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delimiter(u8);

impl Delimiter {
    /// Those that spreadsheets write.
    pub(super) const USUAL: [Self; 4] = [Self(b','), Self(b';'), Self(b'\t'), Self(b'|')];

    pub(super) fn byte(self) -> u8 {
        self.0
    }
}

impl FromStr for Delimiter {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        match text.as_bytes() {
            b"tab" | b"\\t" => Ok(Self(b'\t')),
            [byte] if !byte.is_ascii_alphanumeric() && !matches!(byte, b'"' | b'\r' | b'\n' | b' ') => Ok(Self(*byte)),
            _ => Err(Unfit::new(format!("`{text}` does not separate fields")).hint("write `,`, `;`, `|` or `tab`")),
        }
    }
}
