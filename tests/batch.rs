//! Many letters: the whole loop against the mock server, with a ledger on disk.

#![allow(clippy::unwrap_used)]

#[path = "batch/common.rs"]
mod common;
#[path = "batch/faults.rs"]
mod faults;
#[path = "batch/kills.rs"]
mod kills;
#[path = "mail/letters.rs"]
mod letters;
#[path = "batch/plan.rs"]
mod plan;
#[path = "batch/progress.rs"]
mod progress;
#[path = "batch/waits.rs"]
mod waits;
