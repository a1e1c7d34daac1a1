/// What stands in the transcript in place of a secret.
pub(super) const MASK: &str = "****";

/// A command line as the transcript may show it: of AUTH only the mechanism.
pub(super) fn mask(line: &str) -> String {
    let mut words = line.split_ascii_whitespace();
    let is_auth = line.trim_start().get(..4).is_some_and(|verb| verb.eq_ignore_ascii_case("auth"));
    if !is_auth {
        return line.to_owned();
    }
    match (words.next(), words.next(), words.next()) {
        (Some(verb), Some(mechanism), secret) if verb.len() == 4 => {
            let secret = secret.map_or(String::new(), |_| format!(" {MASK}"));
            format!("{verb} {mechanism}{secret}")
        }
        (Some(verb), ..) if verb.len() == 4 => verb.to_owned(),
        // Something like `AUTH=PLAIN …` or `AUTHPLAIN…`: no telling where the secret begins.
        _ => format!("AUTH{MASK}"),
    }
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn only_auth_is_masked() {
        for (line, shown) in [
            ("MAIL FROM:<auth@x.example>", "MAIL FROM:<auth@x.example>"),
            ("AUTH PLAIN AGEAYg==", "AUTH PLAIN ****"),
            ("auth login", "auth login"),
            ("  auth\tPLAIN\tAGEAYg== x", "auth PLAIN ****"),
            ("AUTH=PLAIN AGEAYg==", "AUTH****"),
            ("AUTH", "AUTH"),
            ("aut", "aut"),
            ("äuth", "äuth"),
        ] {
            assert_eq!(mask(line), shown);
        }
    }
}
