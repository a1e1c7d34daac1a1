use std::fmt;
use std::str::FromStr;

use crate::source::{Fields, FromValue, Unfit, Value};
use crate::vocabulary::{EmailAddress, Number};

/// What stands for the number in the address of a gateway.
const NUMBER: &str = "{number}";

/// A provider that sends mails on as fax, each number being a mailbox of its own: `{number}@fax.example.net`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaxGateway(String);

impl FaxGateway {
    /// The mailbox of a number, whose digits stand there as in E.164, without `+`; `None` where the number is not understood.
    pub fn mailbox(&self, number: &Number) -> Option<EmailAddress> {
        self.of_digits(number.e164()?.trim_start_matches('+'))
    }

    fn of_digits(&self, digits: &str) -> Option<EmailAddress> {
        self.0.replace(NUMBER, digits).parse().ok()
    }

    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        fields.get("gateway")
    }
}

impl fmt::Display for FaxGateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for FaxGateway {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let gateway = Self(text.to_owned());
        let is_one = text.matches(NUMBER).count() == 1 && gateway.of_digits("77172000000").is_some();
        let unfit = || Unfit::no("fax gateway", text).hint("write it as \"{number}@fax.example.net\"");
        is_one.then_some(gateway).ok_or_else(unfit)
    }
}

impl FromValue for FaxGateway {
    fn from_value(value: Value<'_>) -> Option<Self> {
        value.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_mailbox() {
        let gateway: FaxGateway = "{number}@fax.example.net".parse().unwrap();
        let mailbox = |number: &str| gateway.mailbox(&number.parse().unwrap()).map(|address| address.to_string());
        assert_eq!(mailbox("++7 7172 74 55 24").as_deref(), Some("77172745524@fax.example.net"));
        assert_eq!(mailbox("32466"), None);
        for text in ["fax@example.net", "{number}", "{number}@", "{number}@{number}.example.net", ""] {
            assert!(text.parse::<FaxGateway>().is_err(), "{text}");
        }
    }
}
