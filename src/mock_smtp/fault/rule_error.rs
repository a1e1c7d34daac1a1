use std::error::Error;
use std::fmt::{self, Display};

/// Why a fault rule cannot be read. Its text quotes the rule, names the part at fault and shows the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError {
    pub(super) rule: String,
    pub(super) problem: String,
    pub(super) form: &'static str,
}

impl Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, problem, form } = self;
        write!(f, "fault rule `{rule}`: {problem} (the form is `{form}`)")
    }
}

impl Error for RuleError {}
