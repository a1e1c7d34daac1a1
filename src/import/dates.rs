use std::ops::Range;

use super::date_seen::DateSeen;
use super::{Words, fold::fold};

/// What may stand between the parts of a date.
const BETWEEN: [&str; 6] = ["de", "of", "del", "the", "d", "к"];

/// What may follow the digits of a day.
const ORDINALS: [&str; 8] = ["st", "nd", "rd", "th", "er", "º", "го", "o"];

/// What follows a year that stands before its day.
const OF_YEAR: [&str; 3] = ["ж", "жылы", "жылғы"];

/// Every date in a line.
pub(super) fn dates(text: &str, words: &Words) -> Vec<DateSeen> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let folded = fold(text);
    let parts = parts(&folded);
    let mut dates: Vec<DateSeen> = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        let found = written_out(&folded, &parts, at, words)
            .or_else(|| year_first(&folded, &parts, at, words))
            .or_else(|| in_digits(&folded, &parts, at));
        match found {
            Some((date, next)) => {
                dates.push(date);
                at = next;
            }
            None => at += 1,
        }
    }
    dates
}

/// The words and numbers of a text.
fn parts(text: &str) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric() || *c == 'º') {
        match parts.last_mut() {
            Some(last) if last.end == at => last.end = at + c.len_utf8(),
            _ => parts.push(at..at + c.len_utf8()),
        }
    }
    parts
}

/// `16 July 2024`, `16. Juli 2024`, `16 de julio de 2024`, `July 16th, 2024`, `July 2024`.
fn written_out(text: &str, parts: &[Range<usize>], at: usize, words: &Words) -> Option<(DateSeen, usize)> {
    let word = |index: usize| parts.get(index).map(|range| &text[range.clone()]);
    let near = |from: usize, to: usize| {
        let between = &text[parts[from].end..parts[to].start];
        between.len() <= 3 && !between.contains([')', ']', ';', '/'])
    };
    let skip = |index: usize| if word(index).is_some_and(|word| BETWEEN.contains(&word)) { index + 1 } else { index };
    let month = |index: usize| words.months.get(word(index)?).copied();
    let day = |index: usize| {
        let word = word(index)?;
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let rest = &word[digits..];
        let day: i8 = word[..digits].parse().ok()?;
        ((1..=31).contains(&day) && (rest.is_empty() || ORDINALS.contains(&rest))).then_some(day)
    };
    let year = |index: usize| {
        let word = word(index).filter(|word| word.len() == 4)?;
        word.parse::<i16>().ok().filter(|year| (1900..=2199).contains(year))
    };
    let (day, month, last) = if let Some(day) = day(at) {
        let next = skip(at + 1);
        (Some(day), month(next).filter(|_| near(at, next) || next > at + 1)?, next)
    } else {
        let named = month(at)?;
        // A day before its month belongs to that: "Mar del Plata, 3 de mayo".
        match day(at + 1).filter(|_| near(at, at + 1) && month(skip(at + 2)).is_none()) {
            Some(day) => (Some(day), named, at + 1),
            None => (None, named, at),
        }
    };
    let after = skip(last + 1);
    let year_after = |after: usize| Some((year(after)?, after));
    let year = year_after(after)
        .filter(|(_, after)| parts[*after].start - parts[last].end <= 8)
        .or_else(|| year_after(behind_time(text, parts, last)?));
    if day.is_none() && year.is_none() {
        return None;
    }
    let last = year.map_or(last, |(_, at)| at);
    let year = year.map(|(year, _)| year);
    Some((DateSeen { year, month, day, range: parts[at].start..parts[last].end, ambiguous: false }, last + 1))
}

/// `2024 ж. 16 шілде`.
fn year_first(text: &str, parts: &[Range<usize>], at: usize, words: &Words) -> Option<(DateSeen, usize)> {
    let year = text[parts[at].clone()].parse::<i16>().ok().filter(|year| (1900..=2199).contains(year))?;
    OF_YEAR.contains(&text.get(parts.get(at + 1)?.clone())?).then_some(())?;
    let (date, next) = written_out(text, parts, at + 2, words)?;
    let range = parts[at].start..date.range.end;
    date.year.is_none().then_some((DateSeen { year: Some(year), range, ..date }, next))
}

/// Where the year stands behind the time of day and its zone: `Jul 16 11:04:33 CEST 2024`.
fn behind_time(text: &str, parts: &[Range<usize>], day: usize) -> Option<usize> {
    let is_time = |at: usize| {
        let pair = parts.get(at..at + 2)?;
        let colon = text.get(pair[0].end..pair[1].start)? == ":" && text[pair[1].clone()].len() == 2;
        colon.then_some(())
    };
    is_time(day + 1)?;
    let mut at = day + 3;
    while parts.get(at).is_some_and(|part| part.len() == 2 && text[..part.start].ends_with(':')) {
        at += 1;
    }
    let is_zone = parts.get(at).is_some_and(|part| text[part.clone()].bytes().all(|byte| byte.is_ascii_alphabetic()));
    Some(if is_zone { at + 1 } else { at })
}

/// `2024-07-16`, `16.07.2024`, `16/07/2024`.
fn in_digits(text: &str, parts: &[Range<usize>], at: usize) -> Option<(DateSeen, usize)> {
    let three = parts.get(at..at + 3)?;
    let sign = text.get(three[0].end..three[1].start)?;
    if !matches!(sign, "-" | "." | "/") || text.get(three[1].end..three[2].start)? != sign {
        return None;
    }
    // Longer rows of digits with the same sign are numbers.
    let goes_on = |range: Range<usize>| text.get(range).is_some_and(|between| between == sign);
    if parts.get(at + 3).is_some_and(|next| goes_on(three[2].end..next.start)) {
        return None;
    }
    if text[..three[0].start].ends_with(['+', '(', '-', '/']) {
        return None;
    }
    // A point in time goes on with a T (RFC 3339).
    let digits = |index: usize| text[three[index].clone()].split('t').next().unwrap_or_default();
    let number = |index: usize| digits(index).parse::<i16>().ok();
    let length = |index: usize| digits(index).len();
    let (first, second, third) = (number(0)?, number(1)?, number(2)?);
    let (year, month, day, ambiguous) = match (length(0), length(1), length(2)) {
        (4, 2, 2) => (first, second, third, false),
        (1 | 2, 1 | 2, 4) if second <= 12 => (third, second, first, sign == "/" && first <= 12 && first != second),
        (1 | 2, 1 | 2, 4) => (third, first, second, false),
        _ => return None,
    };
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let range = three[0].start..three[2].end;
    let date = DateSeen { year: Some(year), month, day: Some(day), range, ambiguous };
    date.day(None).map(|_| (date, at + 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_every_language() {
        for (code, text) in [
            ("the of and", "before 16 July 2024."),
            ("the of and", "July 16th, 2024"),
            ("the of and", "16th of July, 2024"),
            ("the of and", "2024-07-16T10:00"),
            ("und der die", "nicht nach dem 16. Juli 2024"),
            ("und der die", "16.07.2024"),
            ("et les des", "avant le 16 juillet 2024"),
            ("y los las", "antes del 16 de julio de 2024"),
            ("и в на", "до 16 июля 2024 года"),
            ("және үшін", "2024\u{202f}ж. 16 шілде"),
            ("y los las", "Mar, 16º de julio de 2024"),
            ("the of and", "Tue Jul 16 11:04:33 CEST 2024"),
            ("the of and", "UA 164.17) July 16, 2024"),
            ("the of and", "16/07/2024"),
        ] {
            let words = Words::of(code);
            let days: Vec<_> =
                dates(text, &words).iter().filter_map(|date| date.day(None)).map(|day| day.to_string()).collect();
            assert_eq!(days, ["2024-07-16"], "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        let words = Words::of("the of and");
        for text in ["they may go", "32 July", "+49-30-12-34", "1.2.3.4", "99.99.2024", "march on"] {
            assert_eq!(dates(text, &words), [], "{text}");
        }
        assert_eq!(dates("On 14 May, women", &words)[0].day(Some(2003)).unwrap().to_string(), "2003-05-14");
        assert_eq!(dates("May 2003", &words)[0].day(None).unwrap().to_string(), "2003-05");
    }
}
