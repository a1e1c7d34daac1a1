use std::fmt;

use crate::config::{Account, Provider};

/// How many envelope recipients an account may write to in 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DailyLimit {
    pub recipients: u64,
    origin: Origin,
}

/// Who set it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// Somebody, for this run.
    Given,
    /// The settings.
    Settled,
    /// The provider of that name.
    Provider(&'static str),
}

impl DailyLimit {
    /// The one that was given, else that of the account, else that of its provider.
    pub(crate) fn of(given: Option<u64>, account: Option<&Account>) -> Option<Self> {
        let of_provider = || {
            let provider = Provider::of_account(account?)?;
            Some(Self { recipients: provider.per_day?, origin: Origin::Provider(&provider.name) })
        };
        let with = |origin| move |recipients| Self { recipients, origin };
        let settled = account.and_then(|account| account.per_day).map(with(Origin::Settled));
        given.map(with(Origin::Given)).or(settled).or_else(of_provider)
    }
}

impl fmt::Display for DailyLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no more than {} envelope recipients (letters and their copies) in 24 hours: ", self.recipients)?;
        match self.origin {
            Origin::Given => write!(f, "--max-per-day"),
            Origin::Settled => write!(f, "max_per_day of the account; --max-per-day says otherwise"),
            Origin::Provider(name) => write!(f, "{name} takes so many; --max-per-day says otherwise"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_goes_before_what_is_settled_and_that_before_the_provider() {
        let account = |url: &str, per_day| Account { per_day, ..url.parse().unwrap() };
        let gmail = "smtps://alex%40gmail.com@smtp.gmail.com";
        for (given, account, said) in [
            (Some(7), account(gmail, Some(9)), "no more than 7 envelope recipients"),
            (None, account(gmail, Some(9)), "no more than 9 envelope recipients"),
            (
                None,
                account(gmail, None),
                "no more than 500 envelope recipients (letters and their copies) in 24 hours: Gmail",
            ),
        ] {
            let limit = DailyLimit::of(given, Some(&account)).unwrap();
            assert!(limit.to_string().starts_with(said), "{limit}");
        }
        assert_eq!(DailyLimit::of(None, Some(&account("smtp://mail.example.org", None))), None);
        assert_eq!(DailyLimit::of(None, None), None);
    }
}
