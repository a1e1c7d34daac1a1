//! The file of addresses that only the person at the keyboard knows, over a campaign.

#![no_main]

use libfuzzer_sys::fuzz_target;
use protest_letter::campaign::OwnAddresses;
use protest_letter::source::Library;
use protest_letter_fuzz::{PRINTERS, campaign, scratch_file, write_letters};

fuzz_target!(|bytes: &[u8]| {
    let Ok(own) = OwnAddresses::load(&scratch_file("addresses.toml", bytes)) else { return };
    own.warn_of_idle(std::slice::from_ref(&PRINTERS));
    let printers = include_bytes!("../../../tests/cli/printers.toml");
    if let Some(campaign) = campaign(printers, &Library::new([]), &own) {
        // They add to a campaign and take nothing from it.
        assert_eq!(campaign.recipients.len(), PRINTERS.recipients.len());
        for (with, without) in campaign.recipients.iter().zip(&PRINTERS.recipients) {
            assert!(without.addresses.email.iter().all(|email| with.addresses.email.contains(email)));
        }
        write_letters(&campaign, None);
    }
});
