//! The end of a mail and its stuffed dots (RFC 5321 section 4.5.2).
//!
//! `smtp-proto` has a receiver for this too, but it misses the end of an empty mail and takes
//! `CRLF . CR CR LF` for an end. A server that tests senders must not be more lenient than the standard:
//! only `CRLF . CRLF` ends a mail, whatever else looks like it (SMTP smuggling).

/// Receives the content of one mail in pieces of any size.
#[derive(Debug)]
pub(super) struct Unstuff {
    state: State,
    content: Vec<u8>,
    limit: usize,
    size: usize,
}

/// What the last bytes were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    LineStart,
    Dot,
    DotCr,
    Middle,
    Cr,
    End,
}

impl Unstuff {
    /// Keeps at most `limit` bytes; what is beyond is counted and thrown away.
    pub(super) fn new(limit: usize) -> Self {
        Self { state: State::LineStart, content: Vec::new(), limit, size: 0 }
    }

    /// Takes bytes until the mail ends and says how many it took.
    pub(super) fn take(&mut self, bytes: &[u8]) -> usize {
        let mut taken = 0;
        for &byte in bytes {
            if self.state == State::End {
                break;
            }
            self.step(byte);
            taken += 1;
        }
        taken
    }

    /// Whether the final dot was seen.
    pub(super) fn is_at_end(&self) -> bool {
        self.state == State::End
    }

    /// How many bytes the content has so far, kept or not.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// The content, with the dots taken out and without the final dot; `None` when it was too large.
    pub(super) fn into_content(self) -> Option<Vec<u8>> {
        (self.size <= self.limit).then_some(self.content)
    }

    fn step(&mut self, byte: u8) {
        self.state = match (self.state, byte) {
            // This dot is either stuffing or the final one: in both cases no content.
            (State::LineStart, b'.') => State::Dot,
            (State::Dot, b'\r') => State::DotCr,
            (State::DotCr, b'\n') => State::End,
            (State::DotCr, _) => {
                self.keep(b'\r');
                self.step_in_line(byte)
            }
            (State::Cr, b'\n') => {
                self.keep(byte);
                State::LineStart
            }
            _ => self.step_in_line(byte),
        };
    }

    fn step_in_line(&mut self, byte: u8) -> State {
        self.keep(byte);
        if byte == b'\r' { State::Cr } else { State::Middle }
    }

    fn keep(&mut self, byte: u8) {
        self.size += 1;
        if self.size <= self.limit {
            self.content.push(byte);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unstuff(bytes: &[u8]) -> (Option<Vec<u8>>, usize) {
        let mut unstuff = Unstuff::new(usize::MAX);
        let taken = unstuff.take(bytes);
        let content = unstuff.is_at_end().then(|| unstuff.into_content()).flatten();
        (content, taken)
    }

    #[test]
    fn only_a_dot_between_crlf_ends_a_mail() {
        for (wire, content) in [
            (&b".\r\n"[..], &b""[..]),
            (b"a\r\n.\r\n", b"a\r\n"),
            (b"..a\r\n...\r\n.\r\n", b".a\r\n..\r\n"),
            (b".a\r\n.\r\n", b"a\r\n"),
            (b"\r\r\n.\r\n", b"\r\r\n"),
        ] {
            assert_eq!(unstuff(wire), (Some(content.to_vec()), wire.len()));
        }
        for open in [&b"a\n.\n"[..], b"a\n.\r\n", b"a\r\n.\n", b"a\r.\r\n", b"a\r\n.\r\r\n", b"a\r\n.\rb\r\n"] {
            assert_eq!(unstuff(open).0, None, "{open:?}");
        }
    }

    #[test]
    fn what_follows_the_end_is_left_alone() {
        assert_eq!(unstuff(b"a\r\n.\r\nQUIT\r\n"), (Some(b"a\r\n".to_vec()), 6));
    }

    #[test]
    fn beyond_the_limit_bytes_are_only_counted() {
        let mut unstuff = Unstuff::new(4);
        unstuff.take(b"123456\r\n.\r\n");
        assert!(unstuff.is_at_end());
        assert_eq!(unstuff.size(), 8);
        assert_eq!(unstuff.into_content(), None);
    }

    proptest! {
        #[test]
        fn what_was_stuffed_comes_back_in_any_pieces(
            lines in prop::collection::vec("[.a\r\n]{0,5}".prop_map(|line| line.replace("\r\n", "") + "\r\n"), 0..6),
            piece in 1_usize..7,
        ) {
            let content = lines.concat();
            let wire = if content.starts_with('.') { format!(".{content}") } else { content.clone() };
            let wire = wire.replace("\r\n.", "\r\n..") + ".\r\n";
            let mut unstuff = Unstuff::new(usize::MAX);
            let taken: usize = wire.as_bytes().chunks(piece).map(|bytes| unstuff.take(bytes)).sum();
            prop_assert!(unstuff.is_at_end());
            prop_assert_eq!(taken, wire.len());
            prop_assert_eq!(unstuff.into_content(), Some(content.into_bytes()));
        }
    }
}
