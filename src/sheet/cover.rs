/// What stands above a letter that goes by fax: whom it is for, from whom, and how many pages there are, so that
/// somebody who finds it in a tray knows what it is and whether all of it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    /// The word that says what it is: "Fax".
    pub title: String,
    /// The rows, from the top.
    pub rows: Vec<CoverRow>,
}

/// A row of a cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverRow {
    /// What it is: "To".
    pub label: String,
    /// What it says.
    pub value: CoverValue,
}

/// What a row of a cover says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CoverValue {
    /// A text.
    Text(String),
    /// The number to dial, large: it is read from a distance while it is typed.
    Number(String),
    /// The number of pages, this one included; the typesetter counts them.
    Pages,
}
