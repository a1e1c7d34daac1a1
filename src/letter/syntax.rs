//! Why a template cannot be read, in plain words: the parser of Handlebars tells it by the rules of its grammar.

use handlebars::TemplateError;

use crate::source::{Place, Problem, TextFile};

/// What is wrong with a template that the parser refuses, and where.
pub(super) fn problem(error: &TemplateError, file: &TextFile) -> Problem {
    unbalanced(file).unwrap_or_else(|| {
        let place = error.pos().map_or(Place::file(&file.name), |(line, column)| Place::at(&file.name, line, column));
        let problem = Problem::error("this is no template: what stands here cannot be understood").at(place);
        problem.hint("look for a brace, quote or parenthesis that is missing or one too many: {{name}}, {{> partial}}, {{#if name}} … {{/if}}")
    })
}

/// A block that is not closed, or not by its own name.
fn unbalanced(file: &TextFile) -> Option<Problem> {
    let name = |tag: &str| tag.chars().take_while(|c| c.is_alphanumeric()).collect::<String>();
    let mut open = Vec::new();
    for (at, braces) in file.text.match_indices("{{") {
        let tag = file.text[at + braces.len()..].trim_start_matches(['~', ' ']);
        if let Some(tag) = tag.strip_prefix('#') {
            open.push((at, name(tag)));
        } else if let Some(tag) = tag.strip_prefix('/') {
            let closing = name(tag);
            let problem = match open.pop() {
                Some((_, opened)) if opened == closing => continue,
                Some((_, opened)) => Problem::error(format!("`{{{{/{closing}}}}}` cannot close `{{{{#{opened}}}}}`"))
                    .hint(format!("put {{{{/{opened}}}}} before it, or in its place")),
                None => Problem::error(format!("`{{{{/{closing}}}}}` closes nothing"))
                    .hint(format!("take it out, or open it: {{{{#{closing} …}}}}")),
            };
            return Some(problem.at(file.place(at)));
        }
    }
    let (at, name) = open.pop()?;
    let problem = Problem::error(format!("`{{{{#{name}}}}}` is never closed")).at(file.place(at));
    Some(problem.hint(format!("put {{{{/{name}}}}} where it ends")))
}
