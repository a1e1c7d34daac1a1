/// A text in small letters, each byte at its place: a letter whose small one is longer or shorter stays.
pub(super) fn fold(text: &str) -> String {
    let small = |c: char| {
        let mut small = c.to_lowercase();
        match (small.next(), small.next()) {
            (Some(small), None) if small.len_utf8() == c.len_utf8() => small,
            _ => c,
        }
    };
    text.chars().map(small).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_stays_at_its_place() {
        assert_eq!(fold("ÄÖ Требуем İ"), "äö требуем İ");
    }
}
