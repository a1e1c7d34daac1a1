//! A directory of offices, alone and under a campaign that writes to one of them and to the embassy.

#![no_main]

use libfuzzer_sys::fuzz_target;
use protest_letter::campaign::{Directory, OwnAddresses};
use protest_letter::source::{Library, TextFile};
use protest_letter_fuzz::{campaign, scratch, write_letters};

const CAMPAIGN: &[u8] = b"title = 'x'\nissued = 2026-11-01\nstatus = 'open'\ncountry = 'KZ'\nlanguages = ['en']\n\
    subject = 'Release them'\nsummary = 'Three printers were arrested.'\n[[demands]]\nid = 'release'\ntext = 'Release them'\n\
    [[recipients]]\nuse = 'fuzz/court'\n[[recipients]]\nembassy = 'signer-country'\n";

fuzz_target!(|bytes: &[u8]| {
    let Ok(file) = TextFile::from_bytes("fuzz.toml", bytes) else { return };
    let Ok((directory, _)) = Directory::load(&file) else { return };
    assert!(directory.mailboxes().count() >= directory.addresses().map(|(_, all)| all.email.len()).sum());
    let folder = scratch("campaigns/directory");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("fuzz.toml"), bytes).unwrap();
    let library = Library::new([scratch("")]);
    if let Some(campaign) = campaign(CAMPAIGN, &library, &OwnAddresses::default()) {
        write_letters(&campaign, None);
    }
});
