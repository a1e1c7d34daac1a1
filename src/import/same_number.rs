use crate::vocabulary::{Country, Number};

/// Whether two numbers reach the same line: their digits are the same, or they are the same number of that country, one
/// written as it is dialled there and the other as from abroad.
pub(super) fn same_number(one: &str, other: &str, country: Country) -> bool {
    let (a, b) = (digits(one), digits(other));
    if a == b {
        return true;
    }
    // A trunk prefix is one or two digits; without as many in common at the end nothing has to be looked up.
    let common = a.bytes().rev().zip(b.bytes().rev()).take_while(|(a, b)| a == b).count();
    let e164 = |written: &str| {
        let number: Number = written.parse().ok()?;
        number.within(country).e164().map(str::to_owned)
    };
    common >= 5 && e164(one).is_some_and(|one| e164(other).is_some_and(|other| one == other))
}

/// The digits of a number without the prefix of calls abroad.
pub(super) fn digits(written: &str) -> String {
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    digits.strip_prefix("00").map(str::to_owned).unwrap_or(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_is_written_in_many_ways() {
        let kazakhstan = "KZ".parse().unwrap();
        for (one, other) in [
            ("++7 7172 747570", "+7 (7172) 74-75-70"),
            ("0073 2536 32503", "+7 32536 32503"),
            ("(8 7172) 74-75-70", "+7 7172 747570"),
        ] {
            assert!(same_number(one, other, kazakhstan), "{one} {other}");
        }
        for (one, other) in [
            ("+7 7172 747570", "+44 7172 747570"),
            ("+7 7172 747570", "+7 7172 747571"),
            ("+7 7172 747570", "+7 7172 74757"),
            ("32466", "0073 2536 32466"),
        ] {
            assert!(!same_number(one, other, kazakhstan), "{one} {other}");
        }
    }
}
