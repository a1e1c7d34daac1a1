//! A letter template, and below a line `====` the partial `opening` that it may use.

#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use protest_letter::letter::Template;
use protest_letter::source::Library;
use protest_letter::vocabulary::Language;
use protest_letter_fuzz::{PRINTERS, scratch, write_letters};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (template, opening) = text.split_once("\n====\n").unwrap_or((&text, "Your Excellency,\n"));
    let partials = scratch("letter-templates/partials");
    std::fs::create_dir_all(&partials).unwrap();
    std::fs::write(scratch("letter-templates/fuzz.en.hbs"), template).unwrap();
    std::fs::write(partials.join("opening.hbs"), opening).unwrap();
    if let Ok(template) = Template::load(&Library::new([scratch("")]), "fuzz", Language::ENGLISH) {
        write_letters(&PRINTERS, Some(&Arc::new(template)));
    }
});
