//! How campaigns, letters, and what they owe, are shown.

mod campaign_page;
mod copies;
mod disclosure;
mod embassy;
mod letter;
mod provenance;
mod social;

pub(super) use campaign_page::{CampaignPage, heading};
pub(super) use copies::{owed, say_owed};
pub(super) use disclosure::{disclosure, own_disclosure, say_briefly_what_is_told};
pub(super) use embassy::say_where_to_add;
pub(super) use letter::{destination, letter_view, say_advice, way};
pub(super) use provenance::{provenance, say_provenance};
pub(super) use social::{say_social, social_lines};
