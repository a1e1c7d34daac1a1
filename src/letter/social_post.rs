use jiff::civil::Date;
use serde_json::json;

use super::merge_text::tidy;
use super::texts::Texts;
use super::{RequiredCopies, Selected, Template, template_languages};
use crate::campaign::{Campaign, Social};
use crate::source::{Library, Problem, Problems};

/// The template of what is pasted on a social network.
const TEMPLATE: &str = "social";

/// What a person can paste on a social network, where an office has an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocialPost {
    /// The account.
    pub account: Social,
    /// The text, no longer than the network allows; `None` in a language that has no template for it.
    pub text: Option<String>,
}

impl SocialPost {
    /// One for each account of a recipient: the subject of a letter and the first of its demands. It holds nothing of who pastes
    /// it.
    ///
    /// # Errors
    ///
    /// Every mistake in the template; a text that is missing in the language; a post that cannot be made short enough.
    pub fn each(
        library: &Library,
        campaign: &Campaign,
        selected: &Selected<'_>,
        today: Date,
    ) -> Result<Vec<Self>, Problems> {
        let accounts = &selected.recipient.addresses.social;
        let language = selected.language;
        if accounts.is_empty() {
            return Ok(Vec::new());
        }
        if !template_languages(library, TEMPLATE).contains(&language) {
            return Ok(accounts.iter().map(|account| Self { account: account.clone(), text: None }).collect());
        }
        let template = Template::load(library, TEMPLATE, language)?;
        let texts = Texts { campaign, language, country: None, today };
        let selected = Selected { demands: selected.demands.iter().take(1).copied().collect(), ..selected.clone() };
        let names = json!(texts.names(&selected, &RequiredCopies::default(), None)?);
        let post = |account: &Social| {
            let text = short_enough(&template, names.clone(), account)?;
            Ok(Self { account: account.clone(), text: Some(text) })
        };
        accounts.iter().map(post).collect()
    }
}

/// The text with as much as has room: without the demand where it has none, then with fewer words of the subject.
fn short_enough(template: &Template, mut names: serde_json::Value, account: &Social) -> Result<String, Problem> {
    let Social { network, handle } = account;
    names["social"] = json!(account);
    let subject = names["subject"].as_str().unwrap_or_default().to_owned();
    let mut words: Vec<_> = subject.split(' ').collect();
    loop {
        let text = tidy(&template.render(&names.clone().into())?);
        if network.length(&text) <= network.limit() {
            return Ok(text);
        }
        if names["demands"].as_array().is_some_and(|demands| !demands.is_empty()) {
            names["demands"] = json!([]);
        } else if words.len() > 1 {
            words.pop();
            names["subject"] = json!(format!("{}…", words.join(" ").trim_end_matches([',', ';', ':'])));
        } else {
            let what =
                format!("what is pasted for {handle} is longer than the {} characters of {network}", network.limit());
            return Err(Problem::error(what).hint(format!("shorten the template `{TEMPLATE}`")));
        }
    }
}
