use std::fmt;
use std::str::FromStr;

use crate::source::{FromValue, Unfit, Value};

/// What kind of office a recipient is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A court, or a judge.
    Court,
    /// A ministry.
    Ministry,
    /// An embassy or consulate.
    Embassy,
    /// A police force or station.
    Police,
    /// A prosecutor's office.
    Prosecutor,
    /// A security service.
    SecurityService,
    /// A president or monarch, or their office.
    HeadOfState,
    /// A prime minister, or their office.
    HeadOfGovernment,
    /// A mayor, a governor, a council.
    LocalGovernment,
    /// A parliament, or a member of it.
    Parliament,
    /// An army, or a command of it.
    Military,
    /// A prison, or its director.
    Prison,
    /// A body of several states: the United Nations, a court of human rights.
    Intergovernmental,
    /// A trade union.
    TradeUnion,
    /// A newspaper, a broadcaster.
    Media,
    /// A company.
    Company,
    /// Anything else.
    Other,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 17] = [
        Self::Court,
        Self::Ministry,
        Self::Embassy,
        Self::Police,
        Self::Prosecutor,
        Self::SecurityService,
        Self::HeadOfState,
        Self::HeadOfGovernment,
        Self::LocalGovernment,
        Self::Parliament,
        Self::Military,
        Self::Prison,
        Self::Intergovernmental,
        Self::TradeUnion,
        Self::Media,
        Self::Company,
        Self::Other,
    ];

    /// Its name in files and templates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Court => "court",
            Self::Ministry => "ministry",
            Self::Embassy => "embassy",
            Self::Police => "police",
            Self::Prosecutor => "prosecutor",
            Self::SecurityService => "security-service",
            Self::HeadOfState => "head-of-state",
            Self::HeadOfGovernment => "head-of-government",
            Self::LocalGovernment => "local-government",
            Self::Parliament => "parliament",
            Self::Military => "military",
            Self::Prison => "prison",
            Self::Intergovernmental => "intergovernmental",
            Self::TradeUnion => "trade-union",
            Self::Media => "media",
            Self::Company => "company",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Kind {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        Self::ALL.into_iter().find(|kind| kind.name() == text).ok_or_else(|| {
            let known = Self::ALL.map(Self::name).join(", ");
            Unfit::no("kind of recipient", text).hint(format!("kinds are: {known}"))
        })
    }
}

impl FromValue for Kind {
    fn from_value(value: Value<'_>) -> Option<Self> {
        value.parse()
    }
}

impl serde::Serialize for Kind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
