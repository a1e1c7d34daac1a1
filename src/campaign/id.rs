use std::str::FromStr;

use crate::source::{Fields, FromValue, Problem, Unfit, Value, is_id};

/// An id, as demands and recipients have one.
pub(super) struct Id(pub(super) String);

impl FromStr for Id {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let id = is_id(text).then(|| Self(text.to_owned()));
        id.ok_or_else(|| Unfit::no("id", text).hint("use small letters, digits and hyphens"))
    }
}

impl FromValue for Id {
    fn from_value(value: Value<'_>) -> Option<Self> {
        value.parse()
    }
}

/// Reports every id that was given before, at its table.
pub(super) fn report_repeated(fields: &Fields<'_>, id: Option<&str>, known: &mut Vec<String>) {
    let Some(id) = id else { return };
    if known.iter().any(|other| other == id) {
        fields.report(Problem::error(format!("the id `{id}` is given twice")).hint("give each its own `id`"));
    }
    known.push(id.to_owned());
}
