use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ring::digest::{SHA256, digest};

/// What a page may do (Content Security Policy Level 3): be read, in this style. It loads nothing, runs nothing and sends
/// nothing.
pub(super) fn policy(style: &str) -> String {
    let hash = BASE64_STANDARD.encode(digest(&SHA256, style.as_bytes()));
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
}
