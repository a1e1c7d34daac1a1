//! Faults on command: `stage[=glob][#nth| xTimes]: action`.

mod action;
mod chaos;
mod count;
mod faults;
mod glob;
mod place;
mod rule;
mod rule_error;
mod stage;

pub use action::{Action, ByteCount};
pub use chaos::Chaos;
pub use count::Count;
pub(super) use faults::{Decision, Faults};
pub use place::Place;
pub use rule::Rule;
pub use rule_error::RuleError;
pub use stage::Stage;
