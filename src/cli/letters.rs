use std::collections::HashMap;

use jiff::civil::Date;

use crate::campaign::Campaign;
use crate::letter::{Choice, Letter, Selected, Template, fill, select, template_languages};
use crate::signer::Signer;
use crate::source::{Library, Problem, Problems, is_name};

/// A letter and what it was made from.
#[derive(Debug)]
pub(super) struct Written<'c> {
    pub selected: Selected<'c>,
    pub letter: Letter,
}

/// Selects and fills: the letters that a signer writes for a campaign.
///
/// # Errors
///
/// Every mistake in the templates that are needed, or what a letter lacks.
pub(super) fn write<'c>(
    library: &Library,
    campaign: &'c Campaign,
    signer: &Signer,
    choice: &Choice,
    today: Date,
) -> Result<Vec<Written<'c>>, Problems> {
    let name = choice.template.as_ref().unwrap_or(&campaign.template);
    if !is_name(name) {
        let problem = Problem::error(format!("`{name}` cannot be the name of a letter template"));
        return Err(problem.hint("name it without folder, language and ending: formal").into());
    }
    let languages = template_languages(library, name);
    let mut templates = HashMap::new();
    let mut letters = Vec::new();
    for selected in select(campaign, signer, choice, |language| languages.contains(&language))? {
        let template = match templates.entry(selected.language.code()) {
            std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(Template::load(library, name, selected.language)?)
            }
        };
        let letter = fill(template, campaign, &selected, signer, today)?;
        letters.push(Written { selected, letter });
    }
    Ok(letters)
}
