use super::action::Action;
use super::count::Count;
use super::place::Place;
use super::rule_error::RuleError;
use super::stage::Stage;
use std::fmt::{self, Display};
use std::str::FromStr;

/// One fault: where and when the server misbehaves, and how.
///
/// Written `stage[=glob][#nth| xTimes]: action`, with free whitespace:
///
/// ```
/// use protest_letter::mock_smtp::Rule;
///
/// let rule: Rule = "rcpt=* x1: 450 4.7.1 greylisted".parse()?;
/// assert_eq!(rule.to_string(), "rcpt=* x1: 450 4.7.1 greylisted");
/// # Ok::<(), protest_letter::mock_smtp::RuleError>(())
/// ```
///
/// A glob ends at the first `:`; in its place `?` matches the colon of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Where it happens.
    pub place: Place,
    /// Which of the matching times are meant.
    pub count: Count,
    /// What happens then.
    pub action: Action,
}

const FORM: &str = "stage[=glob][#nth| xTimes]: action";

impl Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}: {}", self.place, self.count, self.action)
    }
}

impl FromStr for Rule {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        parse(text).map_err(|problem| RuleError { rule: text.to_owned(), problem, form: FORM })
    }
}

fn parse(text: &str) -> Result<Rule, String> {
    let (condition, action) = text.split_once(':').ok_or("there is no `:` between stage and action")?;
    let (place, count) = split_count(condition.trim())?;
    let place = Place::parse(place)?;
    let action = Action::parse(action.trim(), place.stage)?;
    Ok(Rule { place, count, action })
}

/// Splits the count off the end of a condition. `#` needs no space before it; `x` does after a glob, which may
/// itself end so.
fn split_count(condition: &str) -> Result<(&str, Count), String> {
    let start = condition.trim_end_matches(|character: char| character.is_ascii_digit()).len();
    let (before, digits) = condition.split_at(start);
    let (place, count): (_, fn(u64) -> Count) = if let Some(place) = before.strip_suffix('#') {
        (place, Count::Nth)
    } else if let Some(place) = before
        .strip_suffix(['x', 'X'])
        .filter(|place| place.ends_with(char::is_whitespace) || Stage::named(place).is_ok())
    {
        (place, Count::First)
    } else {
        return Ok((condition, Count::Always));
    };
    let written = condition[place.len()..].trim_start();
    match digits.parse() {
        Ok(number) if number > 0 => Ok((place.trim_end(), count(number))),
        _ => Err(format!("`{written}` is no count; write `#3` or ` x3`, from 1 up")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_example_of_the_design_prints_back() {
        for text in [
            "rcpt=*@embassy.example: 550 5.1.1 no such user",
            "rcpt=* x1: 450 4.7.1 greylisted",
            "mail#501: 550 5.4.5 daily quota",
            "data: delay 30s",
            "banner: delay 5s",
            "banner: delay 1500ms",
            "data: drop@512B",
            "dot: drop-before-store",
            "dot: drop-after-store",
            "starttls: badcert",
            "starttls: wronghost",
            "starttls: selfsigned",
            "starttls: hide",
            "auth: hide",
            "rcpt=a#b@x.example#2: stall",
            "ehlo: reset",
            "quit: drop",
        ] {
            assert_eq!(text.parse::<Rule>().unwrap().to_string(), text);
        }
        for (text, code) in [("auth: 535", 535), ("starttls: 454", 454), ("connect: 421", 421)] {
            let Action::Reply(reply) = text.parse::<Rule>().unwrap().action else {
                panic!("{text}");
            };
            assert_eq!(reply.code(), code);
        }
    }

    #[test]
    fn whitespace_and_case_are_free() {
        for (text, printed) in [
            ("  RCPT = *@x.example   X2 :451   4.3.0  later ", "rcpt=*@x.example x2: 451 4.3.0 later"),
            ("mailx3:drop", "mail x3: drop"),
            ("data:Drop@2KB", "data: drop@2000B"),
            ("rcpt=max3: drop", "rcpt=max3: drop"),
        ] {
            assert_eq!(text.parse::<Rule>().unwrap().to_string(), printed);
        }
    }

    #[test]
    fn an_error_says_what_is_wrong() {
        for (text, problem) in [
            ("rcpt", "there is no `:`"),
            ("rcpt:", "the action after `:` is missing"),
            ("recpt: 550", "unknown stage `recpt`"),
            ("rcpt=: 550", "the glob after `=` is empty"),
            ("rcpt: 250 fine", "`250` is no refusing reply code"),
            ("rcpt#0: 550", "`#0` is no count"),
            ("rcpt x: 550", "`x` is no count"),
            ("rcpt: explode", "unknown action `explode`"),
            ("rcpt: drop@5B", "`drop@5B` makes no sense at `rcpt`"),
            ("data: drop@5", "`5` is no number of bytes"),
            ("mail: hide", "`hide` makes no sense at `mail`"),
            ("data: delay soon", "`soon` is no duration"),
            ("banner=x: 421", "`banner` has no argument"),
        ] {
            let error = text.parse::<Rule>().unwrap_err().to_string();
            assert!(error.contains(problem), "{error}");
            assert!(error.contains(FORM) && error.contains(text), "{error}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,60}") {
            if let Ok(rule) = text.parse::<Rule>() {
                prop_assert_eq!(rule.to_string().parse::<Rule>(), Ok(rule));
            }
        }
    }
}
