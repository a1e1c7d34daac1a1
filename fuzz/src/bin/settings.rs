//! `config.toml`: another account takes nothing else with it, and an account reads back from its URL.

#![no_main]

use std::collections::BTreeMap;
use std::fs;

use libfuzzer_sys::fuzz_target;
use protest_letter::config::{Account, Settings, Tls};
use protest_letter_fuzz::scratch_file;
use toml::Table;

fuzz_target!(|bytes: &[u8]| {
    let path = scratch_file("config.toml", bytes);
    let before = Settings::load(&path);
    if let Some(account) = before.as_ref().ok().and_then(|settings| settings.account.as_ref()) {
        assert!(!account.host.is_empty() && (account.tls != Tls::None || account.is_loopback()), "{account:?}");
        let read: Account = account.url().parse().expect("a URL of an account is read");
        assert_eq!(
            (&read.host, read.port, read.tls, &read.user),
            (&account.host, account.port, account.tls, &account.user)
        );
    }
    let new = BTreeMap::from([("url", "smtps://mail.example.org".to_owned())]);
    if Settings::save_account(&path, &new).is_err() {
        return;
    }
    let saved = fs::read_to_string(&path).unwrap();
    let read: Table = std::str::from_utf8(bytes).ok().and_then(|text| text.parse().ok()).unwrap_or_default();
    assert_eq!(beside_account(saved.parse().expect("what was saved is TOML")), beside_account(read), "{saved}");
    if let Ok(before) = before {
        let after = Settings::load(&path).expect("settings that were right stay so");
        assert_eq!(after.account.map(|account| account.host).as_deref(), Some("mail.example.org"));
        assert_eq!((after.relay, after.fax, after.trust), (before.relay, before.fax, before.trust));
        assert_eq!(after.require_signature, before.require_signature);
    }
});

/// What is settled beside the account.
fn beside_account(mut settings: Table) -> Table {
    settings.remove("smtp");
    settings
}
