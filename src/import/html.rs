use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{RawKind, ScriptData};
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::page::Page;
use super::{AppealLine, Metadata};

/// Reads a page as a person sees it: its blocks as lines, its lists and headings as what they are.
///
/// Only its tokens are read and no tree is built, so that tags within tags take neither stack nor memory.
pub(super) fn read(text: &str, first_line: usize) -> (Vec<AppealLine>, Metadata) {
    let sink = Sink(RefCell::new(Page::new(first_line)));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(text));
    // The tokenizer waits only for scripts, and the sink names none.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner().finish()
}

struct Sink(RefCell<Page>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut page = self.0.borrow_mut();
        page.go_to(usize::try_from(line).unwrap_or(usize::MAX));
        match token {
            Token::CharacterTokens(text) => page.text(&text),
            Token::TagToken(tag) => {
                let raw = raw_kind(&tag);
                page.tag(&tag.name, tag.kind == TagKind::StartTag, &|name| attribute(&tag, name));
                if let Some(raw) = raw {
                    return TokenSinkResult::RawData(raw);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// What the tokenizer has to know of elements whose content is no markup (HTML Standard, section 13.2.6.4).
fn raw_kind(tag: &Tag) -> Option<RawKind> {
    if tag.kind == TagKind::EndTag {
        return None;
    }
    match &*tag.name {
        "title" | "textarea" => Some(RawKind::Rcdata),
        "style" | "iframe" | "noembed" | "noframes" | "xmp" => Some(RawKind::Rawtext),
        "script" => Some(ScriptData),
        _ => None,
    }
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == name)?;
    Some(found.value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(html: &str) -> Vec<(usize, String)> {
        let lines = read(html, 1).0.into_iter().filter(|line| !line.is_blank());
        lines.map(|line| (line.number, line.text)).collect()
    }

    #[test]
    fn blocks_are_lines_and_white_space_is_a_space() {
        let page = "<p>One\n two<br>three</p>\n<ul><li>four<li>five</ul><script>six</script><style>seven</style>";
        let expected = [(1, "One two"), (2, "three"), (3, "four"), (3, "five")];
        assert_eq!(lines(page), expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn an_address_behind_a_link_is_seen_and_one_that_the_page_hides_is_not() {
        let page = "<a href='mailto:court@example.org?cc=us@example.org'>Write</a> <a href=/cdn-cgi/l/email-protection#12>here</a>";
        assert_eq!(lines(page)[0].1, "Write <court@example.org> cc <us@example.org> here [email protected]");
    }

    #[test]
    fn what_a_page_says_of_itself_is_read() {
        let page = "<html lang=de><head><title>A &amp; B</title><meta property='article:published_time' \
                    content='2024-07-16T10:00:00Z'><link rel=canonical href='https://example.org/a'></head>";
        let metadata = read(page, 1).1;
        assert_eq!(metadata.title.unwrap().0, "A & B");
        assert_eq!(metadata.published.unwrap().0.to_string(), "2024-07-16");
        assert_eq!(metadata.url.unwrap().0, "https://example.org/a");
    }

    #[test]
    fn a_hundred_thousand_tags_within_tags_take_no_stack() {
        let page = "<div>".repeat(100_000) + "x";
        assert_eq!(lines(&page), [(1, "x".to_owned())]);
    }
}
