use super::ids::id_of_title;
use super::{Finds, Part};
use crate::campaign::Directory;
use crate::vocabulary::Country;

/// What is known of a campaign that no appeal tells, most of it because a person says so.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// Whether letters are asked for now.
    pub open: bool,
    /// What happened, in their own words.
    pub summary: Option<String>,
    /// The subject line.
    pub subject: Option<String>,
    /// Whose authorities are written to, where they say so.
    pub country: Option<Country>,
    /// The directories that may have the offices already, by their names.
    pub directories: Vec<(String, Directory)>,
}

impl Finds {
    /// An id for the campaign: the first words of its title, and its year.
    pub fn id(&self) -> String {
        let first = |part: Part| self.list.iter().find(move |find| find.part == part && !find.value.is_empty());
        let year = first(Part::Issued).and_then(|find| find.day).map(|day| day.first().year());
        id_of_title(first(Part::Title).map_or("", |find| &find.value), year)
    }
}
