//! What a batch is going to do, before anybody is asked and anything goes.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::date;
use protest_letter::batch::{Batch, Plan, Rules};
use protest_letter::campaign::{self, Campaign, OwnAddresses};
use protest_letter::config::Account;
use protest_letter::deliver::Pace;
use protest_letter::ledger::State;
use protest_letter::letter::{Choice, Forms, Signers};
use protest_letter::signer::{BadRow, Roll, Signer};
use protest_letter::source::{Library, Problems};
use protest_letter::vocabulary::Channel;

use crate::common::{Ledger, Server, rules, send};

const HEADER: &str = "name,email,consent\n";

/// A campaign whose court, ministry and police have mailboxes.
fn campaign() -> (Campaign, Library) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail/printers.toml");
    let (campaign, library, _) =
        campaign::load(&Library::new([]), file.to_str().unwrap(), &OwnAddresses::default()).unwrap();
    (campaign, library)
}

/// Plans the letters of a roll with these rows; gives the plan and the lines that were not taken, each with the reason.
fn plan(rows: &str, ledger: &Ledger, rules: &Rules, account: Option<&str>) -> Result<(Plan, Vec<String>), Problems> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("roll.csv");
    std::fs::File::create(&path).unwrap().write_all((HEADER.to_owned() + rows).as_bytes()).unwrap();
    let (campaign, library) = campaign();
    let forms = Forms::new(&library, &campaign, date(2026, 11, 23));
    let signers = Signers::Roll(Box::new(Roll::open(&path, None, date(2026, 11, 23)).unwrap()));
    let mut batch = Batch::new(forms, signers, Choice::default(), Channel::Email);
    let mut refused = Vec::new();
    let refuse = |row: &BadRow| {
        refused.push(format!("{}: {}", row.line, row.reason()));
        Ok(())
    };
    let account: Option<Account> = account.map(|account| account.parse().unwrap());
    let plan = batch.plan(&ledger.begin(), rules, account.as_ref(), refuse)?;
    let letters = batch.letters().unwrap().count();
    assert!(letters >= plan.letters, "what was planned can go");
    Ok((plan, refused))
}

#[test]
fn letters_copies_and_mailboxes_are_counted() {
    let rows = "Ann,ann@example.org,2026-11-01\nBo,bo@example.org,2026-11-01\n";
    let (plan, refused) = plan(rows, &Ledger::new(), &rules(), None).unwrap();
    assert_eq!(refused, [""; 0]);
    assert_eq!((plan.signers, plan.letters, plan.to_each["court"]), (2, 2 * plan.to_each.len(), 2));
    assert_eq!(plan.mailboxes, plan.letters + plan.copies);
    assert_eq!(plan.first.len(), plan.letters);
}

#[test]
fn a_row_that_cannot_be_taken_is_told_and_writes_nothing() {
    let rows = "Ann,ann@example.org,2026-11-01\nBo,bo@example.org,\nAnn,ANN@example.org,2026-11-01\nEve,,2026-11-01\n";
    let (plan, refused) = plan(rows, &Ledger::new(), &rules(), None).unwrap();
    assert_eq!(plan.signers, 1);
    assert_eq!(refused.iter().map(|line| &line[..2]).collect::<Vec<_>>(), ["3:", "4:", "5:"], "{refused:?}");
    assert!(refused[1].contains("it says the same as line 2"), "{refused:?}");
}

#[test]
fn what_is_settled_is_no_longer_owed() {
    let (server, ledger) = (Server::start(&["rcpt=court@*: 550"]), Ledger::new());
    let (campaign, library) = campaign();
    let ann = Signer { email: "ann@example.org".parse().ok(), ..Signer::named("Ann".parse().unwrap()) };
    let forms = Forms::new(&library, &campaign, date(2026, 11, 23));
    let batch = Batch::new(forms, Signers::One(Arc::new(ann)), Choice::default(), Channel::Email);
    let letters: Vec<_> = batch.letters().unwrap().collect::<Result<_, _>>().unwrap();
    send(&server, &ledger, &letters, 1, rules());
    let (plan, _) = plan("Ann,ann@example.org,2026-11-01\n", &ledger, &rules(), None).unwrap();
    let settled = letters.len() - 1;
    assert_eq!(plan.letters, 0);
    assert_eq!(Vec::from_iter(plan.known), [(State::Accepted, settled), (State::Rejected, 1)]);
}

#[test]
fn a_letter_never_claims_to_come_from_another_domain() {
    let rows = "Ann,ann@example.org,2026-11-01\n";
    let account = "smtp://bo%40example.net@mail.example.net";
    let refused = plan(rows, &Ledger::new(), &rules(), Some(account)).unwrap_err();
    let what = &refused.0[0].what;
    assert_eq!(what, "a letter from ann@example.org is not sent with an account at example.net");
    assert!(plan(rows, &Ledger::new(), &rules(), Some("smtp://bo%40example.org@mail.example.net")).is_ok());
}

#[test]
fn a_plan_tells_how_long_it_takes() {
    let rows = ["a", "b", "c", "d", "e"].map(|id| format!("Signer,{id}@example.org,2026-11-01\n")).concat();
    let (plan, _) = plan(&rows, &Ledger::new(), &rules(), None).unwrap();
    let paced = |rate: &str, most| Rules { pace: Pace::new(rate.parse().ok(), None, plan.letters), most, ..rules() };
    let minutes = |most| usize::try_from(plan.takes(&paced("1/min", most), None).as_secs().div_ceil(60)).unwrap();
    assert!(plan.takes(&rules(), None) < Duration::from_secs(1));
    assert!(minutes(None).abs_diff(plan.letters) <= 1, "{}", minutes(None));
    assert!(minutes(Some(plan.letters / 2)).abs_diff(plan.letters / 2) <= 1);
    let days = plan.mailboxes.div_ceil(10) - 1;
    assert_eq!(plan.takes(&rules(), Some(10)), Duration::from_hours(24) * u32::try_from(days).unwrap());
    assert!(plan.refuse_too_small_a_day(Some(plan.most_mailboxes as u64)).is_ok());
    assert!(plan.refuse_too_small_a_day(Some(plan.most_mailboxes as u64 - 1)).is_err());
}

#[test]
fn an_address_that_may_be_misspelt_is_told_and_goes() {
    let doubtful = (1..=7).map(|number| format!("Ann {number},ann{number}@gmial.com,2026-11-01\n"));
    let rows = "Bo,bo@gmail.com,2026-11-01\n".to_owned() + &doubtful.collect::<String>();
    let (plan, refused) = plan(&rows, &Ledger::new(), &rules(), None).unwrap();
    assert_eq!((refused.len(), plan.signers, plan.doubtful, plan.first_doubtful.len()), (0, 8, 7, 5));
    let said = "ann1@gmial.com may be misspelt: did you mean ann1@gmail.com?".to_owned();
    assert_eq!(plan.first_doubtful[0], (3, said));
}
