use std::io;

/// The longest reply that is read of a server, in bytes: a hundred lines are a long one.
pub(super) const LIMIT: usize = 8 * 1024;

/// The longest line that lettre takes, in bytes; RFC 5321, section 4.5.3.1.5 asks for no more than 512.
const LONGEST_LINE: usize = 990;

/// What a server said and nobody has read yet, as lettre can read it: lines of a bounded length, in UTF-8.
///
/// lettre takes any other encoding for a broken connection, and a refusal in windows-1251 would not count as one.
#[derive(Debug, Default)]
pub(super) struct ReplyReader {
    lines: Vec<u8>,
    /// The beginning of a line whose end was not heard yet.
    begun: Vec<u8>,
    /// How much was heard of a reply that has not ended.
    length: usize,
    /// Whether the server offered PIPELINING.
    offers_pipelining: bool,
    /// Whether the server offered BURL.
    offers_burl: bool,
    /// The ways to log in that it offered, in capitals.
    mechanisms: Vec<String>,
}

impl ReplyReader {
    /// Takes in what the server says.
    ///
    /// # Errors
    ///
    /// When it does not stop talking.
    pub(super) fn hear(&mut self, bytes: &[u8]) -> io::Result<()> {
        for piece in bytes.split_inclusive(|&byte| byte == b'\n') {
            self.length += piece.len();
            if self.length > LIMIT {
                return Err(io::Error::other("the server does not stop talking"));
            }
            self.begun.extend_from_slice(piece);
            if piece.ends_with(b"\n") {
                self.end_line();
            }
        }
        Ok(())
    }

    fn end_line(&mut self) {
        let line = String::from_utf8_lossy(self.begun.trim_ascii_end());
        self.lines.extend_from_slice(&line.as_bytes()[..line.floor_char_boundary(LONGEST_LINE)]);
        // A code alone is a reply (RFC 5321, section 4.2); lettre wants the space that may follow it.
        self.lines.extend_from_slice(if line.len() == 3 { b" \r\n" } else { b"\r\n" });
        // Only the answer to EHLO says such a thing with this code (RFC 5321, section 4.1.1.1).
        let offer = line.strip_prefix("250").and_then(|line| line.get(1..)).unwrap_or_default();
        let mut words = offer.split([' ', '\t', '=']).filter(|word| !word.is_empty()).map(str::to_ascii_uppercase);
        match words.next().as_deref() {
            Some("PIPELINING") if offer.trim_ascii().len() == "PIPELINING".len() => self.offers_pipelining = true,
            Some("BURL") => self.offers_burl = true,
            // Servers of old have `AUTH=` too (RFC 4954, appendix A knows only the space).
            Some("AUTH") => self.mechanisms.extend(words),
            _ => {}
        }
        // Several replies may come at once; the next one is measured anew.
        if line.as_bytes().get(3) != Some(&b'-') {
            self.length = 0;
        }
        self.begun.clear();
    }

    /// Whether the server offered PIPELINING (RFC 2920).
    pub(super) fn offers_pipelining(&self) -> bool {
        self.offers_pipelining
    }

    /// Whether the server offered BURL (RFC 4468).
    pub(super) fn offers_burl(&self) -> bool {
        self.offers_burl
    }

    /// The ways to log in that the server offered since this was asked last (RFC 4954, section 3), in capitals.
    pub(super) fn take_mechanisms(&mut self) -> Vec<String> {
        std::mem::take(&mut self.mechanisms)
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
        let mut replies = ReplyReader::default();
        for piece in pieces {
            replies.hear(piece).unwrap();
        }
        String::from_utf8(replies.read(usize::MAX).collect()).unwrap()
    }

    #[test]
    fn lines_become_ones_that_lettre_reads() {
        assert_eq!(lines(&[b"250-a\r", b"\n250 \xd0", b"\xb1\r\n220 begun"]), "250-a\r\n250 б\r\n");
        assert_eq!(lines(&[b"550 \xcd\xe5\xf2\n"]), "550 \u{FFFD}\u{FFFD}\u{FFFD}\r\n");
        assert!(lines(&[b"550 ", &[0xFF; 5000], b"\n"]).len() <= 992);
    }

    #[test]
    fn a_server_is_not_listened_to_forever() {
        let mut replies = ReplyReader::default();
        assert!((0..100).any(|_| replies.hear(&[b'x'; 1000]).is_err()));
        let mut replies = ReplyReader::default();
        assert!((0..1000).any(|_| replies.hear(b"250-more\r\n").is_err()));
    }

    #[test]
    fn many_replies_may_come_at_once() {
        assert!(
            ReplyReader::default().hear(&b"250-2.1.5 one\r\n250 2.1.5 recipient accepted\r\n".repeat(1000)).is_ok()
        );
    }

    #[test]
    fn pipelining_is_seen_where_it_is_offered() {
        for (said, is_offered) in [
            ("250-mail.example.org\r\n250-PIPELINING\r\n250 SIZE\r\n", true),
            ("250-mail.example.org\r\n250 Pipelining \r\n", true),
            ("220-PIPELINING\r\n220 hello\r\n", false),
            ("250-XPIPELINING\r\n250 no PIPELINING\r\n", false),
            ("250 PIPELINING", false),
        ] {
            let mut replies = ReplyReader::default();
            replies.hear(said.as_bytes()).unwrap();
            assert_eq!(replies.offers_pipelining(), is_offered, "{said}");
        }
    }

    #[test]
    fn ways_to_log_in_are_seen_where_they_are_offered() {
        let mut replies = ReplyReader::default();
        replies
            .hear(b"220 AUTH NONE\r\n250-x\r\n250-AUTH PLAIN  login\r\n250-AUTH=XOAUTH2\r\n250 AUTHENTIC A\r\n")
            .unwrap();
        assert_eq!(replies.take_mechanisms(), ["PLAIN", "LOGIN", "XOAUTH2"]);
        assert!(replies.take_mechanisms().is_empty());
    }
}
