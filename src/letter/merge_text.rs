use handlebars::Template;
use handlebars::template::{HelperTemplate, Parameter, TemplateElement};
use serde_json::{Map, Value};

use super::context::PersonalValue;

/// What stands around the number of a field while a template is filled in: no text that is read has such characters.
const FIELD: (char, char) = ('\u{1}', '\u{2}');

/// The helpers that ask no more of a value than whether there is one.
const PRESENCE: [&str; 3] = ["and", "or", "not"];

/// The groups of names that are the signer's.
const PERSONAL: [&str; 3] = ["signer", "variants", "extra"];

/// A template filled in with all but what is the signer's: text with merge fields. It serves all signers of whom the same
/// things are known.
#[derive(Debug)]
pub(super) struct MergeText {
    /// The group and the name of each value that is put in.
    names: Vec<(&'static str, String)>,
    /// What stands before the first field.
    begin: String,
    /// The number of a field, and what stands behind it.
    rest: Vec<(usize, String)>,
}

impl MergeText {
    /// Fills a template in by way of `render`, with fields in the place of these values. Nothing, if a field got lost.
    pub(super) fn new<E>(
        values: &[PersonalValue<'_>],
        render: impl FnOnce(Map<String, Value>) -> Result<String, E>,
    ) -> Result<Option<Self>, E> {
        let mut personal: Map<_, _> = PERSONAL.map(|group| (group.to_owned(), Map::new().into())).into_iter().collect();
        for (number, value) in values.iter().enumerate() {
            let field = format!("{}{number}{}", FIELD.0, FIELD.1);
            personal[value.group][value.name] = field.into();
        }
        let text = tidy(&render(personal)?);
        let mut pieces = text.split(FIELD.0);
        let begin = pieces.next().unwrap_or_default().to_owned();
        let field = |piece: &str| {
            let (number, text) = piece.split_once(FIELD.1)?;
            Some((number.parse().ok().filter(|number| *number < values.len())?, text.to_owned()))
        };
        let names = values.iter().map(|value| (value.group, value.name.to_owned())).collect();
        Ok(pieces.map(field).collect::<Option<_>>().map(|rest| Self { names, begin, rest }))
    }

    /// Whether these are the values that it has fields for.
    pub(super) fn fits(&self, values: &[PersonalValue<'_>]) -> bool {
        self.names.len() == values.len()
            && self.names.iter().zip(values).all(|((group, name), value)| *group == value.group && name == value.name)
    }

    /// Puts values into the fields. It is the same text that [`tidy`] makes of the template filled in with these values.
    pub(super) fn fill(&self, values: &[PersonalValue<'_>]) -> String {
        let rest = self.rest.iter().filter_map(|(number, text)| Some((values.get(*number)?.text, text)));
        let length = rest.clone().map(|(value, text)| value.len() + text.len()).sum::<usize>();
        let mut filled = String::with_capacity(self.begin.len() + length);
        filled.push_str(&self.begin);
        for (value, text) in rest {
            if value.contains('\n') {
                filled.push_str(&tidy(value));
            } else {
                filled.push_str(value);
            }
            filled.push_str(text);
        }
        filled
    }
}

/// Whether all that a template asks of a signer's values is whether they are there, so that fields can stand in their place.
pub(super) fn only_prints(template: &Template) -> bool {
    template.elements.iter().all(|element| match element {
        TemplateElement::RawString(_) | TemplateElement::Comment(_) => true,
        TemplateElement::Expression(expression) | TemplateElement::HtmlExpression(expression) => {
            expression.hash.is_empty() && asks_no_more(expression.name.as_name(), &expression.params)
        }
        TemplateElement::HelperBlock(block) => is_open(block) && inner(block).all(only_prints),
        // What a partial is given has other names in it.
        _ => false,
    })
}

fn inner(block: &HelperTemplate) -> impl Iterator<Item = &Template> {
    [&block.template, &block.inverse].into_iter().flatten()
}

/// Whether a block goes through nothing that is the signer's, so that it has the same names inside.
fn is_open(block: &HelperTemplate) -> bool {
    match block.name.as_name() {
        Some("if" | "unless") => block.params.iter().all(|param| asks_no_more(None, std::slice::from_ref(param))),
        Some("each" | "with") => block.params.iter().all(is_of_form),
        _ => false,
    }
}

/// Whether a helper, if there is one, and those within its parameters depend on no more than the presence of values.
fn asks_no_more(helper: Option<&str>, params: &[Parameter]) -> bool {
    params.iter().all(|param| match param {
        Parameter::Subexpression(inner) => {
            let params = inner.params().map(Vec::as_slice).unwrap_or_default();
            asks_no_more(Some(inner.name()), params)
        }
        _ => helper.is_none_or(|name| PRESENCE.contains(&name)) || is_of_form(param),
    })
}

/// Takes away what blocks of a template leave behind: spaces at the end of a line, more than one empty line.
pub(super) fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && (tidy.is_empty() || tidy.ends_with("\n\n"))) {
            tidy.push_str(line);
            tidy.push('\n');
        }
    }
    tidy.truncate(tidy.trim_end().len());
    tidy
}

/// Whether a parameter names something that is the same for all signers.
fn is_of_form(param: &Parameter) -> bool {
    match param {
        Parameter::Literal(_) => true,
        Parameter::Name(_) | Parameter::Path(_) => {
            // A name in brackets may be any.
            let path = param.as_name().filter(|path| !path.contains('[')).unwrap_or_default();
            let mut names = path.split(['.', '/']).filter(|name| !matches!(*name, "" | "this" | "@root"));
            names.next().is_some_and(|name| !PERSONAL.contains(&name))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_that_looks_into_a_value_is_no_text_with_fields() {
        let of = |text: &str| only_prints(&Template::compile(text).unwrap());
        for text in [
            "{{signer.name}} {{{extra.shirt}}} {{variants.opening}} {{! a comment }}",
            "{{#if signer.role}}{{signer.role}}{{else if (not (or signer.city extra.shirt))}}{{subject}}{{/if}}",
            "{{#each people}}{{name}}{{#unless @last}}, {{/unless}}{{#if (gt (len ../demands) 1)}}s{{/if}}{{/each}}",
            "{{#with recipient}}{{office}}{{@root.signer.name}}{{/with}}{{#if (eq letter.channel \"fax\")}}{{/if}}",
        ] {
            assert!(of(text), "{text}");
        }
        for text in [
            "{{len signer.name}}",
            "{{#if (eq signer.role \"teacher\")}}{{/if}}",
            "{{#if (eq @root.signer.role \"teacher\")}}{{/if}}",
            "{{#if (not (eq [signer].role \"teacher\"))}}{{/if}}",
            "{{#if (eq (lookup this \"signer\") 1)}}{{/if}}",
            "{{#unless (gt (len ../extra.shirt) 2)}}{{/unless}}",
            "{{#with signer}}{{#if (eq role \"teacher\")}}{{/if}}{{/with}}",
            "{{#each extra}}{{this}}{{/each}}",
            "{{#with this}}{{signer.name}}{{/with}}",
            "{{#if subject}}{{else if (eq variants.a \"b\")}}{{/if}}",
            "{{> partial role=signer.role}}",
        ] {
            assert!(!of(text), "{text}");
        }
    }
}
