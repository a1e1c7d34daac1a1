use std::ops::Range;

use super::number_rows::candidates;
use super::token::{Token, TokenKind};
use super::{Cue, Hit};

/// The fewest digits of a number behind its word.
pub(super) const SHORT: usize = 5;
/// The fewest digits of a number that stands further away from its word.
pub(super) const LONG: usize = 7;
/// The most digits of one: E.164 allows fifteen, and some write the prefix of calls abroad and a trunk prefix too.
const MOST: usize = 20;
/// How far its word may stand before a number, in bytes.
const FAR: usize = 90;

/// The telephone and fax numbers of a line, outside of what is taken.
pub(super) fn numbers(text: &str, hits: &[Hit], taken: &[Range<usize>]) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for range in candidates(text, taken) {
        let value = &text[range.clone()];
        let digits = value.bytes().filter(u8::is_ascii_digit).count();
        if !(3..=MOST).contains(&digits) {
            continue;
        }
        // The end of a time of day.
        let is_time = |c: char| c.is_ascii_digit();
        if text[..range.start].strip_suffix(':').is_some_and(|before| before.ends_with(is_time)) {
            continue;
        }
        let before = tokens.last().map_or(0, |token| token.range.end);
        // The digits of an extension are part of the number before.
        if range.start < before {
            continue;
        }
        let Some((kind, doubt)) = judge(text, hits, &range, digits, before, tokens.last()) else { continue };
        let end = with_extension(text, hits, range.end);
        let value = &text[range.start..end];
        tokens.push(Token { doubt, ..Token::new(kind, value, range.start..end) });
    }
    tokens
}

/// What a number is by the words around it; `None` when it is none to call.
fn judge(
    text: &str,
    hits: &[Hit],
    range: &Range<usize>,
    digits: usize,
    from: usize,
    last: Option<&Token>,
) -> Option<(TokenKind, Option<String>)> {
    let value = &text[range.clone()];
    let international = value.trim_start_matches('(').starts_with('+') || value.starts_with("00");
    // "Fax: +00 1234567 (switchboard)" is one of a fax.
    let is_fax =
        hits.iter().any(|hit| hit.cue == Cue::Fax && (hit.range.end..hit.range.end + 4).contains(&range.start));
    let after = label_after(text, hits, range.end).filter(|kind| !is_fax || *kind != TokenKind::Phone);
    if let Some(kind) = after.filter(|_| digits >= SHORT) {
        return Some((kind, None));
    }
    if let Some(last) = last
        && is_connector(text, hits, from, range.start)
        && digits >= 4
    {
        let short = (!international && digits < 8).then(|| "it is a second number in short".to_owned());
        return Some((last.kind, short.or_else(|| last.doubt.clone())));
    }
    let labels: Vec<&Hit> = hits
        .iter()
        .filter(|hit| hit.range.start >= from && hit.range.end <= range.start)
        .filter(|hit| matches!(hit.cue, Cue::Fax | Cue::Phone | Cue::Nobody | Cue::Extension | Cue::Email))
        .filter(|hit| !is_lone_letter(text, hit))
        .collect();
    let nearest = labels.last();
    if nearest.is_some_and(|hit| hit.cue == Cue::Nobody && range.start - hit.range.end < 30) && !international {
        return None;
    }
    let label = labels.iter().rev().find(|hit| matches!(hit.cue, Cue::Fax | Cue::Phone));
    if let Some(label) = label.filter(|label| range.start - label.range.end <= FAR) {
        let gap = &text[label.range.end..range.start];
        let names_office = hits.iter().any(|hit| {
            matches!(hit.cue, Cue::Kind(_)) && hit.range.start >= label.range.end && hit.range.end <= range.start
        });
        let is_near =
            names_office || gap.chars().filter(|c| c.is_alphabetic()).count() <= 10 && gap.chars().count() <= 16;
        if digits >= if is_near { SHORT } else { LONG } {
            return Some((kind_of(text, &labels, label), None));
        }
        return None;
    }
    let follows_office = follows_office(text, hits, range) && digits > SHORT && has_signs(value);
    // In a table it is alone in its cell.
    let before = text[..range.start].rsplit('|').next().unwrap_or_default();
    let after = text[range.end..].split('|').next().unwrap_or_default();
    let is_alone = before.chars().chain(after.chars()).all(|c| !c.is_alphanumeric());
    let enough = if international { digits >= 9 } else { is_alone && digits >= LONG && has_signs(value) };
    let after_colon = text[..range.start].trim_end().ends_with(':') && is_in_groups(value, digits);
    (enough || follows_office || after_colon)
        .then(|| (TokenKind::Number, Some("no word tells whether it is one of a telephone or of a fax".to_owned())))
}

/// Whether an office stands before a number, with a colon or a dash behind it.
fn follows_office(text: &str, hits: &[Hit], range: &Range<usize>) -> bool {
    let before = text[..range.start].trim_end();
    let parted = before.ends_with([':', '–', '—', '|']) || before.ends_with(" -");
    let is_office = |hit: &&Hit| matches!(hit.cue, Cue::Kind(_) | Cue::Office) && hit.range.end <= range.start;
    let office = hits.iter().rfind(is_office);
    parted && office.is_some_and(|office| range.start - office.range.end <= FAR)
}

/// Whether a number is written in groups, as a number to call is.
fn has_signs(value: &str) -> bool {
    value.contains(['(', '-', ' ', '/', '+', '‑', '–', '\u{2010}', '.'])
}

/// Whether a number is so long and in so many groups that hardly anything else is written so.
fn is_in_groups(value: &str, digits: usize) -> bool {
    let groups = value.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty());
    digits > LONG + 1 && groups.count() >= 3 && !value.contains('/') && !value.contains('.')
}

/// What a label stands for, which may have the other one beside it: "Tel./Fax".
fn kind_of(text: &str, labels: &[&Hit], label: &Hit) -> TokenKind {
    let other = labels.iter().rev().find(|hit| matches!(hit.cue, Cue::Fax | Cue::Phone) && hit.cue != label.cue);
    let beside = other.is_some_and(|other| {
        let between = text.get(other.range.end..label.range.start).unwrap_or_default();
        between.len() <= 8 && is_joint(between)
    });
    match label.cue {
        _ if beside => TokenKind::FaxAndPhone,
        Cue::Fax => TokenKind::Fax,
        _ => TokenKind::Phone,
    }
}

/// A letter stands for a word only before a full stop, a colon or the number itself.
fn is_lone_letter(text: &str, hit: &Hit) -> bool {
    let (word, rest) = (&text[hit.range.clone()], &text[hit.range.end..]);
    let is_before_number = word.starts_with(char::is_uppercase) && rest.trim_start().starts_with(['+', '(']);
    let is_in_initials = text[..hit.range.start].ends_with('.');
    word.chars().nth(1).is_none() && (is_in_initials || !rest.starts_with(['.', ':']) && !is_before_number)
}

/// The words in brackets behind a number: "+00 1234567 (fax)", "(telephone and fax, in the morning)".
fn label_after(text: &str, hits: &[Hit], end: usize) -> Option<TokenKind> {
    let rest = text[end..].trim_start();
    let start = text.len() - rest.len() + rest.strip_prefix('(').map(|_| 1)?;
    let close = text[start..].find([')', ',']).map_or(text.len(), |close| start + close);
    let says = |cue: Cue, first: bool| {
        let within = |hit: &&Hit| hit.cue == cue && (start..close).contains(&hit.range.start);
        hits.iter().filter(within).any(|hit| !first || hit.range.start == start)
    };
    // "(fax +00 1234568)" tells of the number that stands in it.
    if text[start..close].contains(|c: char| c.is_ascii_digit()) {
        return says(Cue::Fax, true).then_some(TokenKind::Phone);
    }
    match (says(Cue::Fax, true), says(Cue::Phone, true)) {
        (true, _) if says(Cue::Phone, false) => Some(TokenKind::FaxAndPhone),
        (_, true) if says(Cue::Fax, false) => Some(TokenKind::FaxAndPhone),
        (true, _) => Some(TokenKind::Fax),
        (_, true) => Some(TokenKind::Phone),
        _ => None,
    }
}

fn is_connector(text: &str, hits: &[Hit], from: usize, to: usize) -> bool {
    let mut rest = text[from..to].to_owned();
    for hit in
        hits.iter().rev().filter(|hit| hit.cue == Cue::Connector && hit.range.start >= from && hit.range.end <= to)
    {
        rest.replace_range(hit.range.start - from..hit.range.end - from, &" ".repeat(hit.range.len()));
    }
    let is_label = |hit: &Hit| matches!(hit.cue, Cue::Fax | Cue::Phone | Cue::Email) && !is_lone_letter(text, hit);
    let has_label = hits.iter().any(|hit| (from..to).contains(&hit.range.start) && is_label(hit));
    is_joint(&rest) && !has_label && !rest.contains(['@', '|'])
}

/// Whether between two numbers, or two labels of one, stands no more than a short word: "or", "ou", "и".
fn is_joint(between: &str) -> bool {
    let words: Vec<&str> = between.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_short = |word: &&str| word.chars().count() <= 3 && word.chars().all(char::is_lowercase);
    words.len() <= 1 && words.iter().all(is_short)
}

/// The end of a number with the extensions behind it, if there are any: "ext. 12", "(доб. 5-17)", "poste 7 ou 9".
fn with_extension(text: &str, hits: &[Hit], end: usize) -> usize {
    // "x12", as in North America.
    let digits = text[end..].trim_start().strip_prefix('x').unwrap_or_default();
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=6).contains(&count) {
        return text.len() - digits.len() + count;
    }
    let extension = hits.iter().find(|hit| hit.cue == Cue::Extension && (end..=end + 3).contains(&hit.range.start));
    let Some(extension) = extension else { return end };
    let mut end = end;
    let mut from = extension.range.end;
    loop {
        let rest = text[from..].trim_start_matches(['.', ':', ' ']);
        let digits = rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'-').count();
        if !(1..=6).contains(&digits) || !rest.starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        end = text.len() - rest.len() + digits;
        // "ext. 12, 14": the next has as many digits.
        let next =
            text[end..].strip_prefix([',', '.']).filter(|rest| rest.starts_with(' ')).map_or("", str::trim_start);
        if digits > 1 && next.bytes().take_while(u8::is_ascii_digit).count() == digits && !is_number(next, digits) {
            from = text.len() - next.len();
            continue;
        }
        let further = hits.iter().find(|hit| hit.cue == Cue::Connector && hit.range.start == end + 1);
        let Some(further) = further.filter(|_| text[end..].starts_with(' ')) else { break };
        from = further.range.end;
    }
    let opened = text[..extension.range.start].ends_with('(');
    if opened && text[end..].starts_with(')') { end + 1 } else { end }
}

/// Whether more than so many digits stand there.
fn is_number(text: &str, digits: usize) -> bool {
    text[digits..].starts_with(['-', '/', ' ', '.']) && text[digits + 1..].starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Words;

    fn found(text: &str) -> Vec<(TokenKind, String)> {
        let language = match text.chars().next() {
            Some('т') => "и в на",
            Some('T') if text.starts_with("Telefon") => "und der die",
            _ => "the of and",
        };
        let tokens = numbers(text, &Words::of(language).hits(text), &[]);
        tokens.into_iter().map(|token| (token.kind, token.value)).collect()
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        use TokenKind::{Fax, FaxAndPhone, Number, Phone};
        for (text, numbers) in [
            ("Fax: + 52 5 515 1794 or 542 1648", &[(Fax, "+ 52 5 515 1794"), (Fax, "542 1648")][..]),
            ("Tel: (8 7172) 74-75-70", &[(Phone, "(8 7172) 74-75-70")]),
            (
                "faxed to the court on the number ++7727 2715802 or phoned on ++7727 2715807/",
                &[(Fax, "++7727 2715802"), (Phone, "++7727 2715807")],
            ),
            ("Fax: 0073 2536 32503 or 32466", &[(Fax, "0073 2536 32503"), (Fax, "32466")]),
            (
                "Tel. +1 202 555 0100 ext. 12, Fax +1 202 555 0101",
                &[(Phone, "+1 202 555 0100 ext. 12"), (Fax, "+1 202 555 0101")],
            ),
            ("Tel: +51 1 311 3900 ext. 4512", &[(Phone, "+51 1 311 3900 ext. 4512")]),
            ("Tel: +51 1 311 3900 ext. 4512, 4513", &[(Phone, "+51 1 311 3900 ext. 4512, 4513")]),
            ("Tel/Fax: +30 210 555 0100", &[(FaxAndPhone, "+30 210 555 0100")]),
            (
                "т. 8 (495) 555-01-00, факс: 8 (495) 555-01-01",
                &[(Phone, "8 (495) 555-01-00"), (Fax, "8 (495) 555-01-01")],
            ),
            ("(+44 20 7946 0000)", &[(Number, "+44 20 7946 0000")]),
            ("Phone: +7 7172 747570/747571", &[(Phone, "+7 7172 747570"), (Phone, "747571")]),
            ("Telefon: 030/901820-5", &[(Phone, "030/901820-5")]),
            ("+1 202 555 0100 (fax)", &[(Fax, "+1 202 555 0100")]),
            ("+1 202 555 0100 (fax +1 202 555 0101)", &[(Phone, "+1 202 555 0100"), (Fax, "+1 202 555 0101")]),
            ("the court: +1 202 555 0100 (telephone and fax, in the morning)", &[(FaxAndPhone, "+1 202 555 0100")]),
            ("F +1 202 555 0101", &[(Fax, "+1 202 555 0101")]),
            ("Tel (509) 555-0100 555-0101", &[(Phone, "(509) 555-0100"), (Phone, "555-0101")]),
            ("Telephone e fax: +1 202 555 0101", &[(FaxAndPhone, "+1 202 555 0101")]),
            ("Tel: 2555-0100 o 2555-0101", &[(Phone, "2555-0100"), (Phone, "2555-0101")]),
            ("Free of charge: 01 800 000 71 28", &[(Number, "01 800 000 71 28")]),
        ] {
            let numbers: Vec<_> = numbers.iter().map(|(kind, value)| (*kind, (*value).to_owned())).collect();
            assert_eq!(found(text), numbers, "{text}");
        }
    }

    #[test]
    fn what_is_no_number_to_call_is_none() {
        for text in [
            "IBAN: DE12 3456 7890 1234 5678 90",
            "Account number 12345678",
            "10115 Berlin",
            "in 2010-2011 some 15000 people",
            "section 123456",
            "Case No. 2024/123456",
            "call on 1 May",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
