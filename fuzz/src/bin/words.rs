//! The small words: addresses, numbers, days, rates, accounts, rules. What reads is written, and reads as the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use protest_letter::config::{Account, FaxGateway, Proxy, Tls};
use protest_letter::mock_smtp::{Chaos, Extension, Reply, Rule};
use protest_letter::signer::Delimiter;
use protest_letter::vocabulary::{Channel, Country, Day, EmailAddress, Line, Network, Number, Prose, Rate};
use protest_letter_fuzz::reads_back;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(address) = reads_back::<EmailAddress>(text) {
        assert!(address.ascii_domain().is_ascii() && !text.contains(char::is_control), "{address:?}");
        assert!(address.is_same_mailbox(&address));
        let _ = address.doubt();
    }
    if let Some(number) = reads_back::<Number>(text) {
        let kazakhstan: Country = "KZ".parse().unwrap();
        let _ = number.dialled_from(None);
        let within = number.within(kazakhstan);
        let is_digits =
            |e164: &str| e164.strip_prefix('+').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
        assert!(within.e164().is_none_or(is_digits), "{within:?}");
        let _ = within.dialled_from(Some(kazakhstan));
    }
    reads_back::<Channel>(text);
    reads_back::<Day>(text);
    reads_back::<Line>(text);
    reads_back::<Network>(text);
    reads_back::<Prose>(text);
    let _ = reads_back::<Rate>(text).map(Rate::interval);
    reads_back::<FaxGateway>(text);
    reads_back::<Proxy>(text);
    let _ = text.parse::<Delimiter>();
    if let Ok(account) = text.parse::<Account>() {
        assert!(!account.host.is_empty() && (account.tls != Tls::None || account.is_loopback()), "{account:?}");
        assert_eq!(account.url().parse::<Account>().ok().as_ref(), Some(&account), "{}", account.url());
    }
    reads_back::<Extension>(text);
    reads_back::<Reply>(text);
    reads_back::<Rule>(text);
    reads_back::<Chaos>(text);
});
