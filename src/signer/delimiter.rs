use std::fmt;
use std::str::FromStr;

use crate::source::Unfit;

/// What stands between the cells of a roll: one ASCII character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delimiter(pub(super) u8);

impl Delimiter {
    /// Those that are looked for when none is given.
    pub(super) const USUAL: [Self; 4] = [Self(b','), Self(b';'), Self(b'\t'), Self(b'|')];
}

impl fmt::Display for Delimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            b'\t' => f.write_str("tab"),
            byte => char::from(byte).fmt(f),
        }
    }
}

impl FromStr for Delimiter {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        match text.as_bytes() {
            b"tab" | b"\\t" | b"\t" => Ok(Self(b'\t')),
            // A quotation mark has a meaning of its own; letters, digits and the signs of addresses are in cells.
            [byte] if b",;|:!#$%&*/^~".contains(byte) => Ok(Self(*byte)),
            _ => Err(Unfit::new(format!("{text:?} is no delimiter")).hint("give one of `,` `;` `|` or `tab`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delimiter_reads_back_as_it_is_shown() {
        for delimiter in Delimiter::USUAL {
            assert_eq!(delimiter.to_string().parse(), Ok(delimiter));
        }
        for text in ["", "\"", "\n", ",,", "a", "0", "@", ".", "-", "é"] {
            assert!(text.parse::<Delimiter>().is_err(), "{text:?}");
        }
    }
}
