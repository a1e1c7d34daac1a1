//! A mailbox of what comes back: every mail is within the file, and tells no more than its kind can.

#![no_main]

use libfuzzer_sys::fuzz_target;
use protest_letter::returns::{Finding, Kind, each_mail};
use protest_letter::source::Problem;
use protest_letter_fuzz::scratch_file;

fuzz_target!(|bytes: &[u8]| {
    let mut length = 0;
    let _ = each_mail::<Problem>(&scratch_file("mailbox", bytes), &mut |source, mail| {
        assert!(source.number > 0);
        length += mail.len();
        let finding = Finding::of(mail);
        let is_report = matches!(finding.kind, Kind::Returned | Kind::Delayed | Kind::Receipt);
        assert!(finding.failures.is_empty() || is_report, "{finding:?}");
        assert!(finding.failures.iter().all(|failure| !failure.recipients.is_empty()), "{finding:?}");
        assert!(finding.original.message_ids.len() <= 100);
        assert_eq!(Finding::of(mail), finding);
        Ok(())
    });
    assert!(length <= bytes.len());
});
