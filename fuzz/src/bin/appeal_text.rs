//! An appeal as a text.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| protest_letter_fuzz::read_appeal("appeal.txt", bytes));
