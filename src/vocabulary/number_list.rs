//! Numbers that an appeal writes as alternatives of one: "+52 5 515 1794 or 542 1648".

/// What stands between them, in small letters.
const WORDS: [&str; 14] = ["or", "and", "oder", "und", "bzw.", "ou", "et", "o", "u", "y", "или", "и", "немесе", "және"];

const SIGNS: [char; 5] = [',', ';', '&', '|', '\u{1}'];

/// Each of the numbers, whole; none where the text is one number, or something else.
pub(super) fn each_whole(written: &str) -> Vec<String> {
    let words = written.split_whitespace();
    let signs = words.map(|word| if WORDS.contains(&word.to_lowercase().as_str()) { "\u{1}" } else { word });
    let text = signs.collect::<Vec<_>>().join(" ");
    let parts: Vec<_> = text.split(SIGNS).flat_map(split_at_slashes).map(str::trim).collect();
    let is_number = |part: &&str| digits(part) > 0 && part.chars().all(|c| c.is_ascii_digit() || "+-. ()/".contains(c));
    if parts.len() < 2 || !parts.iter().all(is_number) || digits(parts[0]) < 5 {
        return Vec::new();
    }
    let mut whole: Vec<String> = Vec::new();
    for part in parts {
        whole.push(whole.last().map_or(part.to_owned(), |before| completed(part, before)));
    }
    whole
}

/// Splits at slashes behind what can be dialled: one behind an area code stands within a number.
fn split_at_slashes(text: &str) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    for (at, _) in text.match_indices('/') {
        let before = text[start..at].trim();
        let is_abroad = before.starts_with('+') || before.starts_with("00");
        if digits(before) >= if is_abroad { 8 } else { 7 } {
            parts.push(before);
            start = at + 1;
        }
    }
    parts.push(&text[start..]);
    parts
}

/// A number that leaves out what it shares with the one before.
fn completed(part: &str, before: &str) -> String {
    let count = digits(part);
    // What begins with 0 and is long enough to be dialled begins with an area code.
    let is_whole = part.starts_with('+') || part.starts_with("00") || part.starts_with('0') && count > 5;
    if is_whole || digits(before) <= count {
        return part.to_owned();
    }
    let mut numbered = before.char_indices().rev().filter(|(_, c)| c.is_ascii_digit());
    let shared = numbered.nth(count - 1).map_or(0, |(at, _)| at);
    format!("{}{}", &before[..shared], part.trim_start_matches(['-', '.', ' ']))
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternatives_are_numbers_of_their_own() {
        let two = ["+52 5 515 1794", "+52 5 542 1648"];
        for between in [" or ", " oder ", " ou ", " или ", ", ", " / ", "/", "; ", " OR "] {
            assert_eq!(each_whole(&format!("+52 5 515 1794{between}542 1648")), two, "{between}");
        }
        assert_eq!(each_whole("0073 2536 32503 or 32466"), ["0073 2536 32503", "0073 2536 32466"]);
        assert_eq!(each_whole("+7 (727) 271-58-02, 03, 04")[2], "+7 (727) 271-58-04");
        assert_eq!(each_whole("271-58-02/3"), ["271-58-02", "271-58-03"]);
        assert_eq!(each_whole("+49 30 901820-0/-1"), ["+49 30 901820-0", "+49 30 901820-1"]);
        assert_eq!(each_whole("0341/901820/7"), ["0341/901820", "0341/901827"]);
        assert_eq!(each_whole("+7 7172 747570 or +49 30 901820"), ["+7 7172 747570", "+49 30 901820"]);
        assert_eq!(each_whole("030 901820 oder 040 123456"), ["030 901820", "040 123456"]);
    }

    #[test]
    fn one_number_is_left_alone() {
        for one in [
            "+49 30/901820",
            "+49 34298 / 1234",
            "034298/1234",
            "++7 (7172) 74 55 24",
            "+7 727 2715802, ext. 12",
            "32466",
            "ask for the press office, 12 to 14 h",
        ] {
            assert_eq!(each_whole(one), Vec::<String>::new(), "{one}");
        }
    }
}
