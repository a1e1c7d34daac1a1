use super::reply::clean;

/// What a server says of an access token that it refuses (RFC 7628, section 3.2.2; Google's `XOAUTH2` says the same with
/// a number for its status).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TokenRefusal {
    status: String,
    /// What a token has to be allowed to do.
    pub scope: Option<String>,
}

impl TokenRefusal {
    /// Reads the JSON in a challenge; `None` where it is something else.
    pub(super) fn read(challenge: &str) -> Option<Self> {
        let json: serde_json::Value = serde_json::from_str(challenge).ok()?;
        let text = |key: &str| match json.get(key)? {
            serde_json::Value::String(text) => Some(clean(text)).filter(|text| !text.is_empty()),
            serde_json::Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        Some(Self { status: text("status")?, scope: text("scope") })
    }

    /// It in words.
    pub(super) fn in_words(&self) -> String {
        let what = match self.status.as_str() {
            "401" | "invalid_token" => "the access token has expired, was withdrawn, or is somebody else's",
            "400" | "invalid_request" => "the access token has expired, or was made for something else",
            "403" | "insufficient_scope" => "the access token does not allow sending mail",
            _ => "the access token is refused",
        };
        let scope = self.scope.as_ref().map(|scope| format!("; it wants one for the scope {scope}"));
        format!("{what} (status {}){}", self.status, scope.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answers_of_providers_are_read() {
        for (challenge, words) in [
            (
                r#"{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}"#,
                "the access token has expired, or was made for something else (status 400); it wants one for the scope \
                 https://mail.google.com/",
            ),
            (
                r#"{"status":"invalid_token","scope":"mail","openid-configuration":"https://example.org/x"}"#,
                "the access token has expired, was withdrawn, or is somebody else's (status invalid_token); it wants one \
                 for the scope mail",
            ),
            (r#"{"status":403}"#, "the access token does not allow sending mail (status 403)"),
            ("{\"status\":\"a\\u001b[2Jb\"}", "the access token is refused (status a [2Jb)"),
        ] {
            assert_eq!(TokenRefusal::read(challenge).unwrap().in_words(), words);
        }
        for nothing in ["", "{}", "[]", "no", "{\"status\":{}}"] {
            assert_eq!(TokenRefusal::read(nothing), None, "{nothing}");
        }
    }
}
