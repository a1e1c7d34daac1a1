use std::ops::Range;

use super::Cue;

/// A cue that stands in a line, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) cue: Cue,
    pub(super) range: Range<usize>,
}
