use std::io::{self, Write};

/// The text of a letter that is being filled in, up to a length that no letter has: a template can print a summary over and
/// over.
#[derive(Debug, Default)]
pub(super) struct Bounded(Vec<u8>);

impl Bounded {
    /// The longest letter, in bytes.
    const LONGEST: usize = 1 << 20;

    /// What was written.
    pub(super) fn into_text(self) -> String {
        // Templates print nothing but text.
        String::from_utf8(self.0).unwrap_or_default()
    }
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > Self::LONGEST {
            return Err(io::Error::other("it would be longer than 1 MiB"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
