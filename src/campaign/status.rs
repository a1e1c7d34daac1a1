use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::source::{FromValue, Unfit, Value};

/// Where an appeal stands. Only an open one is sent to a real server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Letters are asked for.
    Open,
    /// Whoever made the appeal asks that no more letters be sent.
    Stopped,
    /// It is over.
    Closed,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Open => "open",
            Self::Stopped => "stopped",
            Self::Closed => "closed",
        })
    }
}

impl FromStr for Status {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        match text {
            "open" => Ok(Self::Open),
            "stopped" => Ok(Self::Stopped),
            "closed" => Ok(Self::Closed),
            _ => Err(Unfit::no("status", text).hint("write \"open\", \"stopped\" or \"closed\"")),
        }
    }
}

impl FromValue for Status {
    fn from_value(value: Value<'_>) -> Option<Self> {
        value.parse()
    }
}
