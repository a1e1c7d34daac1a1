use std::str::FromStr;

use serde::Serialize;

use crate::source::{FromValue, Unfit, Value, nearest};

/// Whether a person is addressed as a woman or as a man. Who is addressed as neither has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// As a woman.
    Female,
    /// As a man.
    Male,
}

impl Gender {
    /// Its name in files and templates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
        }
    }
}

impl FromStr for Gender {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let known = [Self::Female, Self::Male];
        known.into_iter().find(|gender| gender.name() == text).ok_or_else(|| {
            let hint = match nearest(&text.to_lowercase(), known.map(Self::name)) {
                Some(known) => format!("did you mean \"{known}\"?"),
                None => "write \"female\" or \"male\"; left out, the form of address is neutral".to_owned(),
            };
            Unfit::no("gender", text).hint(hint)
        })
    }
}

impl FromValue for Gender {
    fn from_value(value: Value<'_>) -> Option<Self> {
        value.parse()
    }
}
