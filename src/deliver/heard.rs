use std::io;

/// The most that is read of a server before something is said to it again, in bytes: a hundred lines are a long reply.
pub(super) const LIMIT: usize = 8 * 1024;

/// The longest line that lettre takes, in bytes; RFC 5321, section 4.5.3.1.5 asks for no more than 512.
const LONGEST_LINE: usize = 990;

/// What a server said and nobody has read yet, as lettre can read it: lines of a bounded length, in UTF-8.
///
/// lettre takes any other encoding for a broken connection, and a refusal in windows-1251 would not count as one.
#[derive(Debug, Default)]
pub(super) struct Heard {
    lines: Vec<u8>,
    /// The beginning of a line whose end was not heard yet.
    begun: Vec<u8>,
    /// How much was heard since something was said.
    length: usize,
}

impl Heard {
    /// Takes in what the server says.
    ///
    /// # Errors
    ///
    /// When it does not stop talking.
    pub(super) fn hear(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.length = self.length.saturating_add(bytes.len());
        if self.length > LIMIT {
            return Err(io::Error::other("the server does not stop talking"));
        }
        for piece in bytes.split_inclusive(|&byte| byte == b'\n') {
            self.begun.extend_from_slice(piece);
            if piece.ends_with(b"\n") {
                let line = String::from_utf8_lossy(self.begun.trim_ascii_end());
                self.lines.extend_from_slice(&line.as_bytes()[..line.floor_char_boundary(LONGEST_LINE)]);
                self.lines.extend_from_slice(b"\r\n");
                self.begun.clear();
            }
        }
        Ok(())
    }

    /// Something is said to the server, which may answer it.
    pub(super) fn answer(&mut self) {
        self.length = 0;
    }

    /// Whether there is nothing to read.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Reads no more than that many bytes.
    pub(super) fn read(&mut self, most: usize) -> impl Iterator<Item = u8> {
        self.lines.drain(..most.min(self.lines.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(pieces: &[&[u8]]) -> String {
        let mut heard = Heard::default();
        for piece in pieces {
            heard.hear(piece).unwrap();
        }
        String::from_utf8(heard.read(usize::MAX).collect()).unwrap()
    }

    #[test]
    fn lines_become_ones_that_lettre_reads() {
        assert_eq!(lines(&[b"250-a\r", b"\n250 \xd0", b"\xb1\r\n220 begun"]), "250-a\r\n250 б\r\n");
        assert_eq!(lines(&[b"550 \xcd\xe5\xf2\n"]), "550 \u{FFFD}\u{FFFD}\u{FFFD}\r\n");
        assert!(lines(&[b"550 ", &[0xFF; 5000], b"\n"]).len() <= 992);
    }

    #[test]
    fn a_server_is_not_listened_to_forever() {
        let mut heard = Heard::default();
        assert!((0..100).any(|_| heard.hear(&[b'x'; 1000]).is_err()));
        heard.answer();
        assert!(heard.hear(b"250 ok\r\n").is_ok());
    }
}
