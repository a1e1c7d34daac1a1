use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// How much of a page is looked through for the charset that it declares (HTML Standard, section 13.2.3.2).
const HEAD: usize = 4096;

/// The text that bytes stand for: by their byte order mark, by the charset they declare, else by how they look.
///
/// Nothing fails: what stands for no character becomes U+FFFD.
pub(super) fn decode(bytes: &[u8], declared: Option<&str>) -> String {
    let (encoding, skip) = Encoding::for_bom(bytes).unwrap_or_else(|| (guess(bytes, declared), 0));
    let (text, _) = encoding.decode_without_bom_handling(&bytes[skip..]);
    text.into_owned()
}

/// The charset that a page declares in its head: `<meta charset="…">`, or the same in a content type.
pub(super) fn declared_in_page(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let meta = head.find("<meta").map(|at| &head[at..])?;
    let after = &meta[meta.find("charset=")? + "charset=".len()..];
    let name = after.trim_start_matches(['"', '\'', ' ']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':' | '.'))?;
    Some(name[..end].to_owned())
}

fn guess(bytes: &[u8], declared: Option<&str>) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) {
        return UTF_8;
    }
    if let Some(encoding) = utf16(bytes) {
        return encoding;
    }
    // Bytes that are no UTF-8 were not written as what such a page declares.
    if let Some(encoding) = declared.and_then(|name| Encoding::for_label(name.as_bytes())).filter(|e| *e != UTF_8) {
        return encoding;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// UTF-16 without a byte order mark: every other byte of its spaces and line ends is zero.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD) & !1];
    let count = |first, second| head.chunks_exact(2).filter(|pair| pair[0] == first && pair[1] == second).count();
    let (little, big) = (count(b' ', 0) + count(b'\n', 0), count(0, b' ') + count(0, b'\n'));
    match little.max(big) {
        found if found * 40 < head.len() || found == 0 => None,
        _ if little > big => Some(encoding_rs::UTF_16LE),
        _ => Some(encoding_rs::UTF_16BE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_charset_is_taken_as_declared_or_as_it_looks() {
        let (text, page) = ("Просим направлять протесты", "<meta charset='windows-1251'>");
        let cyrillic = encoding_rs::WINDOWS_1251.encode(text).0;
        assert_eq!(decode(&cyrillic, Some("windows-1251")), text);
        assert_eq!(decode(&cyrillic, None), text);
        assert_eq!(declared_in_page(page.as_bytes()).as_deref(), Some("windows-1251"));
        assert_eq!(decode(&encoding_rs::WINDOWS_1252.encode("Äußerungen über Öl").0, None), "Äußerungen über Öl");
        // A page in UTF-8 that says it is something else, as pages do that were saved by a browser.
        assert_eq!(decode(text.as_bytes(), Some("windows-1251")), text);
    }

    #[test]
    fn utf_16_is_seen_with_and_without_a_mark() {
        let text = "Please send urgent protests to:\nthe court";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&little, None), text);
        assert_eq!(decode(&big, None), text);
        assert_eq!(decode(&[b"\xFF\xFE", &little[..]].concat(), None), text);
    }

    #[test]
    fn any_bytes_become_a_text() {
        for bytes in [&b""[..], b"\xFF", b"\xFF\xFE", b"\xFF\xFE\x00", b"a\0b", b"\xEF\xBB\xBF"] {
            decode(bytes, Some("no-such-charset"));
        }
    }
}
