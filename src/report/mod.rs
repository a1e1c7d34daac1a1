//! Figures of a campaign, from the ledger, without persons: what may be shown to everybody.
//!
//! # What is not shown
//!
//! A figure is small where it counts fewer than five letters, or where its letters may be of fewer than five people. Nobody can
//! compute a small figure from those that are shown. None is called "fewer than 5" like the others, so that they hide among each
//! other, but for a column whose only small figures are none.
//!
//! * No figure is the sum of others, except that each column of a table adds up to the figure of the whole campaign. A row has
//!   no sum, and so have the states.
//! * Where the figure of the whole campaign is small, the column is left out everywhere.
//! * Where a column has small figures, as many others are left out that those that are can be shared out in more than one way
//!   (complementary suppression, as statistical offices call it), and are together no small figure.
//! * What came back of a row is only shown beside states that are shown of at least so many letters.
//!
//! Tables with different rows meet in the figures of the whole campaign. Those of recipients and of channels meet in more: where
//! an office has one channel, and no other office has it, its letters are those of the channel. See [`parts`].

mod column;
mod figure;
mod html;
mod measure;
mod parts;
#[expect(clippy::module_inception, reason = "a type has one file of its own name")]
mod report;
mod row;
mod table;
mod text;
mod wording;

pub use figure::Figure;
pub use measure::Measure;
pub use report::{Dimension, Report};
pub use row::{Name, Row};
pub use table::Table;
pub use wording::Wording;
