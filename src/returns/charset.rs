//! Mails whose bytes are of no charset that they name, as old programs write them.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use memchr::memmem;

/// How the text of ISO-2022-JP begins that is not ASCII (RFC 1468).
const ESCAPE: &[u8] = b"\x1B$";

/// A mail whose header is UTF-8, and its text too where it names no charset: what is not is told from how it looks.
pub(super) fn readable(mail: &[u8]) -> Cow<'_, [u8]> {
    let ends = [&b"\n\n"[..], b"\n\r\n"].map(|end| memmem::find(mail, end).map(|at| at + end.len()));
    let (header, text) = mail.split_at(ends.into_iter().flatten().min().unwrap_or(mail.len()));
    let names_charset = [b"charset", b"Charset", b"CHARSET"].iter().any(|name| memmem::find(mail, &name[..]).is_some());
    match (utf8(header), if names_charset { None } else { utf8(text) }) {
        (None, None) => Cow::Borrowed(mail),
        (new_header, new_text) => {
            let header = new_header.as_deref().map_or(header, str::as_bytes);
            Cow::Owned([header, new_text.as_deref().map_or(text, str::as_bytes)].concat())
        }
    }
}

/// What bytes say that are not UTF-8.
fn utf8(bytes: &[u8]) -> Option<String> {
    if std::str::from_utf8(bytes).is_ok() && memmem::find(bytes, ESCAPE).is_none() {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let (text, _) = detector.guess(None, Utf8Detection::Allow).decode_without_bom_handling(bytes);
    Some(text.into_owned())
}
