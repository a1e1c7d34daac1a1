//! A profile reads back as it was saved.

#![no_main]

use libfuzzer_sys::fuzz_target;
use protest_letter::signer::Signer;
use protest_letter_fuzz::{scratch, scratch_file};

fuzz_target!(|bytes: &[u8]| {
    let Ok(signer) = Signer::load(&scratch_file("profile.toml", bytes)) else { return };
    let saved = scratch("saved.toml");
    signer.save(&saved).unwrap();
    assert_eq!(Signer::load(&saved).expect("what was saved is read"), signer);
});
