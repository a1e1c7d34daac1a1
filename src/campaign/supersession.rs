//! Which campaign takes the place of which.

use super::id::Id;
use crate::source::{Fields, FromValue, Library, Problem, Report, TextFile, is_id};

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
        let name = format!("campaigns/{name}.toml");
        let speaks_of_it = |text: &String| text.contains("supersedes") && text.contains(id);
        let Some(text) = library.peek(&name).filter(speaks_of_it) else { return false };
        match library.find(&name) {
            Ok(Some(file)) => {
                let earlier = supersedes_what(&file);
                if earlier.is_none() {
                    report.add(may_supersede(id, &file.name));
                }
                earlier.flatten().as_deref() == Some(id)
            }
            Ok(None) => false,
            Err(problem) => {
                report.add(may_supersede(id, &name).because(problem));
                // Whoever breaks its signature, or more of it, must not set free what it holds back.
                let file = TextFile::from_bytes(&name, text.as_bytes()).ok();
                let earlier = file.and_then(|file| supersedes_what(&file));
                earlier.is_none_or(|earlier| earlier.as_deref() == Some(id))
            }
        }
    })
}

/// What a file says it supersedes, if it can be read and says so.
fn supersedes_what(file: &TextFile) -> Option<Option<String>> {
    Fields::of_file(file, &Report::default(), |fields| Some(fields.get::<String>("supersedes")))
}

fn may_supersede(id: &str, file: &str) -> Problem {
    let problem = Problem::warning(format!("{file} cannot be read: it may supersede {id}"));
    problem.hint("`protest-letter check` tells what is wrong with it")
}

fn campaigns(library: &Library) -> impl Iterator<Item = String> {
    library.names("campaigns", "toml").into_iter().filter(|name| is_id(name))
}
