use serde::Serialize;

use super::Text;
use super::text_reader::TextReader;
use super::web_address::url;
use crate::source::Fields;

/// Something to read or see about an appeal; never part of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What it is.
    pub title: Text,
    /// Where it is.
    pub url: String,
}

impl Link {
    pub(super) fn read(fields: &Fields<'_>, texts: &TextReader) -> Option<Self> {
        let title = texts.require_line(fields, "title");
        let url = fields.required("url").and_then(url);
        Some(Self { title: title?, url: url? })
    }
}
