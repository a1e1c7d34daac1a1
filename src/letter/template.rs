use std::collections::BTreeMap;

use handlebars::{Context, Handlebars, RenderErrorReason};

use super::bounded::Bounded;
use super::condition::Condition;
use super::context::everything;
use super::inline::inlined;
use super::lint::Lint;
use super::merge_text::only_prints;
use super::suggestion::meant_instead;
use super::syntax;
use crate::source::{Library, Place, Problem, Problems, Report, TextFile, is_name, one_of};
use crate::vocabulary::Language;

const FOLDER: &str = "letter-templates";
const PARTIALS: &str = "letter-templates/partials";

/// What the registry knows the template by that has its partials put in; no partial has such a name.
const INLINED: &str = "";

/// What it knows the template by as it was written: with it mistakes are told of the right file.
const PLAIN: &str = " ";

/// The most blocks within one another: the work of reading them grows with the square of that.
const DEEPEST: usize = 100;

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
        let render = |name| {
            let mut letter = Bounded::default();
            self.registry.render_with_context_to_write(name, names, &mut letter).map(|()| letter.into_text())
        };
        render(INLINED).or_else(|_| render(PLAIN)).map_err(|error| {
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

/// Checks that there is a letter template of that name in some language.
///
/// # Errors
///
/// When there is none; tells which there are.
pub fn check_template(library: &Library, name: &str) -> Result<(), Problem> {
    if !template_languages(library, name).is_empty() {
        return Ok(());
    }
    if !is_name(name) {
        let problem = Problem::error(format!("`{name}` cannot be the name of a letter template"));
        return Err(problem.hint("name it without folder, language and ending: formal"));
    }
    let known = template_names(library);
    let hint = one_of(name, known.iter().map(String::as_str));
    Err(Problem::error(format!("there is no letter template `{name}`")).hint(hint))
}

fn find(library: &Library, name: &str, language: Language) -> Result<TextFile, Problem> {
    check_template(library, name)?;
    library.find(&format!("{FOLDER}/{name}.{language}.hbs"))?.ok_or_else(|| {
        let languages = template_languages(library, name).iter().map(|l| l.name()).collect::<Vec<_>>().join(", ");
        Problem::error(format!("there is no letter template `{name}` in {}", language.name()))
            .hint(format!("it exists in: {languages}"))
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
    if let Some(offset) = too_deep(&file.text) {
        let problem = Problem::error(format!("more than {DEEPEST} blocks are open here")).at(file.place(offset));
        return Err(problem.hint("end each {{#if …}} with {{/if}}, and each {{#each …}} with {{/each}}").into());
    }
    handlebars::Template::compile_with_name(&file.text, file.name.clone())
        .map_err(|error| syntax::problem(&error, file).into())
}

/// Where one block too many begins.
fn too_deep(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    for (offset, _) in text.match_indices("{{") {
        let tag = text[offset + 2..].trim_start_matches('~');
        if tag.starts_with('#') {
            open += 1;
        } else if tag.starts_with('/') {
            open = open.saturating_sub(1);
        }
        if open > DEEPEST {
            return Some(offset);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_has_an_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.en.hbs");
        std::fs::write(&path, "{{summary}}".repeat(1_000)).unwrap();
        let library = Library::new([]).with_template_folder(&path);
        let template = Template::load(&library, "long", Language::ENGLISH).unwrap();
        let render = |length: usize| {
            template.render(&Names::wraps(serde_json::json!({ "summary": "x".repeat(length) })).unwrap())
        };
        assert_eq!(render(1_000).unwrap().len(), 1_000_000);
        let problem = render(2_000).unwrap_err();
        assert!(problem.causes[0].contains("it would be longer than 1 MiB"), "{problem:?}");
    }

    #[test]
    fn blocks_end_somewhere() {
        let nested = |depth: usize| {
            let text = "{{#if signer.city}}".repeat(depth) + &"{{/if}}".repeat(depth);
            compile(&TextFile::from_bytes("deep.en.hbs", text.as_bytes()).unwrap())
        };
        assert!(nested(DEEPEST).is_ok());
        let problems = nested(20_000).unwrap_err().to_string();
        assert_eq!(problems, "deep.en.hbs:1:1901: more than 100 blocks are open here");
        let flat = "{{~#if signer.city~}}{{~/if~}}".repeat(1_000);
        assert!(compile(&TextFile::from_bytes("flat.en.hbs", flat.as_bytes()).unwrap()).is_ok());
    }
}
