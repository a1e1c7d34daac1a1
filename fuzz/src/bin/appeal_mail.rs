//! An appeal as a mail.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| protest_letter_fuzz::read_appeal("appeal.eml", bytes));
