//! Which campaign takes the place of which.

use super::id::Id;
use crate::source::{Fields, FromValue, Library, Problem, Report, TextFile, is_id, one_of};

/// The campaign whose place the campaign `id` says it takes.
pub(super) fn supersedes(fields: &Fields<'_>, id: &str, library: &Library) -> Option<String> {
    let value = fields.value("supersedes")?;
    let Id(earlier) = Id::from_value(value)?;
    if earlier == id {
        value.report(Problem::error("a campaign cannot supersede itself"));
    } else if !campaigns(library).any(|known| known == earlier) {
        let problem = Problem::warning(format!("this supersedes nothing: no campaign `{earlier}` is known"));
        let known: Vec<_> = campaigns(library).filter(|known| known != id).collect();
        value.report(problem.hint(one_of(&earlier, known.iter().map(String::as_str))));
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
                let says_so = says_that_it_supersedes(id, &file);
                if says_so.is_none() {
                    report.add(may_supersede(id, &file.name));
                }
                says_so == Some(true)
            }
            Ok(None) => false,
            Err(problem) => {
                report.add(may_supersede(id, &name).because(problem));
                // A damaged file does not set free what it holds back. One without that line does: nothing else says so.
                let file = TextFile::from_bytes(&name, text.as_bytes()).ok();
                file.and_then(|file| says_that_it_supersedes(id, &file)).unwrap_or(true)
            }
        }
    })
}

/// Whether a file says that it supersedes a campaign; `None` where it cannot be read.
fn says_that_it_supersedes(id: &str, file: &TextFile) -> Option<bool> {
    Fields::of_file(file, &Report::default(), |fields| Some(fields.get::<String>("supersedes").as_deref() == Some(id)))
}

fn may_supersede(id: &str, file: &str) -> Problem {
    let problem = Problem::warning(format!("{file} cannot be read: it may supersede {id}"));
    problem.hint("`protest-letter check` tells what is wrong with it")
}

fn campaigns(library: &Library) -> impl Iterator<Item = String> {
    library.names("campaigns", "toml").into_iter().filter(|name| is_id(name))
}
