use linkify::{LinkFinder, LinkKind};

use super::token::{Token, TokenKind};
use super::{Cue, Hit};
use crate::vocabulary::EmailAddress;

/// What stands for the sign in an address that is spelt out.
const AT: [&str; 10] = ["[at]", "(at)", "{at}", "<at>", " AT ", "[AT]", "(AT)", "[arroba]", "(arroba)", "(a)"];

/// What stands for a full stop in one.
const DOT: [&str; 10] = ["[dot]", "(dot)", "{dot}", " DOT ", " dot ", "[punkt]", "(punkt)", "[punto]", "(point)", "."];

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
    for mark in AT.into_iter().chain([" @ ", " at "]) {
        for (at, _) in text.match_indices(mark) {
            if let Some(token) = spelt_out(text, at, mark).filter(|token| is_free(&tokens, token)) {
                tokens.push(token);
            }
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
fn spelt_out(text: &str, at: usize, mark: &str) -> Option<Token> {
    let local_end = text[..at].trim_end().len();
    let is_local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    let local = text[..local_end].rsplit(|c: char| !is_local(c)).next()?;
    let start = local_end - local.len();
    let mut rest = text[at + mark.len()..].trim_start();
    let (mut domain, mut dots_spelt) = (String::new(), false);
    loop {
        let label: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
        if label.is_empty() {
            return None;
        }
        domain.push_str(&label);
        rest = &rest[label.len()..];
        let dot = DOT.iter().find_map(|dot| {
            let trimmed = if dot.starts_with(['[', '(', '{']) { rest.trim_start() } else { rest };
            let after = trimmed.strip_prefix(dot)?;
            let after = if *dot == "." { after } else { after.trim_start() };
            after.starts_with(char::is_alphanumeric).then_some((*dot, after))
        });
        let Some((dot, after)) = dot else { break };
        dots_spelt |= dot != ".";
        domain.push('.');
        rest = after;
    }
    let end = text.len() - rest.len();
    // "At" is a word of its own; it is one of an address only where the full stops are spelt out too.
    if mark == " at " && !dots_spelt || !domain.contains('.') {
        return None;
    }
    let value = format!("{local}@{domain}");
    value.parse::<EmailAddress>().ok()?;
    let doubt = Some(format!("it is spelt out: {}", &text[start..end]));
    Some(Token { doubt, ..Token::new(TokenKind::Email, &value, start..end) })
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
