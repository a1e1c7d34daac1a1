//! *select* and *fill*: from a campaign and a signer to the text of a letter.
//!
//! [`select`] decides who is written to, by which channel, in which language and with which demands. [`Template`] is a
//! Handlebars template of the body of a letter, checked name by name against all that the program supplies. A [`Form`] is
//! what the letters of many signers have in common; [`Pending::fill`] makes the [`Letter`] of one, with a [`Heading`] above
//! and a signature below, and [`advice`] says what its signer may want to know before it goes.
//! [`Similarity`] tells how much the letters of a batch are alike, [`Strays`] in how many a signer's words are in another
//! language.

pub mod advice;
mod alternatives;
mod blank;
mod bounded;
mod choice;
mod condition;
mod context;
mod detect;
mod form;
mod forms;
mod frame;
mod heading;
mod inline;
#[expect(clippy::module_inception, reason = "a type has one file of its own name")]
mod letter;
mod lint;
mod merge_text;
mod pending;
mod required_copies;
mod selection;
mod signatories;
mod signers;
mod similarity;
mod social_post;
mod stray;
mod strays;
mod suggestion;
mod syntax;
mod template;
mod templates;
mod texts;
mod wording;
mod wrap;

pub use choice::Choice;
pub use form::Form;
pub use forms::Forms;
pub use heading::Heading;
pub use letter::Letter;
pub use pending::Pending;
pub use required_copies::{RequiredCopies, RequiredCopy};
pub use selection::{Reach, Selected, is_default, select};
pub use signatories::Signatories;
pub use signers::{Signers, Signing};
pub use similarity::{Alike, Similarity};
pub use social_post::SocialPost;
pub use strays::Strays;
pub use template::{Template, check_template, template_languages, template_names};
pub use templates::Templates;
pub use wording::{day, days};
pub use wrap::{WIDTH, wrap};
