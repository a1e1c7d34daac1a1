use memchr::memmem;

/// What ends the content of a mail (RFC 5321, section 4.1.1.4).
const END: &[u8] = b".\r\n";

/// A mail as it goes over the wire: every line that begins with a dot gets another one, and after the last line comes the
/// final dot (RFC 5321, section 4.5.2).
pub(super) fn on_the_wire(mail: &[u8]) -> Vec<u8> {
    let mut wire = Vec::with_capacity(mail.len() + mail.len() / 64 + END.len());
    if mail.starts_with(b".") {
        wire.push(b'.');
    }
    // A line ends in CRLF: what stands behind a lone LF begins none.
    let mut copied = 0;
    for line_end in memmem::find_iter(mail, b"\r\n.") {
        wire.extend_from_slice(&mail[copied..line_end + 2]);
        wire.push(b'.');
        copied = line_end + 2;
    }
    wire.extend_from_slice(&mail[copied..]);
    if !mail.is_empty() && !mail.ends_with(b"\r\n") {
        wire.extend_from_slice(b"\r\n");
    }
    wire.extend_from_slice(END);
    wire
}

/// How many bytes of a mail on the wire there are up to the final dot, itself included.
pub(super) fn up_to_the_dot(wire: &[u8]) -> usize {
    wire.len() - END.len() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dots_that_begin_a_line_are_doubled() {
        for (mail, wire) in [
            (&b""[..], &b".\r\n"[..]),
            (b"a", b"a\r\n.\r\n"),
            (b"a\r\n", b"a\r\n.\r\n"),
            (b".", b"..\r\n.\r\n"),
            (b".\r\n.\r\n..\r\na.\r\n", b"..\r\n..\r\n...\r\na.\r\n.\r\n"),
            (b"a\n.b\r.c\r\r\n.d", b"a\n.b\r.c\r\r\n..d\r\n.\r\n"),
            (b"\r\n\xFF\r\n", b"\r\n\xFF\r\n.\r\n"),
        ] {
            assert_eq!(on_the_wire(mail), wire, "{mail:?}");
            assert_eq!(wire[up_to_the_dot(wire) - 1..], *END);
        }
    }
}
