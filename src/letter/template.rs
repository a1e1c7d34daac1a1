use std::collections::BTreeMap;

use handlebars::{Context, Handlebars, RenderErrorReason};

use super::condition::Condition;
use super::context::everything;
use super::inline::inlined;
use super::lint::Lint;
use super::merge_text::only_prints;
use super::suggestion::meant_instead;
use super::syntax;
use crate::source::{Library, Place, Problem, Problems, Report, TextFile, is_name};
use crate::vocabulary::Language;

const FOLDER: &str = "letter-templates";
const PARTIALS: &str = "letter-templates/partials";

/// What the registry knows the template by that has its partials put in; no partial has such a name.
const INLINED: &str = "";

/// What it knows the template by as it was written: with it mistakes are told of the right file.
const PLAIN: &str = " ";

/// What a template can use.
pub(super) type Names = Context;

/// A letter template in one language, with its partials, every name in it checked.
///
/// `letter-templates/formal.en.hbs` is the template `formal` in English. A partial is found by its name in
/// `letter-templates/partials/`: `{{> opening}}` is `opening.en.hbs` in an English letter, else `opening.hbs`.
#[derive(Debug)]
pub struct Template {
    registry: Handlebars<'static>,
    file: String,
    /// The files of the partials, by the names that templates give them.
    partials: BTreeMap<String, String>,
    /// The text of the template and its partials.
    source: String,
    only_prints: bool,
}

/// The names of all templates.
pub fn template_names(library: &Library) -> Vec<String> {
    let mut names: Vec<_> = files(library).map(|(name, _)| name).collect();
    names.dedup();
    names
}

/// The languages in which a template exists.
pub fn template_languages(library: &Library, name: &str) -> Vec<Language> {
    files(library).filter(|(other, _)| other == name).map(|(_, language)| language).collect()
}

/// Each template file as a name and a language, sorted by name.
fn files(library: &Library) -> impl Iterator<Item = (String, Language)> {
    library.names(FOLDER, "hbs").into_iter().filter_map(|file| {
        let (name, language) = file.rsplit_once('.')?;
        Some((name.to_owned(), language.parse().ok()?))
    })
}

impl Template {
    /// Loads a template with all partials of its language.
    ///
    /// # Errors
    ///
    /// When there is no such template in that language, or with every mistake in it and in the partials it uses.
    pub fn load(library: &Library, name: &str, language: Language) -> Result<Self, Problems> {
        let file = find(library, name, language)?;
        let report = Report::default();
        let template = report.absorb(compile(&file));
        let mut compiled = BTreeMap::new();
        let mut source = file.text.clone();
        for (name, partial) in partials(library, language)? {
            source.push_str(&partial.text);
            compiled.extend(report.absorb(compile(&partial)).map(|template| (name, (partial.name, template))));
        }
        let known = everything();
        if let Some(template) = &template {
            let mut lint = Lint::new(&compiled, known);
            lint.walk(&file.name, template);
            report.absorb::<()>(Err(Problems(lint.problems)));
        }
        let (template, _) = report.finish(template)?;
        let whole = inlined(&template, &compiled);
        let only_prints = only_prints(&whole);
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.register_escape_fn(handlebars::no_escape);
        for condition in Condition::ALL {
            registry.register_helper(condition.name(), Box::new(condition));
        }
        registry.register_template(INLINED, whole);
        registry.register_template(PLAIN, template);
        let mut partials = BTreeMap::new();
        for (name, (file, template)) in compiled {
            registry.register_template(&name, template);
            partials.insert(name, file);
        }
        Ok(Self { registry, file: file.name, partials, source, only_prints })
    }

    /// The text of the template and its partials, as it was written.
    pub(super) fn source(&self) -> &str {
        &self.source
    }

    /// Whether letters differ in nothing but the values of those who sign, where the same is known of them.
    pub(super) fn only_prints(&self) -> bool {
        self.only_prints
    }

    /// Fills the template in with these names.
    ///
    /// # Errors
    ///
    /// When the template prints something that is not known of this signer or recipient.
    pub(super) fn render(&self, names: &Names) -> Result<String, Problem> {
        let rendered = self.registry.render_with_context(INLINED, names);
        rendered.or_else(|_| self.registry.render_with_context(PLAIN, names)).map_err(|error| {
            let file = error.template_name.as_ref().and_then(|name| self.partials.get(name)).unwrap_or(&self.file);
            let place = match (error.line_no, error.column_no) {
                (Some(line), Some(column)) => Place::at(file, line, column),
                _ => Place::file(file),
            };
            let problem = match error.reason() {
                RenderErrorReason::MissingVariable(Some(name)) => {
                    let problem = Problem::error(format!("the letter needs `{name}`, and nothing is known of it"));
                    problem.hint(meant_instead(name, &everything()).unwrap_or_else(|| {
                        format!("supply it, or put {{{{#if {name}}}}} … {{{{/if}}}} around it in the template")
                    }))
                }
                reason => Problem::error("the letter cannot be filled in").because(reason),
            };
            problem.at(place)
        })
    }
}

fn find(library: &Library, name: &str, language: Language) -> Result<TextFile, Problem> {
    let known = || template_names(library).join(", ");
    if !is_name(name) {
        let problem = Problem::error(format!("`{name}` cannot be the name of a letter template"));
        return Err(problem.hint(format!("there are: {}", known())));
    }
    library.find(&format!("{FOLDER}/{name}.{language}.hbs"))?.ok_or_else(|| {
        let languages = template_languages(library, name).iter().map(|l| l.name()).collect::<Vec<_>>().join(", ");
        if languages.is_empty() {
            Problem::error(format!("there is no letter template `{name}`")).hint(format!("there are: {}", known()))
        } else {
            Problem::error(format!("there is no letter template `{name}` in {}", language.name()))
                .hint(format!("it exists in: {languages}"))
        }
    })
}

/// The partials that letters in that language use, by the names that templates give them.
fn partials(library: &Library, language: Language) -> Result<BTreeMap<String, TextFile>, Problem> {
    let mut partials = BTreeMap::new();
    for stem in library.names(PARTIALS, "hbs") {
        let (name, of_language) = match stem.rsplit_once('.') {
            Some((name, code)) if code == language.code() => (name, true),
            Some(_) => continue,
            None => (stem.as_str(), false),
        };
        if !is_name(name) || (!of_language && partials.contains_key(name)) {
            continue;
        }
        partials.extend(library.find(&format!("{PARTIALS}/{stem}.hbs"))?.map(|file| (name.to_owned(), file)));
    }
    Ok(partials)
}

fn compile(file: &TextFile) -> Result<handlebars::Template, Problems> {
    handlebars::Template::compile_with_name(&file.text, file.name.clone())
        .map_err(|error| syntax::problem(&error, file).into())
}
