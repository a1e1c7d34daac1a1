use std::fmt;
use std::str::FromStr;

use crate::source::Unfit;
use crate::vocabulary::Country;

/// The paper that a sheet is for, and with it where its window and folds are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    /// 210 × 297 mm (ISO 216), set as DIN 5008, form B.
    #[default]
    A4,
    /// 8½ × 11 in (ANSI Y14.1), set for a #10 envelope with a window.
    Letter,
}

/// Where paper is US Letter: CLDR 47, `supplementalData.xml`, `<paperSize type="US-Letter">`.
const LETTER: [&str; 14] = ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"];

impl Paper {
    /// The paper that is usual in a country, which is A4 where nothing else is known.
    pub fn of(country: Option<Country>) -> Self {
        match country {
            Some(country) if LETTER.contains(&country.code()) => Self::Letter,
            _ => Self::A4,
        }
    }
}

impl fmt::Display for Paper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::A4 => "a4",
            Self::Letter => "letter",
        })
    }
}

impl FromStr for Paper {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let papers = [Self::A4, Self::Letter];
        let known = papers.into_iter().find(|paper| text.eq_ignore_ascii_case(&paper.to_string()));
        known.ok_or_else(|| Unfit::no("paper", text).hint("give `a4` or `letter`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paper_is_that_of_the_country() {
        let of = |code: &str| Paper::of(Some(code.parse().unwrap()));
        for code in ["US", "CA", "MX", "PH", "CL", "CO", "VE"] {
            assert_eq!(of(code), Paper::Letter, "{code}");
        }
        assert_eq!((of("KZ"), of("AR"), Paper::of(None)), (Paper::A4, Paper::A4, Paper::A4));
    }

    #[test]
    fn paper_is_read_by_its_name() {
        assert_eq!("A4".parse::<Paper>().unwrap(), Paper::A4);
        assert_eq!("letter".parse::<Paper>().unwrap(), Paper::Letter);
        assert!("legal".parse::<Paper>().is_err());
    }
}
