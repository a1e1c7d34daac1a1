//! Ledgers that lost something: none of them sends a letter twice.

use std::fs;

use protest_letter::ledger::Sqlite;

use crate::{Folder, SIGNERS, dies, now};

/// Why a ledger is refused.
fn refusal(folder: &Folder) -> String {
    let problem = Sqlite::open(&folder.path(), now()).unwrap_err();
    format!("{problem}; {}; {}", problem.causes.join("; "), problem.hint.as_deref().unwrap_or_default())
}

#[test]
fn a_ledger_that_lost_what_it_was_told_is_refused() {
    // The journal's end is lost, and with it the claims; or all of it, and with it the run.
    for kept in [false, true] {
        let folder = Folder::new();
        if kept {
            folder.begin().finish(now()).unwrap();
        }
        let before = fs::read(folder.path()).unwrap_or_default();
        dies(&folder);
        fs::write(folder.path(), before).unwrap();
        let refusal = refusal(&folder);
        let [marks] = folder.marks().try_into().unwrap();
        assert!(refusal.contains("it does not know letters that were under way"), "{refusal}");
        assert!(refusal.contains(&marks.display().to_string()) && refusal.contains("may go twice"), "{refusal}");
        // Whoever takes that upon themselves can go on.
        fs::remove_file(marks).unwrap();
        assert_eq!(folder.states(&SIGNERS), [None; 5]);
    }
}

#[test]
fn a_ledger_of_which_a_page_is_spoilt_is_refused_or_knows_all() {
    let folder = Folder::new();
    dies(&folder);
    let known = folder.states(&SIGNERS);
    let whole = fs::read(folder.path()).unwrap();
    let mut refused = 0;
    for end in (4096..=whole.len()).step_by(4096) {
        let mut bytes = whole.clone();
        bytes[end - 1000..end].fill(0);
        fs::write(folder.path(), bytes).unwrap();
        match Sqlite::open(&folder.path(), now()) {
            Ok(_) => assert_eq!(folder.states(&SIGNERS), known, "{end}"),
            Err(problem) => {
                assert!(problem.causes.iter().any(|why| why == "it is damaged"), "{problem:?}");
                refused += 1;
            }
        }
    }
    assert!(refused >= 3, "{refused} refused: letters, their keys, and the ledger's secret");
}
