use jiff::civil::Date;
use serde::Serialize;

use crate::campaign::{Campaign, Status};
use crate::vocabulary::Words;

/// What stands above an appeal that asks for no letters today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Notice {
    text: String,
    /// Why, in the words of the campaign.
    reason: Option<String>,
}

impl Notice {
    /// The notice of that day; `None` where letters are asked for.
    pub(super) fn of(campaign: &Campaign, today: Date, words: &Words) -> Option<Self> {
        let name = match campaign.status {
            _ if campaign.superseded_by.is_some() => "superseded",
            Status::Stopped => "stopped",
            Status::Closed => "closed",
            Status::Open if campaign.is_overdue(today) => "overdue",
            Status::Open if today < campaign.issued.first() => "not_yet",
            Status::Open => return None,
        };
        let reason = campaign.reason.as_ref().map(|reason| reason.nearest(words.language).to_owned());
        Some(Self { text: words.get(name).to_owned(), reason })
    }
}
