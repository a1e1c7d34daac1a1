use serde::Serialize;

use crate::source::{Fields, Problem, Value};
use crate::vocabulary::Network;

/// An account of an office on a social network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Social {
    /// The network.
    pub network: Network,
    /// The account, as it is written in a post.
    pub handle: String,
}

impl Social {
    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let network: Option<Network> = fields.require("network");
        let value = fields.required("handle");
        let handle = value.and_then(Value::string);
        let network = network?;
        if let (Some(likely), Some(value)) = (network.likely(), fields.value("network")) {
            let problem = Problem::warning(format!("no network `{network}` is known"));
            value.report(problem.hint(format!("did you mean `{likely}`?")));
        }
        value?.accept(network.check(handle?))?;
        Some(Self { network, handle: handle?.to_owned() })
    }
}
