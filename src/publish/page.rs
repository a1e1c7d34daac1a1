use handlebars::Handlebars;
use serde::Serialize;

use super::Format;
use crate::source::{Library, Place, Problem, TextFile};
use crate::vocabulary::Language;

/// Where the wording, the structure and the style of published appeals lie.
pub(super) const FOLDER: &str = "letter-templates/appeal";

/// The template of published appeals in one format: `appeal.en.html.hbs` where a language has its own, else
/// `appeal.html.hbs`.
pub(super) struct Page {
    registry: Handlebars<'static>,
    file: String,
}

/// What the registry knows the template by.
const NAME: &str = "appeal";

impl Page {
    /// # Errors
    ///
    /// When it cannot be read, or is no template.
    pub(super) fn load(library: &Library, format: Format, language: Language) -> Result<Self, Problem> {
        let own = library.find(&format!("{FOLDER}/appeal.{language}.{}.hbs", format.ending()))?;
        let file = match own {
            Some(file) => file,
            None => needed(library, &format!("appeal.{}.hbs", format.ending()))?,
        };
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.register_escape_fn(format.escaped());
        registry.register_template_string(NAME, &file.text).map_err(|error| {
            let place = error
                .pos()
                .map_or_else(|| Place::file(&file.name), |(line, column)| Place::at(&file.name, line, column));
            Problem::error("this is no template").at(place).because(error.reason())
        })?;
        Ok(Self { registry, file: file.name })
    }

    /// Fills it in.
    ///
    /// # Errors
    ///
    /// When it prints what the program does not supply.
    pub(super) fn render(&self, names: &impl Serialize) -> Result<String, Problem> {
        self.registry.render(NAME, names).map_err(|error| {
            let place = match (error.line_no, error.column_no) {
                (Some(line), Some(column)) => Place::at(&self.file, line, column),
                _ => Place::file(&self.file),
            };
            let problem = Problem::error("the appeal cannot be filled in").at(place).because(error.reason());
            problem.hint("docs/publishing.md lists the names that such a template can use")
        })
    }
}

/// The style of pages.
///
/// # Errors
///
/// When it cannot be read, or would end where it should not.
pub(super) fn style(library: &Library) -> Result<String, Problem> {
    let file = needed(library, "appeal.css")?;
    if file.text.contains('<') {
        let problem = Problem::error("there is a `<` in this style").at(Place::file(&file.name));
        return Err(problem.hint("take it out: it could end the style, and what follows would be shown"));
    }
    Ok(file.text)
}

fn needed(library: &Library, name: &str) -> Result<TextFile, Problem> {
    let name = format!("{FOLDER}/{name}");
    library.find(&name)?.ok_or_else(|| Problem::error(format!("there is no {name}")))
}
