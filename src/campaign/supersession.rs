//! Which campaign takes the place of which.

use super::id::Id;
use crate::source::{Fields, FromValue, Library, Problem, Report, is_id};

/// The campaign whose place the campaign `id` says it takes.
pub(super) fn supersedes(fields: &Fields<'_>, id: &str, library: &Library) -> Option<String> {
    let value = fields.value("supersedes")?;
    let Id(earlier) = Id::from_value(value)?;
    if earlier == id {
        value.report(Problem::error("a campaign cannot supersede itself"));
    } else if !campaigns(library).any(|known| known == earlier) {
        let problem = Problem::warning(format!("this supersedes nothing: no campaign `{earlier}` is known"));
        let known = campaigns(library).filter(|known| known != id).collect::<Vec<_>>().join(", ");
        value.report(problem.hint(format!("there are: {known}")));
    }
    Some(earlier)
}

/// The campaign that says it supersedes this one. Mistakes in other campaigns are not this one's, but one that
/// speaks of this campaign and cannot be read may supersede it.
pub(super) fn superseded_by(id: &str, library: &Library, report: &Report) -> Option<String> {
    campaigns(library).filter(|name| name != id).find(|name| {
        let Ok(Some(file)) = library.find(&format!("campaigns/{name}.toml")) else { return false };
        if !file.text.contains("supersedes") || !file.text.contains(id) {
            return false;
        }
        let unread = Report::default();
        let earlier = Fields::of_file(&file, &unread, |fields| Some(fields.get::<String>("supersedes")));
        if earlier.is_none() {
            let problem = Problem::warning(format!("{} cannot be read: it may supersede {id}", file.name));
            report.add(problem.hint("`protest-letter check` tells what is wrong with it"));
        }
        earlier.flatten().as_deref() == Some(id)
    })
}

fn campaigns(library: &Library) -> impl Iterator<Item = String> {
    library.names("campaigns", "toml").into_iter().filter(|name| is_id(name))
}
