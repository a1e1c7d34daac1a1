use crate::vocabulary::{Channel, Language};

/// What a person chose of a campaign; whatever is left open is decided for them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Choice {
    /// Ids of recipients; `None`: all of them.
    pub recipients: Option<Vec<String>>,
    /// Ids of demands; `None`: the core ones, or all where none is core.
    pub demands: Option<Vec<String>>,
    /// The channel; `None`: the first that has an address.
    pub channel: Option<Channel>,
    /// The language; `None`: the recipient's, the signer's or the campaign's own.
    pub language: Option<Language>,
    /// The letter template; `None`: the campaign's.
    pub template: Option<String>,
}
