//! Where an office is on social networks, and what can be pasted there.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::campaign::Campaign;
use crate::cli::terminal::screen::{BOLD, say, say_problem, styled};
use crate::letter::{Letter, Selected, SocialPost};
use crate::source::Library;

/// Tells of the accounts of those whom letters go to, each with a text to paste.
pub(crate) fn say_social(library: &Library, campaign: &Campaign, letters: &[Letter], today: Date) {
    for Letter { form, .. } in letters {
        let selected = Selected {
            recipient: Cow::Borrowed(&form.recipient),
            reach: form.reach.clone(),
            language: form.language,
            demands: form.demands.iter().collect(),
        };
        for (head, text) in social_lines(library, campaign, &selected, today) {
            say(format_args!("{} {} is on {head}", styled(BOLD, "social:"), form.recipient.id));
            if let Some(text) = text {
                say(textwrap::indent(&text, "    "));
            }
        }
    }
}

/// Each account of a recipient, and what can be pasted there. A mistake in the template is told, and stops nothing.
pub(crate) fn social_lines(
    library: &Library,
    campaign: &Campaign,
    selected: &Selected<'_>,
    today: Date,
) -> Vec<(String, Option<String>)> {
    let posts = SocialPost::each(library, campaign, selected, today).unwrap_or_else(|problems| {
        problems.0.iter().for_each(say_problem);
        let accounts = selected.recipient.addresses.social.iter().cloned();
        accounts.map(|account| SocialPost { account, text: None }).collect()
    });
    let lines = posts.into_iter().map(|SocialPost { account, text }| {
        let length = text.as_ref().map(|text| account.network.length(text));
        let limit = account.network.limit();
        let paste = length.map(|length| format!("; to paste ({length} of {limit} characters):")).unwrap_or_default();
        (format!("{} as {}{paste}", account.network, account.handle), text)
    });
    lines.collect()
}
