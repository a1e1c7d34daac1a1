/// Whether this can be an id: small ASCII letters, digits, hyphens, beginning with a letter or digit.
///
/// An id names a file and stands in commands, so it can neither leave its folder nor look like a flag.
pub fn is_id(text: &str) -> bool {
    is_name(text) && text.chars().all(|c| !c.is_ascii_uppercase() && c != '_')
}

/// Whether this can be the name of a template or partial: ASCII letters, digits, hyphens and underscores.
pub fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_cannot_leave_its_folder() {
        for id in ["", "..", "../x", "a/b", "a\\b", "/etc", "-x", "a.b", "Ä", "UPPER", "a b"] {
            assert!(!is_id(id), "{id}");
        }
        assert!(is_id("may-day-2011"));
    }
}
