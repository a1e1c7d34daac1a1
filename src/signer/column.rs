/// What a column of a roll holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    /// One that has a meaning.
    Known(&'static str),
    /// One that templates know as `extra.<name>`.
    Extra(String),
    /// One that says why the row was not taken before, or that has no name and nothing in it.
    Ignored,
}

/// The columns that have a meaning, those first that every roll has to have.
pub(super) const KNOWN: [&str; 12] = [
    "name",
    "email",
    "consent",
    "role",
    "organisation",
    "address",
    "city",
    "country",
    "language",
    "statement",
    "demands",
    "to",
];

/// The columns of a file of rows that were not taken, before those of the roll.
pub(super) const OF_REJECTS: [&str; 2] = ["rejected_line", "rejected_because"];

impl Column {
    /// The column under a heading: case, space around it, and how its words are joined do not matter.
    pub(super) fn of(heading: &str) -> Self {
        let name = heading.trim_start_matches('\u{feff}').trim().to_lowercase();
        let name = name.split([' ', '-', '_']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_");
        let name = if name == "e_mail" { "email".to_owned() } else { name };
        match KNOWN.iter().find(|known| **known == name) {
            Some(known) => Self::Known(known),
            None if name.is_empty() || OF_REJECTS.contains(&name.as_str()) => Self::Ignored,
            None => Self::Extra(name),
        }
    }
}
