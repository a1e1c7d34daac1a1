use std::ops::Range;

use linkify::{LinkFinder, LinkKind};

use super::token::{Token, TokenKind};
use super::{Cue, Hit};
use crate::vocabulary::EmailAddress;

/// The mailboxes and web addresses of a line: those that are printed, those that are spelt out, and those that are hidden.
pub(super) fn mailboxes(text: &str, hits: &[Hit]) -> Vec<Token> {
    let mut tokens: Vec<Token> =
        hits.iter().filter(|hit| hit.cue == Cue::Hidden).map(|hit| hidden(text, hit)).collect();
    if text.contains('@') || text.contains("://") || text.contains("www.") {
        for link in LinkFinder::new().kinds(&[LinkKind::Email, LinkKind::Url]).url_must_have_scheme(true).links(text) {
            let range = link.start()..link.end();
            match link.kind() {
                LinkKind::Email => tokens.push(Token::new(TokenKind::Email, link.as_str(), range)),
                _ if link.as_str().starts_with("http") => tokens.push(Token::new(TokenKind::Web, link.as_str(), range)),
                _ => {}
            }
        }
        for (start, _) in text.match_indices("www.") {
            let end = text[start..].find(char::is_whitespace).map_or(text.len(), |end| start + end);
            let value = text[start..end].trim_end_matches(['.', ',', ')', ';', ':', '>']);
            if !tokens.iter().any(|token| token.range.contains(&start)) && value.len() > 6 {
                tokens.push(Token::new(TokenKind::Web, value, start..start + value.len()));
            }
        }
    }
    let words = hits.iter().filter(|hit| hit.cue == Cue::At).map(|hit| hit.range.clone());
    let signs = text.match_indices('@').map(|(at, sign)| at..at + sign.len());
    for sign in words.chain(signs) {
        if let Some(token) = spelt_out(text, &sign, hits).filter(|token| is_free(&tokens, token)) {
            tokens.push(token);
        }
    }
    tokens.sort_by_key(|token| token.range.start);
    tokens
}

fn is_free(tokens: &[Token], token: &Token) -> bool {
    tokens.iter().all(|other| other.range.end <= token.range.start || other.range.start >= token.range.end)
}

fn hidden(text: &str, hit: &Hit) -> Token {
    let opens = text[..hit.range.start].ends_with('[');
    let closes = text[hit.range.end..].starts_with(']');
    let range = hit.range.start - usize::from(opens)..hit.range.end + usize::from(closes);
    Token::new(TokenKind::Hidden, &text[range.clone()], range)
}

/// The address around a sign that is spelt out: `name [at] host [dot] org`.
fn spelt_out(text: &str, sign: &Range<usize>, hits: &[Hit]) -> Option<Token> {
    let word = &text[sign.clone()];
    let (mark, bracketed) = with_brackets(text, sign);
    let spaced = text[..mark.start].ends_with(' ') && text[mark.end..].starts_with(' ');
    if !bracketed && !spaced {
        return None;
    }
    let local_end = text[..mark.start].trim_end().len();
    let is_local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    let local = text[..local_end].rsplit(|c: char| !is_local(c)).next()?;
    let start = local_end - local.len();
    let mut end = text.len() - text[mark.end..].trim_start().len();
    let (mut domain, mut dots_spelt) = (String::new(), false);
    loop {
        let label: String = text[end..].chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
        if label.is_empty() {
            return None;
        }
        domain.push_str(&label);
        end += label.len();
        let Some((next, is_spelt)) = dot(text, end, hits) else { break };
        dots_spelt |= is_spelt;
        domain.push('.');
        end = next;
    }
    // Such a word is one of the language too; between spaces it is one of an address only where more says so.
    let stands_out = word == "@"
        || word.chars().count() > 1 && word.chars().all(char::is_uppercase)
        || dots_spelt
        || text[..start].trim_end().is_empty()
        || text[..start].trim_end().ends_with([':', ',', ';', '(']);
    let is_one = bracketed || word == "@" || stands_out && word.chars().count() > 1;
    if !domain.contains('.') || !is_one {
        return None;
    }
    let value = format!("{local}@{domain}");
    value.parse::<EmailAddress>().ok()?;
    let doubt = Some(format!("it is spelt out: {}", &text[start..end]));
    Some(Token { doubt, ..Token::new(TokenKind::Email, &value, start..end) })
}

/// A word with the brackets around it, and whether there are any.
fn with_brackets(text: &str, word: &Range<usize>) -> (Range<usize>, bool) {
    let before = text[..word.start].trim_end();
    let after = text[word.end..].trim_start();
    if before.ends_with(['[', '(', '{', '<']) && after.starts_with([']', ')', '}', '>']) {
        return (before.len() - 1..text.len() - after.len() + 1, true);
    }
    (word.clone(), false)
}

/// Where an address goes on behind a full stop, and whether that is spelt out.
fn dot(text: &str, end: usize, hits: &[Hit]) -> Option<(usize, bool)> {
    let rest = &text[end..];
    if let Some(after) = rest.strip_prefix('.') {
        return after.starts_with(char::is_alphanumeric).then_some((end + 1, false));
    }
    let word = hits.iter().find(|hit| hit.cue == Cue::Dot && (end..=end + 3).contains(&hit.range.start))?;
    let (mark, bracketed) = with_brackets(text, &word.range);
    let after = text[mark.end..].trim_start();
    let is_next = text[end..mark.start].trim().is_empty()
        && (bracketed || rest.starts_with(' ') && text[mark.end..].starts_with(' '));
    (is_next && after.starts_with(char::is_alphanumeric)).then_some((text.len() - after.len(), true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Words;

    fn found(text: &str) -> Vec<(TokenKind, String)> {
        let tokens = mailboxes(text, &Words::of("the of and to").hits(text));
        tokens.into_iter().map(|token| (token.kind, token.value)).collect()
    }

    #[test]
    fn addresses_are_read_as_printed_or_spelt_out() {
        for text in [
            "court@example.org.",
            "<court@example.org>",
            "court [at] example [dot] org",
            "court(at)example.org",
            "court AT example DOT org",
            "court[at]example[dot]org",
            "court at example dot org",
            "court @ example.org",
        ] {
            assert_eq!(found(text), [(TokenKind::Email, "court@example.org".to_owned())], "{text}");
        }
        assert!(found("They met at noon. In all (at) once.").is_empty());
    }

    #[test]
    fn what_a_page_hides_stays_hidden() {
        let text = "Email: [email protected] with copies to: [email protected]";
        assert_eq!(found(text).len(), 2);
        assert!(found(text).iter().all(|(kind, _)| *kind == TokenKind::Hidden));
    }
}
