use super::action::Action;
use super::place::Place;
use super::rule_error::RuleError;
use std::fmt::{self, Display};
use std::str::FromStr;

/// A fault that happens at random, but repeatably: `stage[=glob]=PERCENT%: action`.
#[derive(Clone, Debug, PartialEq)]
pub struct Chaos {
    /// Where it happens.
    pub place: Place,
    /// How often of a hundred times it happens, 0 to 100.
    pub percent: f64,
    /// What happens then.
    pub action: Action,
}

const FORM: &str = "stage[=glob]=PERCENT%: action";

impl Display for Chaos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}%: {}", self.place, self.percent, self.action)
    }
}

impl FromStr for Chaos {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        parse(text).map_err(|problem| RuleError { rule: text.to_owned(), problem, form: FORM })
    }
}

fn parse(text: &str) -> Result<Chaos, String> {
    let (condition, action) = text.split_once(':').ok_or("there is no `:` between percentage and action")?;
    let (place, percent) = condition.rsplit_once('=').ok_or("there is no `=` between stage and percentage")?;
    let percent = percent
        .trim()
        .strip_suffix('%')
        .and_then(|number| number.trim_end().parse().ok())
        .filter(|number| (0.0..=100.0).contains(number))
        .ok_or_else(|| format!("`{}` is no percentage from 0% to 100%", percent.trim()))?;
    let place = Place::parse(place)?;
    let action = Action::parse(action.trim(), place.stage)?;
    Ok(Chaos { place, percent, action })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chance_is_read_and_printed() {
        for (text, printed) in [
            ("rcpt=5%:451", "rcpt=5%: 451 local error in processing, try again later"),
            ("rcpt=*@x.example = 0.5 %: drop", "rcpt=*@x.example=0.5%: drop"),
        ] {
            assert_eq!(text.parse::<Chaos>().unwrap().to_string(), printed);
        }
    }

    #[test]
    fn an_error_says_what_is_wrong() {
        for (text, problem) in [
            ("rcpt: 451", "there is no `=`"),
            ("rcpt=101%: 451", "`101%` is no percentage"),
            ("rcpt=NaN%: 451", "`NaN%` is no percentage"),
            ("rcpt=5%", "there is no `:`"),
            ("rcpt=5%: hide", "`hide` makes no sense at `rcpt`"),
        ] {
            let error = text.parse::<Chaos>().unwrap_err().to_string();
            assert!(error.contains(problem) && error.contains(FORM), "{error}");
        }
    }
}
