use jiff::civil::Date;

use super::Format;
use super::page::{FOLDER, Page, style};
use super::teller::Teller;
use crate::campaign::Campaign;
use crate::source::{Library, Problems};
use crate::vocabulary::{Language, Words, content_security_policy};

/// An appeal in one language, as it is published on that day; `url` is where it will be found.
///
/// # Errors
///
/// When there is no wording in that language, or a template or the letters have mistakes.
pub fn publish(
    library: &Library,
    campaign: &Campaign,
    language: Language,
    format: Format,
    url: Option<&str>,
    today: Date,
) -> Result<String, Problems> {
    let words = Words::load(library, FOLDER, language)?;
    let page = Page::load(library, format, language)?;
    let mut names = Teller { campaign, words: &words, today }.names(library, url)?;
    if format == Format::Html {
        names.style = style(library)?;
        names.policy = content_security_policy(&names.style);
        return Ok(page.render(&names)?);
    }
    let text = page.render(&names)?;
    // At the end of a line of Markdown two spaces are a line break.
    Ok(tidy(&text, format == Format::Markdown))
}

/// A text without empty lines on end.
fn tidy(text: &str, keeps_spaces: bool) -> String {
    let mut tidy = String::with_capacity(text.len());
    for line in text.lines() {
        let end = line.trim_end();
        let line = if keeps_spaces && !end.is_empty() { line } else { end };
        if !line.is_empty() || !tidy.is_empty() && !tidy.ends_with("\n\n") {
            tidy.push_str(line);
            tidy.push('\n');
        }
    }
    tidy.truncate(tidy.trim_end().len());
    tidy + "\n"
}
