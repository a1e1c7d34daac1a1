use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value, json};

use super::Template;
use super::context::PersonalNames;
use super::merge_text::{MergeText, tidy};
use crate::source::Problem;

/// The most texts that are kept: one for all signers of whom the same is known.
const KEPT: usize = 32;

/// A template that many signers fill in, and the texts that it became for the others.
#[derive(Debug, Clone)]
pub(super) struct Blank {
    pub template: Arc<Template>,
    texts: Arc<Mutex<Vec<MergeText>>>,
}

impl Blank {
    pub(super) fn of(template: Arc<Template>) -> Self {
        Self { template, texts: Arc::default() }
    }

    /// Fills it in for a signer. `render` fills the template in, with what is the signer's.
    ///
    /// Handlebars takes ten microseconds and more for a letter, and all but what is the signer's is the same each time: so
    /// it is asked once for each kind of signer.
    pub(super) fn fill(
        &self,
        personal: &PersonalNames<'_>,
        render: impl Fn(Map<String, Value>) -> Result<String, Problem>,
    ) -> Result<String, Problem> {
        let values = personal.values();
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(text) = texts.iter().find(|text| text.fits(&values)) {
            return Ok(text.fill(&values));
        }
        if self.template.only_prints()
            && texts.len() < KEPT
            && let Some(text) = MergeText::new(&values, &render)?
        {
            let filled = text.fill(&values);
            texts.push(text);
            return Ok(filled);
        }
        let Value::Object(personal) = json!(personal) else { return render(Map::new()).map(|text| tidy(&text)) };
        render(personal).map(|text| tidy(&text))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use proptest::prelude::*;

    use super::*;
    use crate::letter::context::SignerNames;
    use crate::signer::Signer;
    use crate::source::Library;
    use crate::vocabulary::Language;

    /// A template that is only printed into, and one that asks what the values are.
    const TEMPLATES: [(&str, bool); 2] = [
        (
            "Dear,\n\n{{signer.name}}{{#if signer.role}}, {{signer.role}}{{/if}}\n{{#if (or signer.city extra.shirt)}}\n\
             from {{signer.city}} {{extra.shirt}}\n{{/if}}\n\n\n{{#unless signer.statement}}nothing{{/unless}}\
             {{signer.statement}}\n{{variants.end}} {{signer.name}}",
            true,
        ),
        ("{{#if (eq signer.role \"teacher\")}}I teach.{{/if}}\n{{signer.name}} ({{len signer.name}})", false),
    ];

    fn blank(text: &str) -> Blank {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("letter-templates")).unwrap();
        fs::write(folder.path().join("letter-templates/own.en.hbs"), text).unwrap();
        Blank::of(Arc::new(
            Template::load(&Library::new([folder.path().to_owned()]), "own", Language::ENGLISH).unwrap(),
        ))
    }

    fn signer(name: &str, role: &str, statement: &str, city: &str, shirt: &str) -> Signer {
        Signer {
            role: role.parse().ok(),
            city: city.parse().ok(),
            statement: statement.parse().ok(),
            extra: BTreeMap::from([("shirt".to_owned(), shirt.trim().to_owned())]),
            ..Signer::named(name.parse().unwrap())
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_letter_is_what_its_template_says_whoever_filled_it_in_before(
            people in prop::collection::vec(
                ("[a-z{}]{1,9}", "teacher|", "[a{} \n\t]{0,12}", "[A-Z ]{0,3}", "[a-z]{1,2}"), 1..9
            ),
        ) {
            for (template, only_prints) in TEMPLATES {
                let blank = blank(template);
                prop_assert_eq!(blank.template.only_prints(), only_prints);
                for (name, role, statement, city, shirt) in &people {
                    let signer = signer(name, role, statement, city, shirt);
                    let personal = PersonalNames {
                        signer: SignerNames::of(&signer, Language::ENGLISH),
                        variants: BTreeMap::from([("end", "Yours,")]),
                        extra: &signer.extra,
                    };
                    let render = |personal: Map<String, Value>| {
                        blank.template.render(&Value::Object(personal).into())
                    };
                    let plain = render(json!(personal).as_object().unwrap().clone()).map(|text| tidy(&text));
                    prop_assert_eq!(blank.fill(&personal, render), plain);
                }
            }
        }
    }
}
