//! A campaign file: its letters, their mails, its page.

#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use protest_letter::campaign::OwnAddresses;
use protest_letter::publish::{Format, publish};
use protest_letter::source::Library;
use protest_letter_fuzz::{campaign, write_letters};

fuzz_target!(|bytes: &[u8]| {
    let library = Library::new([]);
    let Some(campaign) = campaign(bytes, &library, &OwnAddresses::default()) else { return };
    write_letters(&campaign, None);
    for language in &campaign.languages {
        for format in [Format::Html, Format::Markdown] {
            let _ = publish(&library, &campaign, *language, format, None, date(2026, 11, 23));
        }
    }
});
