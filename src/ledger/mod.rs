//! *record*: what is known of every letter before and after it is handed over.
//!
//! A letter is *claimed* before its first byte goes out, and what became of it is *recorded* afterwards, so that the same
//! command, run again after any crash, sends exactly what is still owed. The [`Ledger`] is a trait; [`Sqlite`] is the one
//! there is, and a [`Run`] is what claims in it.
//!
//! # Two tiers
//!
//! Claims are on the disk (`fsync`) before the letters go: they survive a power cut. Many letters share one synced
//! transaction, and then a claim alone would leave a whole group in doubt when the program is killed. So each connection
//! also leaves [`Marks`], *begun* and *answered*, one small write each that is not synced: they survive a killed program,
//! since the operating system has them. A ledger that finds a dead run trusts its marks if the machine has not been
//! started since, and only the claims if it has:
//!
//! | after | in doubt |
//! |---|---|
//! | Ctrl-C, a server that went away | nothing |
//! | a killed program | letters between *begun* and *answered*: one a connection |
//! | a power cut | letters that were claimed and not recorded: three groups |

mod by_hand;
mod come_back;
mod figures;
mod fingerprint;
mod key;
#[expect(clippy::module_inception, reason = "a type has one file of its own name")]
mod ledger;
mod listing;
mod marks;
mod recovery;
mod run;
mod schema;
mod seen;
mod sqlite;
mod state;
mod unusable;

pub use come_back::{CameBack, Fact, Returned};
pub use figures::Figures;
pub use key::Key;
pub use ledger::{Known, Ledger, Ticket, Wanted};
pub use listing::{Filter, Row};
pub use marks::Marks;
pub use run::Run;
pub use seen::Seen;
pub use sqlite::Sqlite;
pub use state::{State, Step};
