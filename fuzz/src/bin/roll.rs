//! A roll: every row is taken or rejected, and the rejects are a roll again.

#![no_main]

use std::fs;

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use protest_letter::signer::{Rejects, Roll};
use protest_letter_fuzz::scratch;

fuzz_target!(|bytes: &[u8]| {
    let read = |bytes: &[u8]| Roll::read_from(bytes, "roll.csv", None, date(2026, 11, 23));
    let Ok(roll) = read(bytes) else { return };
    let lines = bytes.split(|byte| *byte == b'\n').count();
    let rejected = scratch("rejects.csv");
    let mut rejects = Rejects::create(&rejected, &roll).unwrap();
    let (mut last, mut bad) = (0, 0);
    for row in roll.rows() {
        let line = row.as_ref().map_or_else(|bad| bad.line, |row| row.line);
        assert!(line > last && line <= lines, "{line} of {lines} after {last}");
        last = line;
        match row {
            Ok(row) => assert!(row.signer.email.is_some()),
            Err(row) => {
                assert!(!row.reason().is_empty());
                rejects.add(&row).unwrap();
                bad += 1;
            }
        }
    }
    rejects.finish().unwrap();
    let written = fs::read(&rejected).unwrap();
    fs::remove_file(&rejected).unwrap();
    let again = read(&written).expect("rejects are a roll");
    let rows: Vec<_> = again.rows().collect();
    assert!(rows.len() == bad && rows.iter().all(Result::is_err), "{}", String::from_utf8_lossy(&written));
});
