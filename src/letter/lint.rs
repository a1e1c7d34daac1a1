use std::collections::BTreeMap;

use handlebars::template::{
    BlockParam, DecoratorTemplate, HelperTemplate, Parameter, Subexpression, TemplateElement, TemplateMapping,
};
use handlebars::{JsonValue as Json, Path, Template};

use super::suggestion::suggestion;
use crate::source::{Place, Problem, one_of};

/// The helpers that take values and give one: everything that `{{#if}}` may ask.
const FUNCTIONS: [&str; 11] = ["eq", "ne", "gt", "gte", "lt", "lte", "and", "or", "not", "len", "lookup"];

/// Walks a template and the partials it uses, and finds every name that the program does not supply.
///
/// Handlebars' own strict mode sees a missing name only when it is printed: `{{#if typo}}` is false forever. Here each
/// name is followed through `{{#each}}` and `{{#with}}` against a context in which everything is known.
pub(super) struct Lint<'t> {
    /// Partials by name, each with the name of its file.
    pub partials: &'t BTreeMap<String, (String, Template)>,
    /// What was found.
    pub problems: Vec<Problem>,
    scopes: Vec<Scope>,
    /// The files being walked, the innermost last.
    open: Vec<&'t str>,
}

/// What names mean inside a block.
#[derive(Clone, Default)]
struct Scope {
    /// What `this` is.
    this: Json,
    /// The names that `as |item index|` gave.
    locals: BTreeMap<String, Json>,
    /// Whether `@index`, `@first`, `@last` and `@key` exist.
    in_each: bool,
}

impl<'t> Lint<'t> {
    pub(super) fn new(partials: &'t BTreeMap<String, (String, Template)>, known: Json) -> Self {
        let root = Scope { this: known, locals: BTreeMap::new(), in_each: false };
        Self { partials, problems: Vec::new(), scopes: vec![root], open: Vec::new() }
    }

    pub(super) fn walk(&mut self, file: &'t str, template: &'t Template) {
        self.open.push(file);
        for (element, at) in template.elements.iter().zip(&template.mapping) {
            self.element(element, at);
        }
        self.open.pop();
    }

    /// Walks a block of the file that is being walked.
    fn block(&mut self, template: Option<&'t Template>, at: &TemplateMapping) {
        let Some(template) = template else { return };
        for (index, element) in template.elements.iter().enumerate() {
            // Handlebars does not know where an `{{else if}}` stands: the block it belongs to must do.
            self.element(element, template.mapping.get(index).unwrap_or(at));
        }
    }

    fn element(&mut self, element: &'t TemplateElement, at: &TemplateMapping) {
        match element {
            TemplateElement::RawString(_) | TemplateElement::Comment(_) => {}
            TemplateElement::Expression(expression) | TemplateElement::HtmlExpression(expression) => {
                self.expression(expression, at);
            }
            TemplateElement::HelperBlock(block) => self.helper_block(block, at),
            TemplateElement::PartialExpression(partial) => self.partial(partial, at),
            _ => self.report(at, "decorators and partial blocks are not used in letter templates".to_owned(), None),
        }
    }

    fn expression(&mut self, expression: &HelperTemplate, at: &TemplateMapping) {
        if expression.params.is_empty() && expression.hash.is_empty() {
            self.printed(&expression.name, at);
        } else {
            let name = expression.name.as_name().unwrap_or_default().to_owned();
            self.function(&name, &expression.params, at);
        }
    }

    fn helper_block(&mut self, block: &'t HelperTemplate, at: &TemplateMapping) {
        let name = block.name.as_name().unwrap_or_default();
        let values: Vec<_> = block.params.iter().map(|param| self.value(param, at)).collect();
        let value = values.into_iter().next().flatten();
        let inner = match (name, value) {
            ("with", value) => value.map(|this| (this, false)),
            ("each", Some(Json::Array(items))) => items.into_iter().next().map(|this| (this, true)),
            // Any name can be asked for in it, and each is a text.
            ("each", Some(Json::Object(any))) if any.is_empty() => Some((text(), true)),
            ("each", Some(_)) => {
                let raw = block.params.first().map(raw).unwrap_or_default();
                self.report(at, format!("`{raw}` is no list"), None);
                None
            }
            ("if" | "unless", _) | ("each", None) => None,
            _ => {
                let known = "if, unless, each and with are".to_owned();
                self.report(at, format!("`{name}` is no block"), Some(known));
                None
            }
        };
        match inner {
            Some((this, in_each)) => {
                let locals = locals(block.block_param.as_ref(), &this);
                self.scopes.push(Scope { this, locals, in_each });
                self.block(block.template.as_ref(), at);
                self.scopes.pop();
            }
            None => self.block(block.template.as_ref(), at),
        }
        self.block(block.inverse.as_ref(), at);
    }

    fn partial(&mut self, partial: &'t DecoratorTemplate, at: &TemplateMapping) {
        let Parameter::Name(name) = &partial.name else {
            return self.report(at, "the name of a partial cannot be worked out in the letter".to_owned(), None);
        };
        let Some((file, template)) = self.partials.get(name) else {
            let hint = one_of(name, self.partials.keys().map(String::as_str));
            return self.report(at, format!("there is no partial `{name}`"), Some(hint));
        };
        let this = partial.params.first().and_then(|param| self.value(param, at));
        let mut scope = self.scopes.last().cloned().unwrap_or_default();
        scope.this = this.unwrap_or(scope.this);
        for (key, param) in &partial.hash {
            let value = self.value(param, at).unwrap_or_default();
            if let Json::Object(names) = &mut scope.this {
                names.insert(key.clone(), value);
            }
        }
        if self.open.contains(&file.as_str()) {
            return self.report(at, format!("the partial `{name}` uses itself, without end"), None);
        }
        self.scopes.push(scope);
        self.walk(file, template);
        self.scopes.pop();
    }

    fn printed(&mut self, name: &Parameter, at: &TemplateMapping) {
        if matches!(self.value(name, at), Some(Json::Object(_) | Json::Array(_))) {
            let problem = format!("`{}` is more than one text and cannot be printed", raw(name));
            self.report(at, problem, Some("name one thing in it, or go through it with {{#each}}".to_owned()));
        }
    }

    fn function(&mut self, name: &str, params: &[Parameter], at: &TemplateMapping) {
        if !FUNCTIONS.contains(&name) {
            let hint = one_of(name, FUNCTIONS);
            self.report(at, format!("`{name}` is no helper"), Some(hint));
        }
        for param in params {
            self.value(param, at);
        }
    }

    /// What a parameter stands for; `None` when it stands for nothing, which is then reported.
    fn value(&mut self, param: &Parameter, at: &TemplateMapping) -> Option<Json> {
        match param {
            Parameter::Literal(literal) => Some(literal.clone()),
            Parameter::Subexpression(expression) => Some(self.subexpression(expression, at)),
            Parameter::Path(Path::Local((_, name, _))) => {
                let known = match name.as_str() {
                    "root" => return self.scopes.first().map(|scope| scope.this.clone()),
                    "index" | "first" | "last" | "key" => self.scopes.iter().any(|scope| scope.in_each),
                    _ => false,
                };
                if !known {
                    self.report(at, format!("`@{name}` is not known here"), None);
                }
                known.then(text)
            }
            name => self.path(&raw(name), at),
        }
    }

    fn subexpression(&mut self, expression: &Subexpression, at: &TemplateMapping) -> Json {
        let params = expression.params().cloned().unwrap_or_default();
        self.function(expression.name(), &params, at);
        text()
    }

    /// Follows a path like `../signer.name`.
    fn path(&mut self, raw: &str, at: &TemplateMapping) -> Option<Json> {
        let (mut rest, mut depth) = (raw, self.scopes.len());
        while let Some(outer) = rest.strip_prefix("../") {
            (rest, depth) = (outer, depth.saturating_sub(1));
        }
        if rest.starts_with("@root") {
            (rest, depth) = (rest.trim_start_matches("@root"), 1);
        }
        let scope = self.scopes.get(depth.checked_sub(1)?)?;
        let mut this = &scope.this;
        let mut names = rest.split(['.', '/']).filter(|name| !matches!(*name, "" | "." | "this")).peekable();
        if let Some(local) = names.peek().and_then(|name| scope.locals.get(*name)) {
            this = local;
            names.next();
        }
        for name in names {
            this = match this {
                Json::Object(any) if any.is_empty() => return Some(text()),
                Json::Object(known) if known.contains_key(name) => &known[name],
                other => {
                    let root = self.scopes.first().map(|root| &root.this)?;
                    let prefix = if self.scopes.last().is_some_and(|here| here.this == *root) { "" } else { "@root." };
                    let hint = suggestion(raw, name, other, root, prefix);
                    self.report(at, format!("the program supplies no `{raw}`"), hint);
                    return None;
                }
            };
        }
        Some(this.clone())
    }

    fn report(&mut self, at: &TemplateMapping, what: String, hint: Option<String>) {
        let file = self.open.last().copied().unwrap_or_default();
        let problem = Problem { hint, ..Problem::error(what).at(Place::at(file, at.0, at.1)) };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

fn locals(names: Option<&BlockParam>, this: &Json) -> BTreeMap<String, Json> {
    let name = |param: &Parameter| param.as_name().unwrap_or_default().to_owned();
    match names {
        Some(BlockParam::Single(item)) => BTreeMap::from([(name(item), this.clone())]),
        Some(BlockParam::Pair((item, index))) => BTreeMap::from([(name(item), this.clone()), (name(index), text())]),
        _ => BTreeMap::new(),
    }
}

/// A name that stands for some text.
fn text() -> Json {
    Json::String(String::new())
}

/// A parameter as it was written.
fn raw(param: &Parameter) -> String {
    match param {
        Parameter::Name(name) => name.clone(),
        Parameter::Path(Path::Relative((_, raw)) | Path::Local((_, _, raw))) => raw.clone(),
        Parameter::Literal(literal) => literal.to_string(),
        Parameter::Subexpression(expression) => expression.name().to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::context::everything;

    fn found(text: &str, partials: &[(&str, &str)]) -> Vec<String> {
        let compile = |text: &str| Template::compile(text).unwrap();
        let partials = partials.iter().map(|(name, text)| ((*name).to_owned(), ((*name).to_owned(), compile(text))));
        let partials = partials.collect();
        let template = compile(text);
        let mut lint = Lint::new(&partials, everything());
        lint.walk("letter", &template);
        lint.problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_name_that_does_not_exist_is_found_wherever_it_stands() {
        let text = "{{#if typo}}{{/if}}\n{{#each demands}}{{txt}}{{number}}{{/each}}\n{{#if (eq a.b 1)}}{{/if}}\n\
                    {{#if subject}}{{else if tipo}}{{taip}}{{/if}}";
        assert_eq!(
            found(text, &[]),
            [
                "letter:1:1: the program supplies no `typo`",
                "letter:2:18: the program supplies no `txt`",
                "letter:3:1: the program supplies no `a.b`",
                "letter:4:1: the program supplies no `tipo`",
                "letter:4:32: the program supplies no `taip`",
            ]
        );
    }

    #[test]
    fn names_are_followed_through_blocks_and_partials() {
        let good = "{{#each people}}{{../subject}}{{@index}}{{#with this}}{{name}}{{/with}}{{/each}}\
                    {{#each demands as |demand|}}{{demand.text}}{{@root.summary}}{{/each}}\
                    {{#if variants.anything}}{{extra.column}}{{/if}}{{#each copies}}{{this}}{{/each}}{{> part}}";
        assert_eq!(found(good, &[("part", "{{signer.name}}")]), Vec::<String>::new());
        assert_eq!(found("{{> part}}", &[("part", "{{x}}")]), ["part:1:1: the program supplies no `x`"]);
    }

    #[test]
    fn what_cannot_be_printed_or_walked_is_found() {
        assert_eq!(found("{{demands}}", &[]).len(), 1);
        assert_eq!(found("{{#each subject}}{{/each}}", &[]).len(), 1);
        assert_eq!(found("{{shout subject}}", &[]).len(), 1);
        assert_eq!(found("{{> ../x}}", &[]).len(), 1);
        assert_eq!(found("{{> a}}", &[("a", "{{> b}}"), ("b", "{{> a}}")]).len(), 1);
    }
}
