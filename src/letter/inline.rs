use std::collections::BTreeMap;

use handlebars::Template;
use handlebars::template::{DecoratorTemplate, TemplateElement};

/// The partials of a template by name, each with the name of its file.
type Partials = BTreeMap<String, (String, Template)>;

/// A template with its partials put in where it names them.
///
/// Handlebars copies everything that a letter can name for each partial, which is nine tenths of the time that filling in
/// a letter takes. A partial that is put in prints the same, but a mistake in it is told of the wrong file.
pub(super) fn inlined(template: &Template, partials: &Partials) -> Template {
    put_in(template, partials, &mut Vec::new())
}

fn put_in<'p>(template: &Template, partials: &'p Partials, open: &mut Vec<&'p str>) -> Template {
    let mut whole = template.clone();
    whole.elements.clear();
    whole.mapping.clear();
    for (index, element) in template.elements.iter().enumerate() {
        // Handlebars does not know where an `{{else if}}` stands.
        let at = template.mapping.get(index);
        match element {
            TemplateElement::PartialExpression(partial) if let Some((name, inner)) = plain(partial, partials, open) => {
                open.push(name);
                let inner = put_in(inner, partials, open);
                open.pop();
                whole.elements.extend(inner.elements);
                whole.mapping.extend(inner.mapping);
            }
            // Other blocks change what names mean, `../` among them.
            TemplateElement::HelperBlock(block) if matches!(block.name.as_name(), Some("if" | "unless")) => {
                let mut block = block.clone();
                block.template = block.template.map(|template| put_in(&template, partials, open));
                block.inverse = block.inverse.map(|template| put_in(&template, partials, open));
                whole.elements.push(TemplateElement::HelperBlock(block));
                whole.mapping.extend(at.cloned());
            }
            element => {
                whole.elements.push(element.clone());
                whole.mapping.extend(at.cloned());
            }
        }
    }
    whole
}

/// The partial that is named, where it is named and nothing more, and not within itself.
fn plain<'p>(partial: &DecoratorTemplate, partials: &'p Partials, open: &[&str]) -> Option<(&'p str, &'p Template)> {
    let is_plain = partial.params.is_empty() && partial.hash.is_empty() && partial.indent.is_none();
    let (name, (_, template)) = partials.get_key_value(partial.name.as_name()?)?;
    (is_plain && !open.contains(&name.as_str())).then_some((name, template))
}
