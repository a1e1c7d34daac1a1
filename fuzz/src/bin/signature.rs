//! A `.minisig` file, a public key or a secret key: nobody signed who did not, and what is read signs and is verified.

#![no_main]

use std::sync::LazyLock;

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use protest_letter::signature::{Provenance, PublicKey, Signature, SigningKey, Trust, TrustedKey};
use protest_letter_fuzz::reads_back;

const FILE: &[u8] = include_bytes!("../../../tests/signatures/bakers.toml");
const SIGNED: [&str; 3] = [
    include_str!("../../../tests/signatures/by-minisign/prehashed.minisig"),
    include_str!("../../../tests/signatures/by-minisign/legacy.minisig"),
    include_str!("../../../tests/signatures/by-minisign/without-day.minisig"),
];

static TRUST: LazyLock<Trust> = LazyLock::new(|| {
    let key = include_str!("../../../tests/signatures/network.pub").parse().unwrap();
    Trust::new(vec![TrustedKey { name: "Network".to_owned(), key }])
});

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(Provenance::Signed { .. }) = TRUST.provenance("bakers.toml", FILE, text) {
        // The untrusted comment is anybody's.
        let signed = |text: &str| text.lines().skip(1).map(str::trim).collect::<Vec<_>>().join("\n");
        assert!(SIGNED.into_iter().any(|known| signed(known) == signed(text)));
    }
    if let Ok(signature) = Signature::decode(text) {
        let _ = (signature.key_id().to_string(), signature.day(), signature.file());
    }
    reads_back::<PublicKey>(text);
    // A locked key takes a gigabyte to open.
    if SigningKey::is_locked(text).is_ok_and(|is_locked| !is_locked) {
        let Ok(key) = SigningKey::open(text, None) else { return };
        let (Ok(public), Ok(signature)) = (key.public_key(), key.sign("x.toml", FILE, date(2026, 11, 23))) else {
            return;
        };
        Signature::decode(&signature).expect("what was signed is a signature").fits(FILE, &public);
    }
});
