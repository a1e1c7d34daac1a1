use serde::Serialize;

use super::Text;
use super::text_reader::TextReader;
use super::web_address::url;
use crate::source::Fields;
use crate::vocabulary::Day;

/// Where an appeal was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The headline.
    pub title: Text,
    /// Who published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<Text>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Day>,
    /// Where on the web.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl Origin {
    pub(super) fn read(fields: &Fields<'_>, texts: &TextReader) -> Option<Self> {
        let title = texts.require_line(fields, "title");
        let publisher = texts.line(fields, "publisher");
        let published = fields.get("published");
        let url = fields.value("url").and_then(url);
        Some(Self { title: title?, publisher, published, url })
    }
}
