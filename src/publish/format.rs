use super::markdown;

/// What an appeal is published as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One page that needs nothing else.
    Html,
    /// A text for a mail or a messenger.
    Text,
    /// A text for a site that is made of Markdown (`CommonMark`).
    Markdown,
}

impl Format {
    /// How its files end, and its templates before `.hbs`.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Text => "txt",
            Self::Markdown => "md",
        }
    }

    /// Makes a text stay text where it is put.
    pub(super) fn escaped(self) -> fn(&str) -> String {
        match self {
            Self::Html => handlebars::html_escape,
            Self::Text => handlebars::no_escape,
            Self::Markdown => markdown::escaped,
        }
    }
}
