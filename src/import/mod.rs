//! *import*: a published appeal becomes a campaign file, and a campaign file is compared with its appeal.
//!
//! ```text
//! bytes ──decode──▶ lines ──find──▶ finds ──ask──▶ finds ──write──▶ campaign file
//! ```
//!
//! [`Appeal`] is a text, a page or a mail as a person sees it, line by line. [`find()`] takes each line for what its words and
//! its place tell; [`write()`] puts what was found into a campaign file, each value with the line it came from, and what a
//! person has to fill in left empty, so that `check` names it. Nothing is written that does not stand in the appeal, and
//! every line of it is accounted for. [`compare()`] reads both the same way.

mod appeal;
mod appeal_line;
mod columns;
mod compare;
mod country;
mod cue;
mod date_seen;
mod dates;
mod decode;
mod facts;
mod find;
mod finder;
mod finds;
mod fold;
mod format;
mod front_matter;
mod hit;
mod html;
mod ids;
mod in_directory;
mod mail;
mod mailboxes;
mod marker;
mod metadata;
mod number_rows;
mod numbers;
mod office;
mod outline;
mod owner;
mod page;
mod part;
mod plain;
mod reading;
mod same_number;
mod sentences;
mod token;
mod words;
mod write;

pub use appeal::Appeal;
pub use appeal_line::AppealLine;
pub use compare::compare;
use cue::Cue;
pub use find::Find;
pub use finds::{Finds, find};
use hit::Hit;
pub use metadata::Metadata;
pub use outline::Outline;
pub use owner::Owner;
pub use part::Part;
use words::Words;
pub use write::write;
