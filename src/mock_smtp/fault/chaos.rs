use super::action::Action;
use super::glob;
use super::rule_error::RuleError;
use super::stage::Stage;
use std::fmt::{self, Display};
use std::str::FromStr;

/// A fault that happens at random, but repeatably: `stage[=glob]=PERCENT%: action`.
#[derive(Clone, Debug, PartialEq)]
pub struct Chaos {
    /// The point in the conversation.
    pub stage: Stage,
    /// What its argument must look like; `None` matches all.
    pub glob: Option<String>,
    /// How often of a hundred times it happens, 0 to 100.
    pub percent: f64,
    /// What happens then.
    pub action: Action,
}

const FORM: &str = "stage[=glob]=PERCENT%: action";

impl Chaos {
    /// Whether the rule is for this stage and any of these arguments, leaving aside the chance.
    pub(super) fn matches(&self, stage: Stage, arguments: &[&str]) -> bool {
        self.stage == stage
            && self.glob.as_ref().is_none_or(|glob| arguments.iter().any(|argument| glob::matches(glob, argument)))
    }
}

impl Display for Chaos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.stage)?;
        if let Some(glob) = &self.glob {
            write!(f, "={glob}")?;
        }
        write!(f, "={}%: {}", self.percent, self.action)
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
    let (stage, glob) = match place.split_once('=') {
        Some((stage, glob)) => (stage, Some(glob.trim().to_owned())),
        None => (place, None),
    };
    let stage = Stage::named(stage.trim())?;
    Ok(Chaos { stage, glob, percent, action: Action::parse(action.trim(), stage)? })
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
